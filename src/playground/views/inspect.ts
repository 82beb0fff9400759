/** Look inside: one state, and for each action what the model predicts, what it is worth, and the reward with its numbers filled in. */
import type { PhaseAxis } from '../../env/environment.ts';
import { partsOf } from '../draw/dataTable.ts';
import { shownNumber } from '../draw/numbers.ts';
import { valueOn, type Place } from '../draw/phasePicture.ts';
import { numbersIn, symbols } from '../draw/rewardFormula.ts';
import { lackOf, stateTable } from '../draw/stateTable.ts';
import type { About } from '../facts.ts';
import { h, setText } from '../page/h.ts';
import { labelsOf, stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { StateValue } from '../worker/answers/state.ts';
import type { Mounted, PageView } from './view.ts';

export const inspectView: PageView = { name: 'inspect', title: 'Look inside a state', create };

/** Positions of a slider. */
const STEPS = 200;

function create(page: Page): Mounted {
  const sliders = [0, 1].map((n) => slider(page, n as 0 | 1));
  const follow = h(
    'button',
    { type: 'button', onclick: () => page.set({ state: null }) },
    'Follow the agents',
  );
  const note = h('p', { class: 'note' });
  const parts = page.agents.map((_, n) => agentPart(page, n));
  const element = h(
    'div',
    { class: 'inspect' },
    note,
    h('div', { class: 'group' }, ...sliders.map((one) => one.element), follow),
    h('div', { class: 'inside' }, ...parts.map((part) => part.element)),
  );
  return {
    element,
    update: () => {
      const space = page.agents[0].about?.environment.phaseSpace;
      element.parentElement!.hidden = !space;
      if (!space) return;
      const { state } = page.state;
      setText(
        note,
        state
          ? `The state ${space.axes.map(({ name }, n) => `${name} ${shownNumber(state[n])}`).join(', ')}. Numbers change while the agents learn.`
          : 'The state in which each agent is. Choose another one in a phase space above (click or tap, then drag the circle; or arrow keys) or here:',
      );
      follow.disabled = state === null;
      for (const part of [...sliders, ...parts]) part.update();
    },
  };
}

/** One of the two variables of the state. */
function slider(page: Page, n: 0 | 1): Mounted {
  const name = h('span');
  const input = h('input', {
    type: 'range',
    min: 0,
    max: STEPS,
    oninput: () => {
      const space = page.agents[0].about?.environment.phaseSpace;
      if (!space) return;
      const before = page.state.state ?? middleOf(space.axes);
      const value = valueOn(space.axes[n], Number(input.value) / STEPS);
      page.set({ state: n === 0 ? [value, before[1]] : [before[0], value] });
    },
  });
  return {
    element: h('label', { class: 'slider' }, name, input),
    update: () => {
      const { axes } = page.agents[0].about!.environment.phaseSpace!;
      const axis = axes[n];
      const value = (page.state.state ?? middleOf(axes))[n];
      setText(name, axis.name);
      input.setAttribute('aria-valuetext', `${axis.name} ${shownNumber(value)}`);
      if (document.activeElement !== input)
        input.value = String((STEPS * (value - axis.low)) / (axis.high - axis.low));
    },
  };
}

const middleOf = (axes: readonly [PhaseAxis, PhaseAxis]): Place => [
  valueOn(axes[0], 0.5),
  valueOn(axes[1], 0.5),
];

function agentPart(page: Page, n: number): Mounted {
  const client = page.agents[n];
  const heading = h('h3', { class: 'agent-name' });
  const caption = h('caption', { class: 'unseen' });
  const table = h('table', { class: 'data' }, caption);
  const formula = h('div', { class: 'formula' });
  const lack = h('p', { class: 'note' });
  const scroll = h('div', { class: 'scroll', tabindex: 0, role: 'group' }, table);
  const element = h('div', { class: 'agent-inside' }, heading, scroll, lack, formula);
  let value: StateValue | null = null;
  let shown: StateValue | null = null;
  let watched = '';
  let unwatch = (): void => undefined;
  let madeFor: About | null = null;
  /** Whether the optimal action is known; null: not asked for. */
  let isSolved: boolean | null = null;
  return {
    element,
    update: () => {
      const { about } = client;
      const label = labelsOf(page.state)[n];
      setText(heading, label);
      element.style.setProperty('--agent', stylesOf(page.state)[n][page.theme]);
      setText(caption, `What ${label} knows of the state`);
      scroll.setAttribute('aria-label', `What ${label} knows of the state`);
      if (!about) return;
      const at = page.state.state;
      if (madeFor !== about) {
        madeFor = about;
        watched = '';
        isSolved = null;
      }
      if (isSolved === null && at !== null) {
        isSolved = false;
        const solved = (): void => void (isSolved = true);
        client.ask('optimum', null).then(solved, () => undefined);
      }
      const key = `${String(at)} ${isSolved === true}`;
      if (watched !== key) {
        watched = key;
        unwatch();
        unwatch = client.watch('state', { at }, (answer) => (value = answer));
      }
      if (!value || value === shown) return;
      shown = value;
      const names = about.environment.actionNames ?? value.actions.map((_, a) => String(a));
      table.replaceChildren(caption, ...partsOf(stateTable(value, names, about.measure)));
      setText(lack, lackOf(value, label, about.measure) ?? '');
      formula.replaceChildren(...formulaLines(value, names));
    },
  };
}

/** The reward to learn from: its formula, then the same with the numbers of each action. */
function formulaLines({ formula, actions }: StateValue, names: readonly string[]): HTMLElement[] {
  return [
    h('p', {}, `The reward to learn from is ${symbols(formula, actions[0])}`),
    h(
      'dl',
      {},
      ...actions.flatMap((action, n) => [
        h('dt', {}, names[n]),
        h('dd', {}, numbersIn(formula, action)),
      ]),
    ),
  ];
}
