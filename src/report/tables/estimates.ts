/** Numbers and curves with their uncertainty. */
import { stream } from '../../math/random/rng.ts';
import { bootstrapInterval, type Interval } from '../../math/stats/bootstrap.ts';
import { ascending, resampledInterquartileMean } from '../../math/stats/resample.ts';
import { interquartileMean } from '../../math/stats/descriptive.ts';
import type { TimeInterval } from '../../math/stats/survival.ts';

/** A number with its 95 % bootstrap interval; null: there are too few seeds for one. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}

/** An episode, null: never, with its 95 % bootstrap interval, which is null for too few seeds. */
export interface TimeEstimate {
  readonly value: number | null;
  readonly interval: TimeInterval | null;
}

/** A curve with its 95 % bootstrap band, as columns of equal length; low and high are null for too few seeds. */
export interface Curve {
  /** Where: an episode, or a score. */
  readonly at: readonly number[];
  readonly value: readonly number[];
  readonly low: readonly number[] | null;
  readonly high: readonly number[] | null;
}

/** @param bands one interval for each point of `value`, or null */
export function curveOf(
  at: readonly number[],
  value: ArrayLike<number>,
  bands: readonly Interval[] | null,
): Curve {
  const low = bands?.map((band) => band.low) ?? null;
  const high = bands?.map((band) => band.high) ?? null;
  return { at, value: Array.from(value), low, high };
}

/** Interquartile mean with its interval. @param strata values of each stratum @param name of the random stream */
export function iqmEstimate(strata: readonly (readonly number[])[], name: string): Estimate {
  const x = strata.flat();
  const order = ascending(x);
  const interval = bootstrapInterval(
    strata.map((stratum) => stratum.length),
    (counts) => resampledInterquartileMean(x, order, counts),
    stream(0, name),
  );
  return { value: interquartileMean(x), interval };
}
