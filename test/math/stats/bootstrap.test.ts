import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import {
  BAND_RESAMPLES,
  bootstrapBand,
  bootstrapInterval,
  FEWEST,
  percentileInterval,
  resampleInto,
  RESAMPLES,
  type Counts,
} from '../../../src/math/stats/bootstrap.ts';
import { assertClose } from '../../support/close.ts';
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

test('the interval of a share of six is that of a binomial', () => {
  // Of 6 draws, each 1 with chance ½: none or all of them with chance 1/64 each, below 2.5 %; one or five with 6/64.
  const interval = bootstrapInterval([6], meanOf([0, 0, 0, 1, 1, 1]), stream(1, 'test'))!;
  assertClose([interval.low, interval.high], [1 / 6, 5 / 6], 'interval');
});

test('an interval of 50,000 results is from the 1250th smallest to the 1250th largest', () => {
  assert.is(RESAMPLES, 50_000);
  const results = Float64Array.from({ length: RESAMPLES }, (_, i) => ((i * 7) % RESAMPLES) + 1);
  assert.equal(percentileInterval(results), { low: 1250, high: 48_751 });
});

test('the interval of a mean of 100 values is about ± 1.96 standard errors', () => {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const { low, high } = bootstrapInterval([100], meanOf(x), stream(1, 'test'))!;
  const error = Math.sqrt((100 * 100 - 1) / 12 / 100); // 2.89
  assert.ok(Math.abs(low - (49.5 - 1.96 * error)) < 0.6, String(low));
  assert.ok(Math.abs(high - (49.5 + 1.96 * error)) < 0.6, String(high));
});

test('there is no interval from fewer than five elements, nor where one stratum has so few', () => {
  assert.is(FEWEST, 5);
  for (const n of [1, 2, 4]) {
    const x = Array.from({ length: n }, () => 7);
    assert.is(bootstrapInterval([n], meanOf(x), stream(1, 'test')), null);
    assert.is(bootstrapInterval([6, n], meanOf([1, 2, 3, 4, 5, 6, ...x]), stream(1, 'test')), null);
    assert.is(
      bootstrapBand([n], 2, () => {}, stream(1, 'test')),
      null,
    );
  }
  assert.ok(bootstrapInterval([5], meanOf([1, 2, 3, 4, 5]), stream(1, 'test')));
});

test('a stratum of equal elements has no uncertainty', () => {
  const two = meanOf([2, 2, 2, 2, 2]);
  assert.equal(bootstrapInterval([5], two, stream(1, 'test')), { low: 2, high: 2 });
});

test('differences between strata add no uncertainty', () => {
  const x = [0, 0, 0, 0, 0, 9, 9, 9, 9, 9];
  const apart = bootstrapInterval([5, 5], meanOf(x), stream(1, 'test'));
  assert.equal(apart, { low: 4.5, high: 4.5 });
  const together = bootstrapInterval([10], meanOf(x), stream(1, 'test'))!;
  assert.ok(together.low < 3 && together.high > 6, JSON.stringify(together));
});

test('the points of a band come from the same resamples', () => {
  const x = [1, 5, 6, 8, 9];
  const into = (counts: Counts, out: Float64Array): void => {
    out[0] = meanOf(x)(counts);
    out[1] = 100 - out[0];
  };
  const [a, b] = bootstrapBand([5], 2, into, stream(1, 'test'))!;
  assert.equal(b, { low: 100 - a.high, high: 100 - a.low });
  assert.equal(a, bootstrapInterval([5], meanOf(x), stream(1, 'test'), BAND_RESAMPLES));
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
