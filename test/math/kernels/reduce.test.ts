import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { addRowsTo, argMax, firstNonFinite, norm, sum } from '../../../src/math/kernels/reduce.ts';

test('the sum of nothing is 0, of one number that number', () => {
  assert.is(sum(new Float64Array(0)), 0);
  assert.is(sum(Float64Array.of(-3)), -3);
  assert.is(sum(Float64Array.of(1, 2, 3.5)), 6.5);
});

test('the sum runs from the first element to the last', () => {
  // Rounding tells the order: 1 is lost beside 1e16, but not after 1e16 is gone.
  assert.is(sum(Float64Array.of(1, 1e16, -1e16)), 0);
  assert.is(sum(Float64Array.of(1e16, -1e16, 1)), 1);
});

test('the norm is the root of the sum of squares', () => {
  assert.is(norm(new Float64Array(0)), 0);
  assert.is(norm(Float64Array.of(3, -4)), 5);
  assert.is(norm(Float64Array.of(-0)), 0);
  assert.ok(Number.isNaN(norm(Float64Array.of(1, NaN))));
});

for (const [x, start, length, expected, why] of [
  [[1, 5, 3], 0, 3, 1, 'the largest'],
  [[2, 7, 7, 7], 0, 4, 1, 'the lowest index on a tie'],
  [[4, 4], 0, 2, 0, 'the first when all are equal'],
  [[0, -0], 0, 2, 0, 'the first of 0 and −0'],
  [[-0, 0], 0, 2, 0, 'the first of −0 and 0'],
  [[-3, -1, -2], 0, 3, 1, 'the largest of negative numbers'],
  [[-Infinity, -Infinity], 0, 2, 0, 'the first of two infinities'],
  [[9, 8, 1, 2, 3, 9], 2, 3, 2, 'relative to start, blind to the rest'],
  [[9, 1, 9], 1, 1, 0, '0 for a single element'],
] as const) {
  test(`argMax of [${x.join(', ')}] from ${start}, length ${length}, is ${expected}: ${why}`, () => {
    assert.is(argMax(Float64Array.from(x), start, length), expected);
  });
}

test('firstNonFinite finds the first NaN or infinity, −1 when there is none', () => {
  assert.is(firstNonFinite(Float64Array.of(1, NaN, Infinity)), 1);
  assert.is(firstNonFinite(Float64Array.of(-Infinity)), 0);
  assert.is(firstNonFinite(Float64Array.of(1, 2, Infinity)), 2);
  assert.is(firstNonFinite(Float64Array.of(1e308, -1e308, 0, -0)), -1);
  assert.is(firstNonFinite(new Float64Array(0)), -1);
});

test('addRowsTo adds the rows to what is there, first row first', () => {
  const out = Float64Array.of(1, 100);
  addRowsTo(out, Float64Array.of(1e16, 1, -1e16, 2, 1, 3)); // [3, 2]
  assert.equal([...out], [1, 106]);
  addRowsTo(out, new Float64Array(0));
  addRowsTo(new Float64Array(0), new Float64Array(0));
  assert.equal([...out], [1, 106]);
});

test.run();
