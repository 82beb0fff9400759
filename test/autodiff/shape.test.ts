import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  broadcastShapes,
  checkAxis,
  checkSameLength,
  checkShape,
  formatShape,
  sameShape,
  sizeOf,
} from '../../src/autodiff/shape.ts';
import { assertRangeError } from '../support/throws.ts';

test('a shape is printed in brackets, the scalar as []', () => {
  assert.is(formatShape([2, 3]), '[2, 3]');
  assert.is(formatShape([]), '[]');
});

test('the size is the product of the axes: 1 for a scalar, 0 with an empty axis', () => {
  assert.is(sizeOf([2, 3, 4]), 24);
  assert.is(sizeOf([]), 1);
  assert.is(sizeOf([5, 0]), 0);
});

test('shapes are the same only with equal rank and equal axes in order', () => {
  assert.ok(sameShape([], []));
  assert.ok(sameShape([2, 3], [2, 3]));
  assert.not.ok(sameShape([2, 3], [3, 2]));
  assert.not.ok(sameShape([2, 3], [2, 3, 1]));
  assert.not.ok(sameShape([2, 3, 1], [2, 3]));
});

for (const [a, b, expected] of [
  [
    [2, 3],
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3], [2, 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [[], [2, 3], [2, 3]],
  [
    [4, 1, 3],
    [2, 1],
    [4, 2, 3],
  ],
  [[1], [0], [0]],
  [[], [], []],
]) {
  test(`${formatShape(a)} and ${formatShape(b)} broadcast to ${formatShape(expected)}, either way round`, () => {
    assert.equal(broadcastShapes('f', a, b), expected);
    assert.equal(broadcastShapes('f', b, a), expected);
  });
}

test('shapes that do not broadcast are named together with the caller', () => {
  assertRangeError(
    () => broadcastShapes('add', [2, 3], [2]),
    /^add: shapes do not broadcast, \[2, 3\] with \[2\]; sizes must be equal or 1$/,
  );
  assertRangeError(() => broadcastShapes('add', [0], [2]), /\[0\] with \[2\]/); // 0 is not 1
  assertRangeError(() => broadcastShapes('add', [2], [0]), /\[2\] with \[0\]/);
});

test('axis sizes must be whole numbers ≥ 0', () => {
  checkShape('f', []);
  checkShape('f', [0, 3]);
  for (const wrong of [-1, 1.5, NaN, Infinity]) {
    assertRangeError(
      () => checkShape('f', [2, wrong]),
      /^f: axis sizes must be whole numbers ≥ 0, got \[2, /,
    );
  }
});

test('an axis must be one of the axes of the shape', () => {
  checkAxis('f', [2, 3], 0);
  checkAxis('f', [2, 3], 1);
  for (const wrong of [-1, 2, 0.5, NaN]) {
    assertRangeError(
      () => checkAxis('f', [2, 3], wrong),
      /^f: axis .* of \[2, 3\]; expected 0 to 1$/,
    );
  }
  assertRangeError(() => checkAxis('f', [], 0), /^f: axis 0 of \[\]; a scalar has no axes$/);
});

test('two flat arrays must be equally long', () => {
  checkSameLength('f', new Float64Array(2), new Float64Array(2));
  assertRangeError(
    () => checkSameLength('f', new Float64Array(2), new Float64Array(3)),
    /^f: expected equal lengths, got 2 and 3$/,
  );
});

test.run();
