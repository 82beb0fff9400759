import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../src/math/random/rng.ts';
import { competeRows, shrinkRows } from '../../src/optim/groupLasso.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

/** A matrix [rows, columns] of seeded numbers. */
function matrixOf(rows: number, columns: number): Float64Array {
  const rng = stream(rows, `lasso ${columns}`);
  return Float64Array.from({ length: rows * columns }, () => 2 * rng.uniform53() - 1);
}

test('every row shrinks by the threshold in norm and keeps its direction', () => {
  const [rows, columns, threshold] = [5, 7, 0.3];
  const before = matrixOf(rows, columns);
  const after = before.slice();
  shrinkRows(after, columns, threshold);
  for (let i = 0; i < rows; i++) {
    const [a, b] = [before, after].map((m) => m.subarray(i * columns, (i + 1) * columns));
    const norm = Math.hypot(...a);
    assertClose([Math.hypot(...b)], [norm - threshold], `norm of row ${i}`, 1e-14);
    assertClose(
      b,
      Array.from(a, (x) => x * (1 - threshold / norm)),
      `row ${i}`,
      1e-14,
    );
  }
});

test('it is the proximal step: no other row has a smaller ½ ‖V − W‖² + threshold ‖V‖', () => {
  const w = Float64Array.of(0.6, -0.8, 1.2);
  const threshold = 0.5;
  const cost = (v: ArrayLike<number>): number =>
    0.5 * w.reduce((sum, x, i) => sum + (v[i] - x) ** 2, 0) +
    threshold * Math.hypot(...Array.from(v));
  const best = w.slice();
  shrinkRows(best, 3, threshold);
  const rng = stream(1, 'nearby');
  for (let trial = 0; trial < 500; trial++) {
    const near = best.map((x) => x + 0.02 * (2 * rng.uniform53() - 1));
    assert.ok(cost(near) >= cost(best));
  }
  assert.ok(cost(best) < cost(w));
});

test('rows no longer than the threshold become 0, and rows of 0 stay 0', () => {
  const matrix = Float64Array.of(3, 4, 0, 0, 0.3, 0.4, 30, 40);
  shrinkRows(matrix, 2, 5);
  assert.equal([...matrix], [0, 0, 0, 0, 0, 0, 27, 36]);
  shrinkRows(matrix, 2, Infinity);
  assert.ok(matrix.every((x) => x === 0));
});

test('threshold 0 changes no bit, and nothing of nothing is nothing', () => {
  const matrix = matrixOf(4, 3);
  const before = matrix.slice();
  shrinkRows(matrix, 3, 0);
  assertSameBits(matrix, before, 'matrix');
  shrinkRows(new Float64Array(0), 3, 1);
});

test('competing rows keep their common norm, and their norms the proportions of shrunk rows', () => {
  const [rows, columns, threshold] = [6, 4, 0.5];
  const before = matrixOf(rows, columns);
  const shrunk = before.slice();
  shrinkRows(shrunk, columns, threshold);
  const after = before.slice();
  competeRows(after, columns, threshold);
  assertClose([Math.hypot(...after)], [Math.hypot(...before)], 'common norm', 1e-14);
  const factor = after[0] / shrunk[0];
  assert.ok(factor > 1);
  assertClose(
    after,
    shrunk.map((x) => factor * x),
    'rows',
    1e-14,
  );
});

test('however long it goes on, rows that compete do not fade: the longest is left', () => {
  const matrix = Float64Array.of(0.3, 0.4, 0.6, 0.8, 0, 0);
  for (let step = 0; step < 10_000; step++) competeRows(matrix, 2, 1e-3);
  assertClose(
    [...matrix],
    [0, 0, 0.6, 0.8, 0, 0].map((x) => x * Math.sqrt(1.25)),
    'matrix',
    1e-12,
  );
  const alone = Float64Array.of(0.3, 0.4, 0.6, 0.8, 0, 0);
  for (let step = 0; step < 10_000; step++) shrinkRows(alone, 2, 1e-3);
  assert.ok(alone.every((x) => x === 0));
});

test('rows that compete are all 0 if none is longer than the threshold; threshold 0 changes no bit', () => {
  const matrix = Float64Array.of(3, 4, 0, 0, 0.3, 0.4);
  const before = matrix.slice();
  competeRows(matrix, 2, 0);
  assertSameBits(matrix, before, 'matrix');
  competeRows(matrix, 2, 5);
  assert.ok(matrix.every((x) => x === 0));
  competeRows(matrix, 2, 5);
  assert.ok(matrix.every((x) => x === 0));
});

test.run();
