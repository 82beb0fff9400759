/** Long vectors of the golden data, given by their sums and a few of their elements. */
import * as assert from 'uvu/assert';
import { assertClose } from './close.ts';

export interface GoldenSummary {
  readonly sum: number;
  readonly abs_sum: number;
  readonly probes: readonly number[];
}

/** Sums are compared relative to the sum of absolute values, as the data's README asks. */
export function assertSummary(
  flat: Float64Array,
  summary: GoldenSummary,
  indices: readonly number[],
  what: string,
): void {
  let sum = 0;
  let absSum = 0;
  for (const x of flat) {
    sum += x;
    absSum += Math.abs(x);
  }
  const tolerance = 1e-9 * summary.abs_sum + 1e-12;
  for (const [name, actual, expected] of [
    ['sum', sum, summary.sum],
    ['sum of absolute values', absSum, summary.abs_sum],
  ] as const) {
    assert.ok(
      Math.abs(actual - expected) <= tolerance,
      `${what}: ${name} ${actual}, expected ${expected}`,
    );
  }
  const probes = indices.map((i) => flat[i]);
  assertClose(probes, summary.probes, `${what}: probes`);
}
