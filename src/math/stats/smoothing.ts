import { mean } from './descriptive.ts';

/**
 * Mean of each full window: n − window + 1 values, none if the list is shorter than the window.
 *
 * @throws RangeError unless `window` is a whole number ≥ 1
 */
export function movingAverage(x: ArrayLike<number>, window: number): Float64Array {
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(`movingAverage: expected a whole window ≥ 1, got ${window}`);
  }
  const values = Float64Array.from(x);
  const out = new Float64Array(Math.max(0, values.length - window + 1));
  for (let i = 0; i < out.length; i++) out[i] = mean(values.subarray(i, i + window));
  return out;
}
