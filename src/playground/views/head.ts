/** The head of an agent's column: which agent it is, how far it has come, and what went wrong. */
import { counted } from '../../report/tables/numbers.ts';
import { h, setText } from '../page/h.ts';
import { labelsOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { AgentView, Mounted } from './view.ts';

export const headView: AgentView = { name: 'head', title: null, create };

const NONE = 'none';

function create(page: Page, n: number): Mounted {
  const select = h('select', {
    'aria-label': `Agent ${n + 1}`,
    onchange: ({ target }) => choose(page, n, (target as HTMLSelectElement).value),
  });
  const label = h('h2', { class: 'agent-name' });
  const status = h('p', { class: 'status' });
  const message = h('p', { class: 'message', role: 'alert' });
  const choice = h('label', {}, 'Agent: ', select);
  const element = h('div', { class: 'agent-head' }, label, choice, status, message);
  return {
    element,
    update: () => {
      const client = page.agents[n];
      const { agents } = page.state;
      if (client.table && select.options.length === 0)
        select.append(...optionsFor(client.table, agents.length === 2));
      select.value = agents[n];
      setText(label, labelsOf(page.state)[n]);
      setText(status, statusOf(client));
      setText(message, client.message ?? '');
    },
  };
}

type Client = Page['agents'][number];

function optionsFor(table: NonNullable<Client['table']>, canLeave: boolean): HTMLOptionElement[] {
  const field = table.groups.flatMap(({ fields }) => (fields['agent'] ? [fields['agent']] : []))[0];
  const names = field.kind === 'choice' ? field.choices : [];
  return [...names, ...(canLeave ? [NONE] : [])].map((name) => h('option', { value: name }, name));
}

function choose(page: Page, n: number, agent: string): void {
  const { agents, own } = page.state;
  if (agent === NONE) {
    page.set({ agents: agents.filter((_, m) => m !== n), own: own.filter((_, m) => m !== n) });
    page.restart();
    return;
  }
  page.set({
    agents: agents.map((name, m) => (m === n ? agent : name)),
    own: own.map((texts, m) => (m === n ? {} : texts)),
  });
  page.restart(n);
}

/** `episode 12 of 200 · 1,830 steps · 1,500 per second` */
export function statusOf({ status, frame, about }: Client): string {
  if (status === 'failed' || status === 'refused') return status;
  if (status === 'loading' || !about) return 'loading';
  const { episodes } = about.config;
  const at = frame && frame.envSteps > 0 ? frame : null;
  const parts = [
    at ? `episode ${at.episode} of ${episodes}` : `${counted(episodes, 'episode')} ahead`,
    ...(at ? [at.envSteps === 1 ? '1 step' : `${at.envSteps.toLocaleString('en')} steps`] : []),
    ...(status === 'playing' && at?.stepsPerSecond
      ? [`${Number(at.stepsPerSecond.toPrecision(2)).toLocaleString('en')} per second`]
      : []),
    ...(status === 'finished' ? ['finished'] : []),
  ];
  return parts.join(' · ');
}
