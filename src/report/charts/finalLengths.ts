/** Steps to the goal at the end of training, against the best that is possible. */
import type { TopLevelSpec } from 'vega-lite';
import type { Scene } from './charts.ts';
import { agentScales } from './curves.ts';
import { labelled, linearAxis, type Axis } from '../draw/axes.ts';
import { CHART_WIDTH, draw, FONT_SIZE, titled } from '../draw/draw.ts';
import type { Figure } from '../draw/figure.ts';
import type { Interval } from '../../math/stats/bootstrap.ts';
import { FAINT_INK, inLegendOrder, type AgentStyle } from '../draw/palette.ts';
import { wrapped } from '../draw/textWidth.ts';

/** Greedy steps to the goal late in training: an estimate and its interval, if it has one. */
export interface FinalLength {
  /** Label of a group of runs: the agent, or more. */
  readonly agent: string;
  /** Default: that of the agent. */
  readonly style?: AgentStyle;
  readonly value: number;
  readonly interval: Interval | null;
}

/** px for each agent: at least, and for each line of its label with some room between two. */
const ROW = 24;
const LINE = 14;
const ROW_GAP = 8;

/** px for labels; longer ones take several lines. */
const LABEL_WIDTH = 130;

/** Best first; equals in the order of legends. */
function bestFirst(lengths: readonly FinalLength[]): FinalLength[] {
  const order = inLegendOrder(lengths.map(({ agent }) => agent));
  const rank = ({ agent }: FinalLength): number => order.indexOf(agent);
  return [...lengths].sort((a, b) => a.value - b.value || rank(a) - rank(b));
}

function specOf(scene: Scene, lengths: readonly FinalLength[]): TopLevelSpec {
  const linesOf = Object.fromEntries(
    lengths.map(({ agent }) => [agent, wrapped(agent, LABEL_WIDTH, FONT_SIZE)]),
  );
  const most = Math.max(...Object.values(linesOf).map((lines) => lines.length));
  const { colour, shape } = agentScales(lengths);
  // Room on the right for the number behind the longest interval.
  const span = scene.maxSteps - scene.optimum;
  const ends = [scene.optimum - 0.04 * span, scene.optimum + 1.25 * span];
  const axis = linearAxis(ends, { nice: false });
  const y = {
    field: 'agent',
    type: 'nominal' as const,
    sort: lengths.map(({ agent }) => agent),
    title: null,
    axis: {
      domain: false,
      ticks: false,
      labelLimit: LABEL_WIDTH,
      labelExpr: `(${JSON.stringify(linesOf)})[datum.value]`,
      grid: true,
    },
  };
  const x = {
    type: 'quantitative' as const,
    title: 'steps to the goal (fewer is better)',
    scale: { domain: [...axis.domain], nice: false, zero: false },
    // No episode has more steps than that.
    axis: {
      grid: false,
      ticks: false,
      ...labelled(upTo(scene.maxSteps, axis)),
    },
  };
  const color = { field: 'agent', type: 'nominal' as const, scale: colour, legend: null };
  const optimum = { values: [{ optimum: scene.optimum }] };
  // Without an interval both ends are where the dot is.
  const values = lengths.map(({ agent, value, interval }) => ({
    agent,
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
  }));
  return {
    title: titled('Steps to the goal at the end of training', subtitleOf(scene, lengths)),
    width: CHART_WIDTH,
    height: Math.max(ROW, LINE * most + ROW_GAP) * lengths.length,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values },
    layer: [
      {
        data: optimum,
        mark: { type: 'rule', strokeDash: [1, 2], color: FAINT_INK.light },
        encoding: { x: { ...x, field: 'optimum' } },
      },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: {
          y,
          x: { ...x, field: 'value' },
          color,
          shape: { field: 'agent', type: 'nominal', scale: shape, legend: null },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 8, fontSize: FONT_SIZE },
        encoding: {
          y,
          x: { ...x, field: 'high' },
          text: { field: 'value', format: '.1f' },
          color: { value: FAINT_INK.light },
        },
      },
    ],
  };
}

const upTo = (most: number, { domain, values, labels }: Axis): Axis => {
  const count = values.filter((value) => value <= most).length;
  return { domain, values: values.slice(0, count), labels: labels.slice(0, count) };
};

function subtitleOf({ name, seeds, optimum }: Scene, lengths: readonly FinalLength[]): string {
  const hasIntervals = lengths.some(({ interval }) => interval !== null);
  const over = hasIntervals ? '; interquartile mean, 95\u00a0% interval' : '';
  return `${name}; ${seeds}${over}; dotted: the optimum, ${optimum.toFixed(1)}`;
}

/** A dot and an interval for each agent, the best on top, and the optimum as a line. */
export async function finalLengths(scene: Scene, given: readonly FinalLength[]): Promise<Figure> {
  const lengths = bestFirst(given);
  const said = lengths.map(
    ({ agent, value, interval }) =>
      `${agent} ${value.toFixed(1)}${interval ? ` (${interval.low.toFixed(1)} to ${interval.high.toFixed(1)})` : ''}`,
  );
  const alt = `Steps to the goal in the last fifth of training, best first; the optimum is ${scene.optimum.toFixed(1)}: ${said.join('; ')}.`;
  return {
    name: `${scene.id}-final`,
    svg: await draw(specOf(scene, lengths), alt),
    caption:
      `Mean steps of the greedy episodes in the last fifth of training, best agent first. ${scene.maxSteps} steps: the goal is ` +
      'never reached.',
  };
}
