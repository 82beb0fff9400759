/**
 * The reference, `vime`, against one other agent: by how much it ends better, and how likely it is to be better.
 *
 * That two intervals overlap does not mean that there is no difference: the interval of the difference tells.
 */
import { stream } from '../../math/random/rng.ts';
import { bootstrapBand, RESAMPLES, type Counts } from '../../math/stats/bootstrap.ts';
import { interquartileMean } from '../../math/stats/descriptive.ts';
import { probabilityOfImprovement, resampledImprovement } from '../../math/stats/improvement.ts';
import { ascending, resampledInterquartileMean } from '../../math/stats/resample.ts';
import type { RunData } from '../../record/readBack.ts';
import type { Estimate } from './estimates.ts';
import { firstAbove, lastFifthOf } from './measures.ts';

export interface Against {
  /** Label of the reference. */
  readonly reference: string;
  /** Whether both were run on the same seeds: these are then resampled together, otherwise each agent's own apart. */
  readonly sameSeeds: boolean;
  /** Interquartile mean of the last fifth, reference minus agent: above 0, the reference is better. */
  readonly difference: Estimate;
  /** Probabilities that a run of the reference is better than one of the agent, over all pairs of runs; ties count half. */
  readonly betterEnd: Estimate;
  readonly soonerAbove: Estimate;
  readonly soonerGoal: Estimate;
}

/** True if an interval is there and does not contain `value`. */
export const excludes = ({ interval }: Estimate, value: number): boolean =>
  interval !== null && (interval.low > value || interval.high < value);

type Times = (run: RunData) => number | null;

/** Minus the time, so that larger is better; −∞ if the time is never, or after the last episode that both have. */
const earliness = (runs: readonly RunData[], times: Times, horizon: number): number[] =>
  runs.map((run) => {
    const time = times(run);
    return time === null || time > horizon ? -Infinity : -time;
  });

/**
 * @param reference its runs, by seed
 * @param runs      of the agent, by seed
 * @param threshold score of the first evaluation that counts as having learnt the task; null: there is none
 * @param name      of the random stream
 */
export function againstReference(
  label: string,
  reference: readonly RunData[],
  runs: readonly RunData[],
  threshold: number | null,
  name: string,
): Against {
  const [n, m] = [reference.length, runs.length];
  const sameSeeds = n === m && reference.every(({ seed }, i) => seed === runs[i].seed);
  const horizon = Math.min(...[...reference, ...runs].map(({ episodes }) => episodes));
  const [x, y] = [reference.map(lastFifthOf), runs.map(lastFifthOf)];
  const [orderX, orderY] = [ascending(x), ascending(y)];
  const pairs = [
    [x, y] as const,
    ...[(run: RunData) => firstAbove(run, threshold), (run: RunData) => run.firstGoalEpisode].map(
      (times: Times) =>
        [earliness(reference, times, horizon), earliness(runs, times, horizon)] as const,
    ),
  ];
  const probabilities = pairs.map(([a, b]) => resampledImprovement(a, b));
  const into = (counts: Counts, out: Float64Array): void => {
    const ofX = sameSeeds ? counts : counts.subarray(0, n);
    const ofY = sameSeeds ? counts : counts.subarray(n);
    out[0] =
      resampledInterquartileMean(x, orderX, ofX) - resampledInterquartileMean(y, orderY, ofY);
    probabilities.forEach((probability, k) => (out[k + 1] = probability(ofX, ofY)));
  };
  const strata = sameSeeds ? [n] : [n, m];
  const intervals = bootstrapBand(strata, 1 + pairs.length, into, stream(0, name), RESAMPLES);
  const values = [
    interquartileMean(x) - interquartileMean(y),
    ...pairs.map(([a, b]) => probabilityOfImprovement(a, b)),
  ];
  const [difference, betterEnd, soonerAbove, soonerGoal] = values.map((value, k): Estimate => ({
    value,
    interval: intervals?.[k] ?? null,
  }));
  return { reference: label, sameSeeds, difference, betterEnd, soonerAbove, soonerGoal };
}
