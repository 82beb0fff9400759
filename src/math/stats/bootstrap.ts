/**
 * 95 % intervals without a model of the data: the percentile bootstrap (Efron 1979; Efron and Tibshirani 1993, chapter 13),
 * stratified as in rliable (Agarwal et al. 2021, section 4.1).
 *
 * What was measured on a few seeds might have been measured on others. Drawing as many seeds again from those at hand,
 * with replacement, imitates that; the middle 95 % of what a statistic does over many such resamples is its interval.
 * Seeds are drawn within each stratum (an environment, an agent), so that a resample has as many of each as the data.
 *
 * A few seeds say little of how others would differ, and an interval from them would be far too narrow: of two seeds that
 * agree, without width. With fewer than `FEWEST` elements in a stratum there is none (null).
 *
 * A resample is not a list of values but says how often each element was drawn: statistics that need the values in
 * order can then sort once, not once a resample (see resample.ts).
 */
import type { Rng } from '../random/rng.ts';

/** Resamples of the interval of a number, and of the band of a curve, as in rliable. */
export const RESAMPLES = 50_000;
export const BAND_RESAMPLES = 2000;

/**
 * Elements that a stratum needs. Of n elements there are C(2n − 1, n) different resamples: 35 of four, 126 of five; and the chance that
 * one of them is drawn every time falls below a tail of 2.5 % at n = 4 only. The interval of a mean of five covers some 85 %.
 */
export const FEWEST = 5;

/** Share of the resamples inside an interval. */
export const CONFIDENCE = 0.95;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of one resample: how often each element was drawn, stratum after stratum. */
export type Counts = Int32Array;

/**
 * Draws anew within each stratum: as many as there are, each with the same chance, with replacement.
 *
 * @param strata number of elements in each stratum
 * @param counts [sum of strata] how often each was drawn; overwritten
 */
export function resampleInto(strata: readonly number[], rng: Rng, counts: Counts): void {
  counts.fill(0);
  let first = 0;
  for (const size of strata) {
    for (let draw = 0; draw < size; draw++) counts[first + rng.integer(size)]++;
    first += size;
  }
}

/**
 * The percentile interval: with B resamples, the k-th smallest and the k-th largest result, k = ⌊(B + 1) 0.025⌋.
 * No interpolation, so that results may be infinite ("never").
 *
 * @param results one for each resample; sorted in place
 */
export function percentileInterval(results: Float64Array): Interval {
  const beyond = (1 - CONFIDENCE) / 2;
  // The small term is for products such as 40 × 0.025, which may fall short of 1 by rounding.
  const k = Math.max(1, Math.floor((results.length + 1) * beyond + 1e-9));
  results.sort();
  return { low: results[k - 1], high: results[results.length - k] };
}

/**
 * An interval for each point of a curve, all from the same resamples.
 *
 * @param strata        number of elements in each stratum
 * @param points        length of the curve
 * @param statisticInto writes the curve of a resample, [points]
 * @returns null if a stratum has fewer than `FEWEST` elements
 * @throws RangeError if a stratum has no element: nothing can be drawn from it
 */
export function bootstrapBand(
  strata: readonly number[],
  points: number,
  statisticInto: (counts: Counts, curve: Float64Array) => void,
  rng: Rng,
  resamples: number = BAND_RESAMPLES,
): Interval[] | null {
  if (strata.length === 0 || strata.some((size) => !(size >= 1))) {
    throw new RangeError(`bootstrapBand: expected strata of 1 or more, got [${strata.join(', ')}]`);
  }
  if (strata.some((size) => size < FEWEST)) return null;
  const counts = new Int32Array(strata.reduce((a, b) => a + b, 0));
  const curve = new Float64Array(points);
  const results = Array.from({ length: points }, () => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    resampleInto(strata, rng, counts);
    statisticInto(counts, curve);
    for (let i = 0; i < points; i++) results[i][b] = curve[i];
  }
  return results.map(percentileInterval);
}

/** The interval of one number; null if a stratum has fewer than `FEWEST` elements. @throws RangeError if one has none */
export function bootstrapInterval(
  strata: readonly number[],
  statistic: (counts: Counts) => number,
  rng: Rng,
  resamples: number = RESAMPLES,
): Interval | null {
  const into = (counts: Counts, out: Float64Array): void => {
    out[0] = statistic(counts);
  };
  return bootstrapBand(strata, 1, into, rng, resamples)?.[0] ?? null;
}
