/** The charts of a comparison of agents in one environment. Each takes plain numbers and gives a figure. */
import { movingAverage } from '../../math/stats/smoothing.ts';
import { median } from '../../math/stats/descriptive.ts';
import { drawCurves, type Curve, type CurveChart, type Reference } from './curves.ts';
import type { Figure } from '../draw/figure.ts';
import { drawLabelledCurves } from './labelledCurves.ts';
import { isExplored } from '../runs/environments.ts';
import { scoreDigits, shownNumber } from '../tables/numbers.ts';

/** What charts of one environment and reward have in common. */
export interface Scene {
  /** Letters, digits and `-`; the files of its figures begin with it. */
  readonly id: string;
  /** `mountain-car, sparse reward` */
  readonly name: string;
  /** What a score is: `minus steps`. */
  readonly score: string;
  /** Mean score of the best policy, and of random actions; null: not known. */
  readonly optimum: number | null;
  readonly random: number | null;
  /** `30 seeds` */
  readonly seeds: string;
}

const EPISODE = 'training episode';
/** Where the task is to explore, the score is not that of greedy episodes. */
const axisTitle = (scene: Scene): string =>
  isExplored(scene) ? scene.score : `greedy score (${scene.score})`;

/** Room above the optimum, as a share of the whole range. */
const HEADROOM = 0.1;

/** From the score of random actions to a little above the optimum, or wherever the values are beyond or these not known. */
export function scoreRange(
  { optimum, random }: Pick<Scene, 'optimum' | 'random'>,
  values: readonly number[],
): [least: number, most: number] {
  const known = [optimum, random].filter((score) => score !== null);
  const all = [...known, ...values];
  return all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
}

function scoreDomain(scene: Scene, curves: readonly Curve[]): [number, number] {
  const [least, most] = scoreRange(
    scene,
    curves.flatMap(({ y }) => y),
  );
  return most > least ? [least, most + HEADROOM * (most - least)] : [least - 1, most + 1];
}

const optimumOf = ({ optimum }: Scene): { reference?: Reference } =>
  optimum === null ? {} : { reference: optimumLine(optimum) };

/** @param optimum score of the best policy */
export const optimumLine = (optimum: number): Reference => ({
  y: optimum,
  label: `optimum ${shownNumber(optimum, scoreDigits(optimum))}`,
});

/** What a subtitle says of bands; nothing if no curve has one. */
const bandNote = (curves: readonly Curve[], words: string): string =>
  curves.some(({ low }) => low !== null) ? `; ${words}` : '';

/** Curves of one chart that have bands, at most: more of them would hide the lines. */
const MOST_BANDS = 6;

const withoutBand = (curve: Curve): Curve => ({ ...curve, low: null, high: null });

/** The curve as far as x = last. */
function upTo(last: number, curve: Curve): Curve {
  const { x, y, low, high } = curve;
  const n = x.filter((at) => at <= last).length;
  return {
    ...curve,
    x: x.slice(0, n),
    y: y.slice(0, n),
    low: low && low.slice(0, n),
    high: high && high.slice(0, n),
  };
}

/**
 * As far as most agents were trained: the few that were trained for longer would compress the curves of all others.
 *
 * @param curves interquartile mean of the score by episode, with its interval
 * @param width  px, of a chart that stands alone: names beside the lines. Default: as all charts on a page, with a legend
 */
export async function learningCurves(
  scene: Scene,
  curves: readonly Curve[],
  width?: number,
): Promise<Figure> {
  const last = median(curves.map(({ x }) => x.at(-1) ?? 0));
  const isBanded = curves.length <= MOST_BANDS;
  const shown = isBanded ? curves : curves.map(withoutBand);
  const chart: CurveChart = {
    title: 'Learning curves',
    subtitle: `${scene.name}; ${scene.seeds}${bandNote(curves, isBanded ? 'interquartile mean, 95\u00a0%\u00a0band' : 'interquartile mean')}`,
    xTitle: EPISODE,
    whole: true,
    yTitle: axisTitle(scene),
    curves: shown.map((curve) => upTo(last, curve)),
    yDomain: scoreDomain(scene, shown),
    ...optimumOf(scene),
  };
  const svg = await (width === undefined
    ? drawCurves(chart)
    : drawLabelledCurves(chart, width, smoothedParts(chart)));
  const over =
    bandNote(curves, '') === ''
      ? ''
      : ` The line is the interquartile mean over seeds${isBanded ? ', the band its bootstrap interval' : ''}.`;
  const caption =
    `After each training episode the greedy policy is evaluated without learning; higher is better.${over} ` +
    'Agents that were trained for more episodes are shown up to the last episode of the others.';
  return { name: `${scene.id}-learning`, svg, caption };
}

