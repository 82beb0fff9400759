import * as assert from 'uvu/assert';
import { mean, standardDeviation } from '../../src/math/stats/descriptive.ts';

/**
 * Asserts that the mean of independent draws is within five of its standard errors of `expected`. With a correct
 * expectation a fixed seed fails this once in two million; run it with other seeds and it stays so.
 */
export function assertMeanIs(draws: ArrayLike<number>, expected: number, what: string): void {
  const standardError = standardDeviation(draws) / Math.sqrt(draws.length - 1);
  const off = Math.abs(mean(draws) - expected) / standardError;
  assert.ok(
    off <= 5,
    `${what}: mean ${mean(draws)} of ${draws.length} draws is ${off.toFixed(1)} standard errors from ${expected}`,
  );
}

/** Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), the series of Marsaglia 2004; for moderate x. */
export function cdfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; n < 200; n += 2) sum += term *= (x * x) / n;
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}
