import ndarray from 'ndarray';
import ops from 'ndarray-ops';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  broadcastView,
  checkContiguous,
  fromArray,
  scalar,
  tensor,
  zeros,
} from '../../src/autodiff/tensor.ts';
import { parameter } from '../../src/autodiff/variable.ts';
import { assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

test('a tensor labels the given data as row-major and copies nothing', () => {
  const data = Float64Array.of(0, 1, 2, 3, 4, 5);
  const t = tensor(data, [2, 3]);
  assert.is(t.data, data);
  assert.equal(t.shape, [2, 3]);
  assert.equal(t.stride, [3, 1]);
  assert.is(t.get(1, 2), 5);
});

test('a tensor does not keep the caller’s shape array', () => {
  const shape = [2, 3];
  const t = zeros(shape);
  shape[0] = 99;
  assert.equal(t.shape, [2, 3]);
});

test('fromArray copies its numbers and makes a vector unless told the shape', () => {
  const values = Float64Array.of(1, 2);
  const t = fromArray(values);
  values[0] = 9;
  assert.equal(t.shape, [2]);
  assertSameBits(t.data, Float64Array.of(1, 2), 'data');
  assert.equal(fromArray([1, 2, 3, 4], [2, 2]).shape, [2, 2]);
});

test('a scalar has shape [] and one number', () => {
  assert.equal(scalar(7).shape, []);
  assert.is(scalar(7).size, 1);
  assertSameBits(scalar(-0).data, Float64Array.of(-0), 'data');
});

test('zeros are zero, and none for an empty axis', () => {
  assertSameBits(zeros([2, 2]).data, new Float64Array(4), 'data');
  assert.is(zeros([3, 0]).data.length, 0);
  assert.is(zeros([]).data.length, 1);
});

test('a broadcast view reads the one number for every index of a repeated axis', () => {
  const row = fromArray([1, 2, 3]);
  const column = fromArray([10, 20], [2, 1]);
  const rows = broadcastView(row, [2, 3]);
  const columns = broadcastView(column, [4, 2, 3]);
  assert.is(rows.data, row.data);
  assert.equal(rows.stride, [0, 1]);
  assert.equal(columns.stride, [0, 1, 0]);
  assert.is(rows.get(1, 2), 3);
  assert.is(columns.get(3, 1, 2), 20);
});

test('a broadcast view of a window starts where the window starts', () => {
  const window = fromArray([0, 1, 2, 3, 4, 5], [2, 3]).lo(1, 1); // [[4, 5]]
  const repeated = broadcastView(window, [3, 2]);
  assert.is(repeated.get(2, 0), 4);
  assert.is(repeated.get(0, 1), 5);
});

test('adding into a broadcast view sums over the repeated axes', () => {
  const t = fromArray([100, 200, 300]);
  ops.addeq(broadcastView(t, [2, 3]), fromArray([1, 2, 3, 4, 5, 6], [2, 3]));
  assertSameBits(t.data, Float64Array.of(105, 207, 309), 'sums');
});

test('a shape that does not fit the data is rejected', () => {
  assertRangeError(
    () => tensor(new Float64Array(5), [2, 3]),
    /^tensor: shape \[2, 3\] holds 6 elements, data has 5$/,
  );
  assertRangeError(() => tensor(new Float64Array(0), []), /holds 1 elements, data has 0/);
  assertRangeError(() => fromArray([1, 2, 3], [2]), /^tensor: shape \[2\] holds 2 elements/);
});

test('a malformed shape is rejected', () => {
  assertRangeError(() => tensor(new Float64Array(1), [-1, -1]), /^tensor: axis sizes must be/);
  assertRangeError(
    () => zeros([2.5]),
    /^zeros: axis sizes must be whole numbers ≥ 0, got \[2\.5\]/,
  );
});

test('a contiguous tensor passes, whatever its rank and with axes of size 0 or 1', () => {
  const shapes = [[], [3], [2, 3], [4, 3, 2], [2, 1, 3], [1, 3], [3, 1], [1], [0], [2, 0], [0, 3]];
  for (const shape of shapes) checkContiguous('f', zeros(shape));
});

test('the stride of an axis of size 1, or of anything in an empty tensor, says nothing', () => {
  checkContiguous('f', ndarray(new Float64Array(6), [2, 1, 3], [3, 99, 1]));
  checkContiguous('f', ndarray(new Float64Array(0), [2, 0], [7, 7]));
});

test('a tensor that is not row-major is not contiguous', () => {
  const t = zeros([2, 3, 4]);
  for (const view of [t.transpose(1, 0, 2), t.transpose(0, 2, 1), t.transpose(2, 1, 0)]) {
    assertRangeError(
      () => checkContiguous('f', view),
      /^f: expected a contiguous tensor, got strides \[.*\] for shape \[.*\]; copy it first$/,
    );
  }
  for (const view of [fromArray([1, 2, 3, 4]).step(2), fromArray([1, 2]).step(-1)]) {
    assertRangeError(() => checkContiguous('f', view), /^f: expected a contiguous tensor/);
  }
  const repeated = broadcastView(fromArray([1]), [2]);
  assertRangeError(() => checkContiguous('f', repeated), /got strides \[0\] for shape \[2\]/);
});

test('a window into longer data is not contiguous: its data holds more', () => {
  const t = fromArray([1, 2, 3]);
  const wrong = /^f: expected a tensor that fills its data, got 2 of 3 from/;
  assertRangeError(() => checkContiguous('f', t.lo(1)), wrong);
  assertRangeError(() => checkContiguous('f', t.hi(2)), wrong);
  const shifted = ndarray(new Float64Array(2), [2], [1], 1);
  assertRangeError(() => checkContiguous('f', shifted), /got 2 of 2 from 1; copy it first$/);
});

test('what is no tensor, no shape and no flat list is refused by name', () => {
  const wrong = (value: unknown): never => value as never;
  assertRangeError(() => zeros(wrong(3)), /^zeros: expected a shape such as \[2, 3\], got 3$/);
  assertRangeError(() => tensor(wrong([1, 2]), [2]), /^tensor: expected a Float64Array; /);
  const nested = [
    [1, 2],
    [3, 4],
  ];
  assertRangeError(() => fromArray(wrong(nested)), /^fromArray: expected a flat list .*nested/);
  for (const value of [2, [1, 2], undefined]) {
    const pattern = new RegExp(`^parameter: expected a tensor, got ${typeof value}; fromArray`);
    assertRangeError(() => parameter(wrong(value)), pattern);
  }
});

test.run();