/** Evaluations that the enlarged lines average: one alone moves them as much as they differ. */
const FEW = 10;

function smoothedParts({ curves }: CurveChart): Pick<CurveChart, 'title' | 'curves'> {
  const window = Math.max(1, Math.min(FEW, ...curves.map(({ x }) => x.length)));
  return {
    title: `Enlarged: average of the last ${window} evaluations`,
    curves: curves.map((curve) => smoothed(curve, window)),
  };
}

/** The curve with y, low and high each averaged over the last `window` points. */
export function smoothed(curve: Curve, window: number): Curve {
  const { x, y, low, high } = curve;
  const average = (values: readonly number[]): number[] => [...movingAverage(values, window)];
  return {
    ...curve,
    x: x.slice(window - 1),
    y: average(y),
    low: low && average(low),
    high: high && average(high),
  };
}

/**
 * The figure of Cassie-Lim/VIME, "DQN against VIME": a moving average and a band.
 *
 * @param whose `as in Cassie-Lim/VIME`
 * @param pair  scores by episode, of a DQN without and with a bonus
 */
export async function dqnAgainstVime(
  scene: Scene,
  whose: string,
  pair: readonly Curve[],
  window: number,
): Promise<Figure> {
  const svg = await drawCurves({
    title: `DQN against VIME, ${whose}`,
    subtitle: `${scene.name}; ${scene.seeds}; average of the last ${window} evaluations`,
    xTitle: EPISODE,
    whole: true,
    yTitle: axisTitle(scene),
    curves: pair.map((curve) => smoothed(curve, window)),
    yDomain: scoreDomain(scene, pair),
    ...optimumOf(scene),
  });
  const caption =
    `The figure of Cassie-Lim/VIME, over ${scene.seeds}: the greedy score, averaged over the last ` +
    `${window} evaluations${pair.some(({ low }) => low !== null) ? ', with a 95 % band over seeds' : ''}.`;
  const name = `${scene.id}-${pair.map(({ agent }) => agent.replace(/[^\w-]/g, '_')).join('-')}`;
  return { name, svg, caption };
}

/**
 * @param event  what is waited for, in a file's name and in words: `goal`, `the goal is reached for the first time`
 * @param curves share of seeds, 0 to 1, that have reached it by an episode, from episode 1 on
 */
export async function arrivalCurves(
  scene: Scene,
  event: { readonly id: string; readonly words: string },
  curves: readonly Curve[],
): Promise<Figure> {
  const svg = await drawCurves({
    title: `How soon ${event.words}`,
    subtitle: `${scene.name}; ${scene.seeds}${bandNote(curves, '95\u00a0%\u00a0band')}`,
    xTitle: `${EPISODE} (logarithmic)`,
    yTitle: 'share of seeds that have reached it',
    curves,
    yDomain: [0, 1],
    percent: true,
    steps: true,
    logarithmic: true,
  });
  const caption =
    'The further left and the higher, the better. A line that does not reach 100 % has seeds that never reached it; ' +
    'they are included.';
  return { name: `${scene.id}-${event.id}`, svg, caption };
}

/** @param curves share of runs, 0 to 1, with a score above x in the last fifth */
export async function profiles(scene: Scene, curves: readonly Curve[]): Promise<Figure> {
  const svg = await drawCurves({
    title: 'Performance profile',
    subtitle: `${scene.name}; ${scene.seeds}${bandNote(curves, '95\u00a0%\u00a0band')}`,
    xTitle: `score of the last fifth (${scene.score})`,
    yTitle: 'share of runs with more',
    curves,
    yDomain: [0, 1],
    percent: true,
  });
  const caption =
    'For each score, the share of runs with a higher one in the last fifth of training. An agent whose line lies above another’s ' +
    'throughout is better at every threshold.';
  return { name: `${scene.id}-profiles`, svg, caption };
}
