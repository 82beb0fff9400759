/** Settings that matter: those that take effect while an agent learns, and those that need a restart. */
import { accepted, fromText, isValid, type Field } from '../../train/config/field.ts';
import type { Options } from '../../train/config/environments.ts';
import type { Config } from '../../train/config/settings.ts';
import { isLive } from '../link/live.ts';
import { inEnvironment } from '../link/otherEnvironment.ts';
import { h, setText } from '../page/h.ts';
import type { Page } from '../page/page.ts';
import type { SettingsTable } from '../facts.ts';
import type { Mounted, PageView } from './view.ts';

export const settingsView: PageView = { name: 'settings', title: 'Settings', create };

const LIVE = [
  'eta',
  'epsilonStart',
  'learningRate',
  'bnnLearningRate',
  'nStep',
  'bonusClip',
  'force',
];
/** After the environment and its options. */
const RESTART = ['episodes', 'seed', 'hiddenWidth', 'bnnHidden'];

const valueOf = (config: Config, name: string): Options[string] | undefined =>
  (config as unknown as Options)[name];

function create(page: Page): Mounted {
  const live = h('div', { class: 'rows' });
  const restart = h('div', { class: 'rows' });
  const note = h('p', { class: 'note' });
  const element = h(
    'div',
    { class: 'settings' },
    h('h3', {}, 'While it learns'),
    live,
    h('h3', {}, 'With a restart'),
    restart,
    note,
  );
  let rows: Mounted[] = [];
  let madeFor = '';
  return {
    element,
    update: () => {
      const [{ table, about }] = page.agents;
      if (!table || !about) return;
      if (madeFor !== about.config.env) {
        madeFor = about.config.env;
        const make = (names: readonly string[]): Mounted[] =>
          names.flatMap((name) => {
            const field = fieldOf(table, about.config.env, name);
            return field ? [rowOf(page, name, field)] : [];
          });
        const options = Object.keys(table.options[madeFor] ?? {});
        const withRestart = options.filter((name) => !LIVE.includes(name));
        const [liveRows, restartRows] = [make(LIVE), make(['env', ...withRestart, ...RESTART])];
        live.replaceChildren(...liveRows.map((row) => row.element));
        restart.replaceChildren(...restartRows.map((row) => row.element));
        rows = [...liveRows, ...restartRows];
      }
      for (const row of rows) row.update();
      const changes = page.agents.flatMap((agent, n) =>
        (agent.about?.changes ?? []).map(
          ({ episode, setting, from, to }) =>
            `${page.state.agents[n]}: ${setting} ${from} to ${to} from episode ${episode}`,
        ),
      );
      setText(
        note,
        changes.length === 0
          ? ''
          : `Changed by hand, so that no command repeats this run: ${changes.join('; ')}`,
      );
    },
  };
}

function fieldOf({ groups, options }: SettingsTable, env: string, name: string): Field | null {
  const all = [...groups.map(({ fields }) => fields), options[env] ?? {}];
  return all.find((fields) => fields[name])?.[name] ?? null;
}

function rowOf(page: Page, name: string, field: Field): Mounted {
  const id = `setting-${name}`;
  const fault = h('p', { class: 'fault', role: 'alert', id: `${id}-fault` });
  const input = inputOf(field, id);
  input.addEventListener('change', () => {
    const text =
      input instanceof HTMLInputElement && input.type === 'checkbox'
        ? String(input.checked)
        : input.value;
    const isFine = isValid(field, fromText(field, text));
    setText(
      fault,
      isFine ? '' : `expected ${accepted(field)}, got ${text === '' ? 'nothing' : text}`,
    );
    if (isFine) change(page, name, text);
  });
  const help = h('p', { class: 'help' }, field.help);
  return {
    element: h('div', { class: 'row' }, h('label', { for: id }, name), input, help, fault),
    update: () => {
      if (document.activeElement === input) return;
      const { about } = page.agents.findLast((agent) => agent.about) ?? {};
      if (!about) return;
      const text = page.state.all[name] ?? String(valueOf(about.config, name));
      if (input instanceof HTMLInputElement && input.type === 'checkbox')
        input.checked = text === 'true';
      else input.value = text;
    },
  };
}

function inputOf(field: Field, id: string): HTMLInputElement | HTMLSelectElement {
  if (field.kind === 'flag') return h('input', { id, type: 'checkbox' });
  if (field.kind === 'choice') {
    return h('select', { id }, ...field.choices.map((name) => h('option', { value: name }, name)));
  }
  return h('input', { id, inputmode: 'decimal', autocomplete: 'off', size: 8 });
}

function change(page: Page, name: string, text: string): void {
  const { all } = page.state;
  const [{ table, about }] = page.agents;
  const isOther = name === 'env' && table && about;
  page.set({
    all: isOther ? inEnvironment(all, table, about.config.env, text) : { ...all, [name]: text },
  });
  if (!isLive(name)) page.restart();
  else for (const agent of page.agents) agent.send({ type: 'change', settings: { [name]: text } });
}
