import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import { bootstrapInterval, resampleInto } from '../../../src/math/stats/bootstrap.ts';
import {
  probabilityOfImprovement,
  resampledImprovement,
} from '../../../src/math/stats/improvement.ts';
import { assertClose } from '../../support/close.ts';

test('all pairs count, ties half', () => {
  // 3 beats 1 and 2 and ties with 3; 2 beats 1, ties with 2, loses to 3.
  assert.is(probabilityOfImprovement([3, 2], [1, 2, 3]), (2.5 + 1.5) / 6);
  assert.is(probabilityOfImprovement([5], [1, 2]), 1);
  assert.is(probabilityOfImprovement([1], [2, 3]), 0);
  assert.is(probabilityOfImprovement([1, 2, 3], [1, 2, 3]), 0.5);
  assert.is(probabilityOfImprovement([2, 3, 4, 1], [1, 2, 3, 4]), 0.5);
});

test('P(X > Y) + P(Y > X) = 1', () => {
  const [x, y] = [
    [0.3, 0.1, 0.7],
    [0.1, 0.2, 0.9, 0.4],
  ];
  assert.is(probabilityOfImprovement(x, y) + probabilityOfImprovement(y, x), 1);
});

test('of a resample it is that of the list in which each run stands as often as it was drawn', () => {
  const rng = stream(1, 'test');
  for (let n = 0; n < 50; n++) {
    const draw = (size: number): number[] =>
      Array.from({ length: size }, () => (rng.uniform() < 0.2 ? -Infinity : rng.integer(6)));
    const [x, y] = [draw(1 + rng.integer(8)), draw(1 + rng.integer(8))];
    const [ofX, ofY] = [x, y].map(({ length }) => {
      const counts = new Int32Array(length);
      resampleInto([length], rng, counts);
      return counts;
    });
    const repeated = (values: number[], counts: Int32Array): number[] =>
      values.flatMap((value, i) => Array.from({ length: counts[i] }, () => value));
    const expected = probabilityOfImprovement(repeated(x, ofX), repeated(y, ofY));
    assertClose(
      [resampledImprovement(x, y)(ofX, ofY)],
      [expected],
      `${x.join()} against ${y.join()}`,
    );
  }
});

/** Both resampled apart. */
function interval(x: number[], y: number[]): { low: number; high: number } {
  const improvement = resampledImprovement(x, y);
  return bootstrapInterval(
    [x.length, y.length],
    (counts) => improvement(counts.subarray(0, x.length), counts.subarray(x.length)),
    stream(1, 'test'),
  )!;
}

test('where one is always better there is no doubt', () => {
  assert.equal(interval([5, 6, 7, 8, 9], [1, 2, 3, 4, 4.5]), { low: 1, high: 1 });
});

test('the interval over all pairs follows both samples', () => {
  // The runs of one lie between those of the other: as wide as a binomial, ½ ± 1.96 √(¼ / 100).
  const y = Array.from({ length: 100 }, (_, i) => i);
  const x = [49.5, 49.5, 49.5, 49.5, 49.5];
  for (const { low, high } of [interval(x, y), interval(y, x)]) {
    assert.ok(Math.abs(low - 0.402) < 0.02 && Math.abs(high - 0.598) < 0.02, `${low} ${high}`);
  }
});

test.run();
