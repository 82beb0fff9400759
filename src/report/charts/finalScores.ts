/** Scores at the end of training, and the optimum. */
import type { TopLevelSpec } from 'vega-lite';
import { scoreRange, type Scene } from './charts.ts';
import { agentScales } from './curves.ts';
import { labelled, linearAxis, type Axis } from '../draw/axes.ts';
import { CHART_WIDTH, draw, FONT_SIZE, titled } from '../draw/draw.ts';
import type { Figure } from '../draw/figure.ts';
import type { Interval } from '../../math/stats/bootstrap.ts';
import { FAINT_INK, inLegendOrder, type AgentStyle } from '../draw/palette.ts';
import { textWidth, wrapped } from '../draw/textWidth.ts';
import { digitsOfScores, scoreDigits, shownNumber } from '../tables/numbers.ts';

/** Mean greedy score of the last fifth of training: an estimate and its interval, if it has one. */
export interface FinalScore {
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

/** px between labels and numbers, and between a number and its interval; share of the scores' span right of the best. */
const NUMBER_GAP = 10;
const TO_INTERVAL = 8;
const RIGHT_ROOM = 0.04;

const digitsOf = ({ optimum }: Scene, scores: readonly FinalScore[]): number =>
  digitsOfScores(
    optimum,
    scores.map(({ value }) => value),
  );

/** Best first; equals in the order of legends. */
function bestFirst(scores: readonly FinalScore[]): FinalScore[] {
  const order = inLegendOrder(scores.map(({ agent }) => agent));
  const rank = ({ agent }: FinalScore): number => order.indexOf(agent);
  return [...scores].sort((a, b) => b.value - a.value || rank(a) - rank(b));
}

function specOf(scene: Scene, scores: readonly FinalScore[]): TopLevelSpec {
  const linesOf = Object.fromEntries(
    scores.map(({ agent }) => [agent, wrapped(agent, LABEL_WIDTH, FONT_SIZE)]),
  );
  const linesOfLabel = `(${JSON.stringify(linesOf)})[datum.value]`;
  const most = Math.max(...Object.values(linesOf).map((lines) => lines.length));
  const { colour, shape } = agentScales(scores);
  // Room on the left for the number before the longest interval: on the right is the optimum.
  const values = scores.flatMap(({ value, interval }) =>
    interval ? [value, interval.low, interval.high] : [value],
  );
  const [least, best] = scoreRange(scene, values);
  const span = best > least ? best - least : 1;
  const widthOf = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => textWidth(text, FONT_SIZE)));
  const numbers = scores.map(({ value }) => shownNumber(value, digitsOf(scene, scores)));
  const room = NUMBER_GAP + widthOf(numbers) + TO_INTERVAL;
  const plot = CHART_WIDTH - Math.min(LABEL_WIDTH, widthOf(Object.values(linesOf).flat()));
  const left = (room / (plot - room)) * (1 + RIGHT_ROOM) * span;
  const ends = [least - left, best + RIGHT_ROOM * span];
  const axis = linearAxis(ends, { nice: false });
  const y = {
    field: 'agent',
    type: 'nominal' as const,
    sort: scores.map(({ agent }) => agent),
    title: null,
    axis: {
      domain: false,
      ticks: false,
      labelLimit: LABEL_WIDTH,
      labelExpr: linesOfLabel,
      // The middle of several lines stands at the row, not the first of them.
      encoding: {
        labels: { dy: { value: { expr: `${-LINE / 2} * (length(${linesOfLabel}) - 1)` } } },
      },
      grid: true,
    },
  };
  const x = {
    type: 'quantitative' as const,
    title: `score of the last fifth (${scene.score})`,
    scale: { domain: [...axis.domain], nice: false, zero: false },
    axis: { grid: false, ticks: false, ...labelled(from(least, axis)) },
  };
  const color = { field: 'agent', type: 'nominal' as const, scale: colour, legend: null };
  const optimum = { values: scene.optimum === null ? [] : [{ optimum: scene.optimum }] };
  // Without an interval both ends are where the dot is.
  const rows = scores.map(({ agent, value, interval }) => ({
    agent,
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
  }));
  return {
    title: titled('Scores at the end of training', subtitleOf(scene, scores)),
    width: CHART_WIDTH,
    height: Math.max(ROW, LINE * most + ROW_GAP) * scores.length,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: rows },
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
        mark: { type: 'text', align: 'right', dx: -TO_INTERVAL, fontSize: FONT_SIZE },
        encoding: {
          y,
          x: { ...x, field: 'low' },
          text: { field: 'value', format: `.${digitsOf(scene, scores)}f` },
          color: { value: FAINT_INK.light },
        },
      },
    ],
  };
}

/** No episode has a score below the least. */
const from = (least: number, { domain, values, labels }: Axis): Axis => {
  const below = values.filter((value) => value < least).length;
  return { domain, values: values.slice(below), labels: labels.slice(below) };
};

function subtitleOf({ name, seeds, optimum }: Scene, scores: readonly FinalScore[]): string {
  const hasIntervals = scores.some(({ interval }) => interval !== null);
  const over = hasIntervals ? '; interquartile mean, 95\u00a0% interval' : '';
  const line =
    optimum === null ? '' : `; dotted: the optimum, ${shownNumber(optimum, scoreDigits(optimum))}`;
  return `${name}; ${seeds}${over}${line}`;
}

/** A dot and an interval for each agent, the best on top, and the optimum as a line. */
export async function finalScores(scene: Scene, given: readonly FinalScore[]): Promise<Figure> {
  const scores = bestFirst(given);
  const shown = (score: number): string => shownNumber(score, digitsOf(scene, scores));
  const said = scores.map(
    ({ agent, value, interval }) =>
      `${agent} ${shown(value)}${interval ? ` (${shown(interval.low)} to ${shown(interval.high)})` : ''}`,
  );
  const { optimum, random } = scene;
  const best = optimum === null ? '' : `; the optimum is ${shown(optimum)}`;
  const alt = `Scores of the last fifth of training, best first${best}: ${said.join('; ')}.`;
  return {
    name: `${scene.id}-final`,
    svg: await draw(specOf(scene, scores), alt),
    caption:
      'Mean score of the greedy episodes in the last fifth of training, best agent first.' +
      (random === null
        ? ''
        : ` ${shownNumber(random, scoreDigits(random) - 1)}: no better than random actions.`),
  };
}
