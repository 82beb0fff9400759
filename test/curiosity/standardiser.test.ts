import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { mean, standardDeviation } from '../../src/math/stats/descriptive.ts';
import { Standardiser } from '../../src/curiosity/standardiser.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

/** Rows of three variables in very different units, the last far from 0. */
const rows = Array.from({ length: 500 }, (_, i) => {
  const [a, b, c] = normal(3, stream(i, 'rows'));
  return Float64Array.of(0.01 * a + 0.003, 1000 * b, 1e6 + c);
});
const column = (i: number, count: number): number[] => rows.slice(0, count).map((row) => row[i]);

test('mean and spread are those of two passes over the data, at every step', () => {
  const standardiser = new Standardiser(3, 1000);
  rows.forEach((row, n) => {
    standardiser.update(row);
    if (n === 0 || (n > 10 && n % 50 !== 0)) return;
    for (let i = 0; i < 3; i++) {
      const seen = column(i, n + 1);
      const what = `variable ${i} after ${n + 1}`;
      assertClose([standardiser.mean[i]], [mean(seen)], `${what}: mean`, 1e-11);
      const spread = [standardiser.standardDeviation(i)];
      assertClose(spread, [standardDeviation(seen)], `${what}: spread`, 1e-8);
    }
  });
});

test('after freezeAfter observations nothing changes any more', () => {
  const [frozen, short] = [new Standardiser(3, 100), new Standardiser(3, 1000)];
  rows.forEach((row, n) => {
    frozen.update(row);
    if (n < 100) short.update(row);
  });
  assertSameBits(frozen.mean, short.mean, 'mean');
  for (let i = 0; i < 3; i++) {
    assert.is(frozen.standardDeviation(i), short.standardDeviation(i));
  }
  const all = new Standardiser(3, 1000);
  for (const row of rows) all.update(row);
  assert.is.not(frozen.mean[0], all.mean[0]);
});

test('the spread is 1 before anything was seen, and as long as nothing varies', () => {
  const standardiser = new Standardiser(2, 10);
  assert.equal([...standardiser.mean], [0, 0]);
  assert.is(standardiser.standardDeviation(0), 1);
  standardiser.update(Float64Array.of(5, 1));
  assert.equal([standardiser.standardDeviation(0), standardiser.standardDeviation(1)], [1, 1]);
  standardiser.update(Float64Array.of(5, 3));
  assert.equal([standardiser.standardDeviation(0), standardiser.standardDeviation(1)], [1, 1]);
  standardiser.update(Float64Array.of(5, 5));
  assert.is(standardiser.standardDeviation(0), 1);
  assertClose([standardiser.standardDeviation(1)], [Math.sqrt(8 / 3)], 'of 1, 3, 5', 1e-15);
  assert.equal([...standardiser.mean], [5, 3]);
});

test('the spread is at least 1e-6, so that rounding errors are no targets of size 1', () => {
  const standardiser = new Standardiser(3, 1000);
  let [steady, slow, fast] = [0, 0, 0];
  for (let n = 0; n < 500; n++) {
    const before = [steady, slow, fast];
    const sign = n % 2 === 0 ? 1 : -1;
    [steady, slow, fast] = [steady + 0.1, slow + sign * 0.9e-6, fast + sign * 1.1e-6];
    const changes = [steady, slow, fast].map((value, i) => value - before[i]);
    standardiser.update(Float64Array.from(changes));
  }
  const [, , fastest] = standardiser.state().sumOfSquares;
  assert.ok(standardiser.state().sumOfSquares[0] > 0, 'rounding errors were seen');
  assert.is(standardiser.standardDeviation(0), 1e-6);
  assert.is(standardiser.standardDeviation(1), 1e-6);
  assert.is(standardiser.standardDeviation(2), Math.sqrt(fastest / 500));
});

test('a restored state continues bit for bit, and freezes when it should', () => {
  const standardiser = new Standardiser(3, 20);
  for (const row of rows.slice(0, 12)) standardiser.update(row);
  const state = standardiser.state();
  const kept = structuredClone(state);
  const other = new Standardiser(3, 20);
  for (const row of rows.slice(100, 130)) other.update(row); // to be forgotten
  other.restore(state);
  for (const row of rows.slice(12, 40)) {
    standardiser.update(row);
    other.update(row);
    assert.equal(other.state(), standardiser.state());
    for (let i = 0; i < 3; i++) {
      assert.is(other.standardDeviation(i), standardiser.standardDeviation(i));
    }
  }
  assert.is(other.state().count, 20);
  assert.equal(state, kept, 'the state is a copy');
});

test('a state of another size is refused, whichever vector it is', () => {
  const state = new Standardiser(3, 20).state();
  for (const wrong of [
    { ...state, mean: new Float64Array(2) },
    { ...state, sumOfSquares: new Float64Array(4) },
  ]) {
    assertRangeError(() => new Standardiser(3, 20).restore(wrong), /Standardiser\.restore/);
  }
});

test.run();
