import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import {
  bootstrapBand,
  bootstrapInterval,
  percentileInterval,
  resampleInto,
  type Counts,
} from '../../../src/math/stats/bootstrap.ts';
import { assertRangeError } from '../../support/throws.ts';

const meanOf =
  (x: readonly number[]) =>
  (counts: Counts): number =>
    x.reduce((total, value, i) => total + counts[i] * value, 0) / x.length;

test('a resample has as many of each stratum as the data', () => {
  const counts = new Int32Array(10);
  const rng = stream(1, 'test');
  for (let n = 0; n < 100; n++) {
    resampleInto([1, 3, 6], rng, counts);
    const total = (from: number, to: number): number =>
      counts.subarray(from, to).reduce((a, b) => a + b, 0);
    assert.equal([total(0, 1), total(1, 4), total(4, 10)], [1, 3, 6]);
  }
});

test('every element of a stratum is drawn equally often', () => {
  const counts = new Int32Array(5);
  const totals = new Int32Array(5);
  const rng = stream(2, 'test');
  for (let n = 0; n < 20_000; n++) {
    resampleInto([2, 3], rng, counts);
    counts.forEach((count, i) => (totals[i] += count));
  }
  // Each mean count is 1; its variance is at most 1 − 1/3, so 5σ over 20,000 resamples is below 0.03.
  for (const total of totals) assert.ok(Math.abs(total / 20_000 - 1) < 0.03, String(total));
});

test('an interval of 2000 results is from the 50th smallest to the 50th largest', () => {
  const results = Float64Array.from({ length: 2000 }, (_, i) => ((i * 7) % 2000) + 1);
  assert.equal(percentileInterval(results), { low: 50, high: 1951 });
});

test('an interval of 39 results is from the smallest to the largest, and so of fewer', () => {
  assert.equal(percentileInterval(Float64Array.from({ length: 39 }, (_, i) => i)), {
    low: 0,
    high: 38,
  });
  assert.equal(percentileInterval(Float64Array.of(3, 1, 2)), { low: 1, high: 3 });
});

test('results may be infinite', () => {
  const results = Float64Array.from({ length: 2000 }, (_, i) => (i < 1950 ? i : Infinity));
  assert.equal(percentileInterval(results), { low: 49, high: Infinity });
});

test('the interval of a mean of two values is that of a binomial', () => {
  // 0 and 1: the mean of a resample is 0, ½ or 1 with chances ¼, ½, ¼.
  assert.equal(bootstrapInterval([2], meanOf([0, 1]), stream(1, 'test')), { low: 0, high: 1 });
});

test('the interval of a mean of 100 values is about ± 1.96 standard errors', () => {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const { low, high } = bootstrapInterval([100], meanOf(x), stream(1, 'test'))!;
  const error = Math.sqrt((100 * 100 - 1) / 12 / 100); // 2.89
  assert.ok(Math.abs(low - (49.5 - 1.96 * error)) < 0.6, String(low));
  assert.ok(Math.abs(high - (49.5 + 1.96 * error)) < 0.6, String(high));
});

test('there is no interval from one element, nor where one stratum has no other', () => {
  assert.is(bootstrapInterval([1], meanOf([7]), stream(1, 'test')), null);
  assert.is(bootstrapInterval([3, 1], meanOf([7, 8, 9, 1]), stream(1, 'test')), null);
  assert.is(
    bootstrapBand([1], 2, () => {}, stream(1, 'test')),
    null,
  );
});

test('a stratum of equal elements has no uncertainty', () => {
  assert.equal(bootstrapInterval([3], meanOf([2, 2, 2]), stream(1, 'test')), { low: 2, high: 2 });
});

test('differences between strata add no uncertainty', () => {
  const x = [0, 0, 0, 0, 9, 9, 9, 9];
  const apart = bootstrapInterval([4, 4], meanOf(x), stream(1, 'test'));
  assert.equal(apart, { low: 4.5, high: 4.5 });
  const together = bootstrapInterval([8], meanOf(x), stream(1, 'test'))!;
  assert.ok(together.low < 3 && together.high > 6, JSON.stringify(together));
});

test('the points of a band come from the same resamples', () => {
  const x = [1, 5, 6];
  const into = (counts: Counts, out: Float64Array): void => {
    out[0] = meanOf(x)(counts);
    out[1] = 1 - out[0];
  };
  const [a, b] = bootstrapBand([3], 2, into, stream(1, 'test'))!;
  assert.equal(b, { low: 1 - a.high, high: 1 - a.low });
  assert.equal(a, bootstrapInterval([3], meanOf(x), stream(1, 'test')));
});

test('the same stream gives the same interval, another one another', () => {
  const x = [3, 1, 4, 1, 5, 9, 2, 6];
  const run = (seed: number): unknown =>
    bootstrapInterval([8], meanOf(x), stream(seed, 'test'), 99);
  assert.equal(run(1), run(1));
  assert.not.equal(run(1), run(2));
});

for (const strata of [[], [0], [3, 0]]) {
  test(`strata [${strata.join(', ')}] are refused`, () => {
    assertRangeError(
      () => bootstrapInterval(strata, () => 0, stream(1, 'test')),
      /strata of 1 or more/,
    );
  });
}

test.run();
