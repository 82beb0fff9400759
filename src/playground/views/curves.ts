/** The learning curves of all agents in one chart: the score of the greedy policy after each episode. */
import uPlot from 'uplot';
import { FAINT_INK, GRID } from '../../report/draw/palette.ts';
import { shownNumber } from '../../report/tables/numbers.ts';
import type { Task } from '../../train/config/task.ts';
import { dataTable, type Table } from '../draw/dataTable.ts';
import { h, setText } from '../page/h.ts';
import { labelsOf, stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { Mounted, PageView } from './view.ts';

export const curvesView: PageView = { name: 'curves', title: 'Learning curves', create };

const HEIGHT = 240; // px

/** Episodes from one number to the next. */
const WHOLE = [1, 2, 5]
  .flatMap((n) => [n, 10 * n, 100 * n, 1000 * n, 10_000 * n])
  .sort((a, b) => a - b);

function create(page: Page): Mounted {
  const box = h('div', { class: 'curves', role: 'img' });
  let plot: uPlot | null = null;
  let madeFor = '';
  let shown = '';
  const resize = new ResizeObserver(() =>
    plot?.setSize({ width: box.clientWidth, height: HEIGHT }),
  );
  resize.observe(box);
  const note = h('p', { class: 'note' });
  const numbers = dataTable('Score after each episode');
  return {
    element: h('div', {}, note, box, numbers.element),
    update: () => {
      const { about } = page.agents[0];
      if (!about) return;
      const labels = labelsOf(page.state);
      const episodes = Math.max(...page.agents.map((agent) => agent.about?.config.episodes ?? 1));
      numbers.update(() => tableOf(page));
      const { task } = about.environment;
      const { optimum, score } = task;
      setText(note, `Score after each training episode: ${score}. Higher is better.`);
      const key = [...labels, page.theme, episodes, optimum, score].join();
      if (key !== madeFor) {
        madeFor = key;
        plot?.destroy();
        plot = new uPlot(
          optionsOf(page, labels, episodes, task, box.clientWidth || 600),
          [[0]],
          box,
        );
        shown = '';
      }
      const counts = page.agents.map(({ records }) => records.length).join();
      if (counts === shown || !plot) return;
      shown = counts;
      const longest = Math.max(...page.agents.map(({ records }) => records.length));
      plot.setData([
        Array.from({ length: longest }, (_, i) => i + 1),
        ...page.agents.map(({ records }) => records.map(({ evalScore }) => evalScore)),
      ]);
      box.setAttribute('aria-label', `Learning curves of ${labels.join(' and ')}`);
    },
  };
}

/** Room around the scores, before the first from that of random actions to the optimum; a span where all are the same. */
const yRange =
  ({ random, optimum }: Task) =>
  (_: uPlot, low: number | null, high: number | null): [number, number] => {
    const known = [low ?? random, high ?? optimum];
    const [least, most] = known.every((end) => end !== null) ? known : [0, 1];
    const room = Math.max(0.05 * (most - least), 0.02 * Math.abs(most), 0.1);
    return [least - room, most + room];
  };

function tableOf({ agents, state }: Page): Table {
  const longest = Math.max(...agents.map(({ records }) => records.length));
  const scoreAt = ({ records }: Page['agents'][number], episode: number): string =>
    episode > records.length ? '' : shownNumber(records[episode - 1].evalScore, 1);
  return {
    head: ['episode', ...labelsOf(state)],
    rows: Array.from({ length: longest }, (_, i) => [
      String(i + 1),
      ...agents.map((agent) => scoreAt(agent, i + 1)),
    ]),
  };
}

function optionsOf(
  { state, theme }: Page,
  labels: readonly string[],
  episodes: number,
  task: Task,
  width: number,
): uPlot.Options {
  const axis = {
    stroke: FAINT_INK[theme],
    grid: { stroke: GRID[theme], width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false, range: [0, episodes] }, y: { range: yRange(task) } },
    axes: [
      { ...axis, label: 'episode', labelSize: 20, incrs: WHOLE },
      { ...axis, label: task.score, labelSize: 20, size: 50 },
    ],
    legend: { show: true, live: false },
    cursor: { y: false },
    series: [
      { label: 'episode' },
      ...stylesOf(state).map((style, n) => ({
        label: labels[n],
        stroke: style[theme],
        dash: [...style.dash],
        width: 2,
        points: { show: false },
      })),
    ],
  };
}
