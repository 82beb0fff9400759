import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import { resampleInto } from '../../../src/math/stats/bootstrap.ts';
import { ascending, resampledInterquartileMean } from '../../../src/math/stats/resample.ts';
import { interquartileMean } from '../../../src/math/stats/descriptive.ts';

test('ascending orders places by value, equal values by place', () => {
  assert.equal([...ascending([3, 1, 2, 1])], [1, 3, 2, 0]);
  assert.equal([...ascending([])], []);
});

test('the interquartile mean from counts is that of the list they stand for', () => {
  const rng = stream(1, 'test');
  for (let n = 1; n <= 40; n++) {
    const x = Float64Array.from({ length: n }, () => Math.floor(rng.uniform() * 20) - 10);
    const counts = new Int32Array(n);
    for (let repeat = 0; repeat < 20; repeat++) {
      resampleInto([n], rng, counts);
      const list = [...x].flatMap((value, i) => Array.from({ length: counts[i] }, () => value));
      const actual = resampledInterquartileMean(x, ascending(x), counts);
      // Whole numbers: their sums are exact in any order.
      assert.is(actual + 0, interquartileMean(list) + 0, `${n}: ${list.join(' ')}`);
    }
  }
});

test('the interquartile mean drops what scipy.stats.trim_mean(x, 0.25) drops', () => {
  // int(0.25 n) from each end: rliable's aggregate_iqm.
  assert.is(interquartileMean([9, 1, 2]), 4); // drops none
  assert.is(interquartileMean([100, 1, 2, -50]), 1.5); // drops one at each end
  assert.is(interquartileMean([7, 6, 5, 4, 3, 2, 1]), 4); // ⌊7/4⌋ = 1
  assert.is(interquartileMean([0, 0, 1, 2, 4, 5, 99, 99]), 3); // drops two
});

test.run();
