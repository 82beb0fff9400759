import * as assert from 'uvu/assert';
import { mean, sampleStandardDeviation } from '../../src/stats/summary.ts';

/**
 * Asserts that the mean of independent draws is within five of its standard errors of `expected`. With a correct
 * expectation a fixed seed fails this once in two million; run it with other seeds and it stays so.
 */
export function assertMeanIs(draws: ArrayLike<number>, expected: number, what: string): void {
  const standardError = sampleStandardDeviation(draws) / Math.sqrt(draws.length);
  const off = Math.abs(mean(draws) - expected) / standardError;
  assert.ok(
    off <= 5,
    `${what}: mean ${mean(draws)} of ${draws.length} draws is ${off.toFixed(1)} standard errors from ${expected}`,
  );
}
