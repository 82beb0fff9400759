import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import {
  survivalBand,
  survivalCurve,
  survivalQuantile,
  survivalQuantileInterval,
  type Subject,
} from '../../../src/math/stats/survival.ts';
import { assertClose } from '../../support/close.ts';
import { assertRangeError } from '../../support/throws.ts';

const reached = (time: number): Subject => ({ time, reached: true });
const censored = (time: number): Subject => ({ time, reached: false });

test('watched equally long, the share waiting is 1 − the share that got there', () => {
  const curve = survivalCurve([reached(5), censored(200), reached(7), reached(5)]);
  assert.equal(curve, [
    { time: 5, share: 0.5 },
    { time: 7, share: 0.25 },
  ]);
});

test('the curve of thirty seeds has no rounding in it', () => {
  const subjects = Array.from({ length: 30 }, (_, i) => reached(i + 1));
  survivalCurve(subjects).forEach(({ share }, i) => assert.is(share, (29 - i) / 30));
  assert.is(survivalQuantile(subjects, 0.9), 27);
  assert.is(survivalQuantile(subjects, 0.5), 15);
});

// Freireich et al. 1963, remission of leukaemia in weeks (6-MP arm), the textbook example of the method.
test('the leukaemia data give the textbook curve', () => {
  const subjects = [
    ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map(reached),
    ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(censored),
  ];
  const curve = survivalCurve(subjects);
  assert.equal(
    curve.map(({ time }) => time),
    [6, 7, 10, 13, 16, 22, 23],
  );
  // (1 − 3/21) (1 − 1/17) (1 − 1/15) (1 − 1/12) (1 − 1/11) (1 − 1/7) (1 − 1/6)
  const waiting = [18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6];
  const product = waiting.map((_, k) => waiting.slice(0, k + 1).reduce((a, b) => a * b, 1));
  assertClose(
    curve.map(({ share }) => share),
    product,
    'share',
  );
  assert.is(Math.round(curve[6].share * 1000), 448);
  assert.is(survivalQuantile(subjects, 0.5), 23);
});

test('whoever leaves at the time of an event is among the waiting at it', () => {
  assert.equal(survivalCurve([censored(5), reached(5)]), [{ time: 5, share: 0.5 }]);
  assert.equal(survivalCurve([censored(4), reached(5)]), [{ time: 5, share: 0 }]);
});

test('times need not be whole', () => {
  assert.equal(survivalCurve([censored(1), reached(1.2), reached(2)]), [
    { time: 1.2, share: 0.5 },
    { time: 2, share: 0 },
  ]);
});

test('a quantile is the time by which that share has got there; never counts as latest', () => {
  const times = [5, 1, 4, 2, 3].map(reached);
  assert.equal(
    [0.2, 0.5, 0.9, 1].map((q) => survivalQuantile(times, q)),
    [1, 3, 5, 5],
  );
  const some = [reached(7), censored(200), reached(3), censored(200)];
  assert.is(survivalQuantile(some, 0.5), 7);
  assert.is(survivalQuantile(some, 0.75), null);
  assert.is(survivalQuantile([censored(200)], 0.5), null);
});

test('nobody got there: no steps, no quantile, an interval of never', () => {
  const subjects = [1, 2, 3, 4, 5].map(() => censored(200));
  assert.equal(survivalCurve(subjects), []);
  assert.equal(survivalBand(subjects, stream(1, 'test')), []);
  const interval = survivalQuantileInterval(subjects, 0.5, stream(1, 'test'));
  assert.equal(interval, { low: null, high: null });
});

test('fewer than five subjects have no interval', () => {
  for (const subjects of [[reached(5)], [censored(200)], [1, 2, 3, 4].map(reached)]) {
    assert.is(survivalBand(subjects, stream(1, 'test')), null);
    assert.is(survivalQuantileInterval(subjects, 0.5, stream(1, 'test')), null);
  }
});

test('the interval of a median can be open above', () => {
  const subjects = [...[1, 2, 3, 4, 5, 6].map(reached), ...[1, 2, 3, 4].map(() => censored(200))];
  const { low, high } = survivalQuantileInterval(subjects, 0.5, stream(1, 'test'))!;
  assert.ok(low !== null && low >= 1 && low <= 4, String(low));
  assert.is(high, null);
});

test('the interval of a median of equal times is that time', () => {
  const subjects = [8, 8, 8, 8, 8].map(reached);
  const interval = survivalQuantileInterval(subjects, 0.5, stream(1, 'test'));
  assert.equal(interval, { low: 8, high: 8 });
});

test('the band holds the curve and is as wide as a binomial', () => {
  const subjects = Array.from({ length: 100 }, (_, i) => (i < 50 ? reached(10) : censored(20)));
  const [{ low, high }] = survivalBand(subjects, stream(1, 'test'))!;
  // ½ ± 1.96 √(¼ / 100)
  assert.ok(Math.abs(low - 0.402) < 0.03, String(low));
  assert.ok(Math.abs(high - 0.598) < 0.03, String(high));
});

test('a resample of censored subjects alone still has a curve', () => {
  const subjects = [...[1, 1, 1, 1].map(censored), reached(2)];
  const band = survivalBand(subjects, stream(1, 'test'));
  // Resamples: all censored at 1 (nobody is watched at 2, still 1) with chance (4/5)⁵, else 0.
  assert.equal(band, [{ low: 0, high: 1 }]);
});

test('no subjects, no interval', () => {
  assertRangeError(() => survivalBand([], stream(1, 'test')), /strata of 1 or more/);
});

test.run();
