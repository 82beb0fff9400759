/** Beliefs about the weights of the model: a Gaussian each, and how far an update on one transition would move it. */
import { colourAt } from '../../report/draw/colourScale.ts';
import { css } from '../draw/colourBar.ts';
import { dataTable } from '../draw/dataTable.ts';
import { shownNumber } from '../draw/numbers.ts';
import type { About } from '../facts.ts';
import { h, setText, svg } from '../page/h.ts';
import { labelsOf, stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { BeliefsValue, Panel } from '../worker/answers/beliefs.ts';
import type { Mounted, PageView } from './view.ts';

export const beliefsView: PageView = {
  name: 'beliefs',
  title: 'What the model believes',
  create,
};

/** Units of the drawing of a panel. */
const BAR = 5;
const HEIGHT = 60;
/** Weights in the table. */
const MOST = 20;

function create(page: Page): Mounted {
  const select = h('select', { onchange: () => page.changed() });
  const parts = page.agents.map((_, n) => agentPart(page, n, () => select.selectedIndex));
  const none = h('p', { class: 'note' }, 'No agent here has a Bayesian network; vime has.');
  const intro = h(
    'p',
    { class: 'note' },
    'Each bar is a weight, from one standard deviation below its mean to one above: long bars are weights that are not known yet. The brighter a bar, the further one transition would move it: the one from the state looked into above, by the action ',
    h('label', {}, h('span', { class: 'unseen' }, 'Action of the transition'), select),
  );
  const element = h('div', { class: 'beliefs' }, none, intro, ...parts.map((one) => one.element));
  let madeFor: About | null = null;
  return {
    element,
    update: () => {
      // Without one there is no state to take a transition from.
      element.parentElement!.hidden = !page.agents[0].about?.environment.phaseSpace;
      const curious = page.agents.find(({ about }) => about?.measure?.uncertainty)?.about ?? null;
      none.hidden = curious !== null;
      intro.hidden = curious === null;
      if (curious && madeFor !== curious) {
        madeFor = curious;
        const names = curious.environment.actionNames ?? ['0', '1'];
        const before = select.selectedIndex;
        select.replaceChildren(...names.map((name) => h('option', {}, name)));
        select.selectedIndex = before < 0 ? names.length - 1 : Math.min(before, names.length - 1);
      }
      for (const part of parts) part.update();
    },
  };
}

function agentPart(page: Page, n: number, actionNow: () => number): Mounted {
  const client = page.agents[n];
  const heading = h('h3');
  const sum = h('p');
  const panels = h('ul', { class: 'panels' });
  const table = dataTable('Weights that the transition would move most');
  const element = h('div', { class: 'agent-beliefs' }, heading, sum, panels, table.element);
  let value: BeliefsValue | null = null;
  let shown: BeliefsValue | null = null;
  let watched = '';
  let madeFor: About | null = null;
  let unwatch = (): void => undefined;
  return {
    element,
    update: () => {
      const { about } = client;
      element.hidden = !about?.measure?.uncertainty;
      if (!about || element.hidden) return;
      setText(heading, labelsOf(page.state)[n]);
      element.style.setProperty('--agent', stylesOf(page.state)[n][page.theme]);
      const at = page.state.state;
      const action = Math.max(0, actionNow());
      const key = `${String(at)} ${action}`;
      if (watched !== key || madeFor !== about) {
        watched = key;
        madeFor = about;
        unwatch();
        unwatch = client.watch('beliefs', { at, action }, (answer) => (value = answer));
      }
      if (!value || value === shown) return;
      shown = value;
      setText(sum, sumText(value, about));
      panels.replaceChildren(...value.panels.map((panel) => panelOf(panel, value!)));
      table.update(() => ({
        head: ['weight', 'mean', 'sd', 'step of the mean', 'KL term, nats', 'share'],
        rows: largest(value!),
      }));
    },
  };
}

/** What the terms add up to, and whether that is what the agent measures. */
function sumText({ panels, total, measured }: BeliefsValue, { measure }: About): string {
  const count = panels.reduce((weights, { mu }) => weights + mu.length, 0);
  const sum = `The KL terms of the ${count} weights add up to ${shownNumber(total)} nats, for a step of size λ = 1 on the outcome.`;
  return measure?.anticipates
    ? `${sum} The gain that this agent is rewarded for is another quantity, the expected one, ${shownNumber(measured)} nats: it is known before there is an outcome, and is no sum over weights. vime-gain measures the sum.`
    : `${sum} That is the gain which this agent measures of the transition: ${shownNumber(measured)}.`;
}

/** Bars of one panel, from μ − σ to μ + σ. */
function panelOf(panel: Panel, { panels, total }: BeliefsValue): HTMLElement {
  const highest = Math.max(
    ...panels.flatMap(({ mu, sigma }) => [...mu].map((m, i) => Math.abs(m) + sigma[i])),
  );
  const most = Math.max(...panels.flatMap(({ terms }) => [...terms]));
  const y = (weight: number): number => (HEIGHT / 2) * (1 - weight / highest);
  const { name, mu, sigma, terms } = panel;
  const width = BAR * Math.max(16, mu.length);
  const share = total > 0 ? terms.reduce((a, b) => a + b, 0) / total : 0;
  const percent = `${(100 * share).toFixed(0)} %`;
  const drawing = svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `${mu.length} weights ${name}: ${percent} of the sum`,
    },
    svg('line', { x1: 0, x2: width, y1: HEIGHT / 2, y2: HEIGHT / 2, class: 'zero' }),
    ...[...mu].map((m, i) =>
      svg('rect', {
        x: i * BAR + 0.5,
        width: BAR - 1,
        y: y(m + sigma[i]),
        height: Math.max(1, y(m - sigma[i]) - y(m + sigma[i])),
        fill: css(colourAt(most > 0 ? Math.sqrt(terms[i] / most) : 0)),
      }),
    ),
  );
  return h('li', {}, h('span', {}, name), h('b', {}, percent), drawing);
}

/** The weights with the largest terms, as rows of the table. */
function largest({ panels, total }: BeliefsValue): string[][] {
  const weights = panels.flatMap(({ name, mu, sigma, step, terms }) =>
    [...terms].map((term, i) => ({ name, i, mu: mu[i], sigma: sigma[i], step: step[i], term })),
  );
  return weights
    .sort((a, b) => b.term - a.term)
    .slice(0, MOST)
    .map(({ name, i, mu, sigma, step, term }) => [
      `${name}, ${i + 1}`,
      shownNumber(mu),
      shownNumber(sigma),
      shownNumber(step),
      shownNumber(term),
      `${((100 * term) / total).toFixed(1)} %`,
    ]);
}
