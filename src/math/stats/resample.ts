/** Statistics of a resample, from how often each value was drawn: no list is built and none is sorted again. */
import type { Counts } from './bootstrap.ts';

/** The places of the values from the smallest to the largest; of equal ones, the first comes first. */
export function ascending(x: ArrayLike<number>): Int32Array {
  return Int32Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j] || i - j);
}

/**
 * `interquartileMean` of the resample: walks up through the values and leaves out the first and the last ⌊n/4⌋ draws.
 *
 * @param x     [n] values
 * @param order [n] `ascending(x)`
 */
export function resampledInterquartileMean(
  x: ArrayLike<number>,
  order: Int32Array,
  counts: Counts,
): number {
  const n = x.length;
  const drop = Math.floor(n / 4);
  let passed = 0;
  let total = 0;
  for (let rank = 0; rank < n; rank++) {
    const i = order[rank];
    const from = Math.max(passed, drop);
    passed += counts[i];
    const kept = Math.min(passed, n - drop) - from;
    if (kept > 0) total += kept * x[i];
  }
  return total / (n - 2 * drop);
}
