import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import {
  improvementInterval,
  pairedImprovement,
  pairedImprovementInterval,
  probabilityOfImprovement,
} from '../../../src/math/stats/improvement.ts';
import { assertRangeError } from '../../support/throws.ts';

const rng = (): ReturnType<typeof stream> => stream(1, 'test');

test('all pairs count, ties half', () => {
  // 3 beats 1 and 2 and ties with 3; 2 beats 1, ties with 2, loses to 3.
  assert.is(probabilityOfImprovement([3, 2], [1, 2, 3]), (2.5 + 1.5) / 6);
  assert.is(probabilityOfImprovement([5], [1, 2]), 1);
  assert.is(probabilityOfImprovement([1], [2, 3]), 0);
  assert.is(probabilityOfImprovement([1, 2, 3], [1, 2, 3]), 0.5);
});

test('pairs of one seed are compared with each other only', () => {
  const x = [2, 3, 4, 1];
  const y = [1, 2, 3, 4];
  assert.is(pairedImprovement(x, y), 0.75);
  assert.is(probabilityOfImprovement(x, y), 0.5);
  assert.is(pairedImprovement([1, 2], [1, 1]), 0.75);
});

test('P(X > Y) + P(Y > X) = 1', () => {
  const [x, y] = [
    [0.3, 0.1, 0.7],
    [0.1, 0.2, 0.9, 0.4],
  ];
  assert.is(probabilityOfImprovement(x, y) + probabilityOfImprovement(y, x), 1);
});

test('where one is always better there is no doubt', () => {
  assert.equal(improvementInterval([5, 6, 7], [1, 2], rng()), { low: 1, high: 1 });
  assert.equal(pairedImprovementInterval([5, 6], [1, 2], rng()), { low: 1, high: 1 });
});

test('the interval over all pairs follows both samples', () => {
  // Two runs of X, alike, between the two of Y: the resamples of Y win 0, ½ or 1 of them.
  assert.equal(improvementInterval([2, 2], [1, 3], rng()), { low: 0, high: 1 });
  assert.equal(improvementInterval([1, 3], [2, 2], rng()), { low: 0, high: 1 });
  // The larger sample comes second: as wide as a binomial, ½ ± 1.96 √(¼ / 100).
  const y = Array.from({ length: 100 }, (_, i) => i);
  const { low, high } = improvementInterval([49.5, 49.5], y, rng())!;
  assert.ok(Math.abs(low - 0.402) < 0.03 && Math.abs(high - 0.598) < 0.03, `${low} ${high}`);
});

test('there is no interval where either has a single run', () => {
  assert.is(improvementInterval([2], [1, 3], rng()), null);
  assert.is(improvementInterval([1, 3], [2], rng()), null);
  assert.is(pairedImprovementInterval([5], [1], rng()), null);
});

test('the paired interval is as wide as a binomial', () => {
  const x = Array.from({ length: 100 }, (_, i) => (i < 80 ? 1 : -1));
  const { low, high } = pairedImprovementInterval(x, new Float64Array(100), rng())!;
  // 0.8 ± 1.96 √(0.16 / 100)
  assert.ok(Math.abs(low - 0.722) < 0.03 && Math.abs(high - 0.878) < 0.03, `${low} ${high}`);
});

test('runs that are not in pairs are refused', () => {
  assertRangeError(() => pairedImprovement([1, 2], [1]), /expected runs in pairs, got 2 and 1/);
});

test.run();
