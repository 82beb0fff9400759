import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul } from '../../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { square } from '../../src/autodiff/elementwise.ts';
import { max, mean, sum } from '../../src/autodiff/reductions.ts';
import { parameter, zeroGrad, type Variable } from '../../src/autodiff/variable.ts';
import { formatShape, type Shape } from '../../src/autodiff/shape.ts';
import { fromArray, zeros } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

type Reduction = (x: Variable, axis?: number | null, keepDims?: boolean) => Variable;

const ops: Record<string, { op: Reduction; formula: (values: number[]) => number }> = {
  sum: { op: sum, formula: (values) => values.reduce((a, b) => a + b, 0) },
  mean: { op: mean, formula: (values) => values.reduce((a, b) => a + b, 0) / values.length },
  max: { op: max, formula: (values) => Math.max(...values) },
};

/** For each element of the result, the elements of x [shape] it is made of: every axis but `axis` is fixed. */
function groups(values: readonly number[], shape: Shape, axis: number | null): number[][] {
  if (axis === null) return [[...values]];
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const length = shape[axis];
  return Array.from({ length: values.length / length }, (_, group) => {
    const start = Math.floor(group / inner) * length * inner + (group % inner);
    return Array.from({ length }, (_, k) => values[start + k * inner]);
  });
}

for (const [name, { op, formula }] of Object.entries(ops)) {
  for (const [shape, axis, flat, kept] of [
    [[], null, [], []],
    [[5], null, [], [1]],
    [[2, 3], null, [], [1, 1]],
    [[4], 0, [], [1]],
    [[2, 3], 0, [3], [1, 3]],
    [[2, 3], 1, [2], [2, 1]],
    [[2, 3, 2], 1, [2, 2], [2, 1, 2]],
    [[1, 3], 0, [3], [1, 3]],
  ] as [Shape, number | null, Shape, Shape][]) {
    const title = `${name} of ${formatShape(shape)} over ${axis === null ? 'everything' : `axis ${axis}`}`;
    const values = seeded(title, shape);

    test(`${title} has the values of its formula, with and without the axis kept`, () => {
      const x = parameter(fromArray(values, shape));
      const expected = groups(values, shape, axis).map(formula);
      const y = op(x, axis);
      assert.equal(y.value.shape, flat);
      assertClose(y.value.data, expected, 'values', 1e-15, 1e-15);
      const z = op(x, axis, true);
      assert.equal(z.value.shape, kept);
      assertClose(z.value.data, expected, 'values with the axis kept', 1e-15, 1e-15);
    });

    test(`the gradient of ${title} agrees with central differences`, () => {
      checkGradients((x) => op(x, axis), [{ shape, values }]);
      checkGradients((x) => op(x, axis, true), [{ shape, values }]);
    });

    test(`the gradient of ${title} adds to that of another use of its variable`, () => {
      checkGradients((x) => mul(op(x, axis, true), x), [{ shape, values }]);
      checkGradients((x) => add(op(x, axis), op(square(x), axis)), [{ shape, values }]);
    });
  }

  test(`${name} takes everything when no axis is given`, () => {
    assert.equal(op(parameter(zeros([2, 3]))).value.shape, []);
  });

  test(`${name} names itself when there is no such axis`, () => {
    const x = parameter(zeros([2, 3]));
    for (const axis of [2, -1, 0.5]) {
      assertRangeError(() => op(x, axis), new RegExp(`^${name}: axis ${axis} of \\[2, 3\\]`));
    }
    assertRangeError(() => op(parameter(zeros([])), 0), new RegExp(`^${name}: axis 0 of \\[\\]`));
  });
}

test('the sum of nothing is 0 and its mean NaN', () => {
  const none = parameter(zeros([2, 0]));
  assertSameBits(sum(none).value.data, Float64Array.of(0), 'sum');
  assertSameBits(sum(none, 1).value.data, Float64Array.of(0, 0), 'sum over the axis');
  assertSameBits(mean(none).value.data, Float64Array.of(NaN), 'mean');
  assertSameBits(mean(none, 1).value.data, Float64Array.of(NaN, NaN), 'mean over the axis');
  assert.is(mean(none, 0).value.data.length, 0);
});

test('max of nothing is rejected, but not when there are no maxima to take', () => {
  const none = parameter(zeros([2, 0]));
  assertRangeError(() => max(none), /^max: nothing to choose from in \[2, 0\]$/);
  assertRangeError(() => max(none, 1), /^max: nothing to choose from in \[2, 0\]$/);
  assert.equal(max(none, 0).value.shape, [0]);
});

test('on a tie the gradient of max goes to the lowest index alone', () => {
  const x = parameter(fromArray([1, 5, 5, 7, 7, 7], [2, 3]));
  backward(sum(max(x, 1)));
  assertSameBits(x.grad!.data, Float64Array.of(0, 1, 0, 1, 0, 0), 'along the last axis');
  zeroGrad(x);
  const y = parameter(fromArray([3, 3, 3, 2], [2, 2]));
  backward(sum(max(y, 0)));
  assertSameBits(y.grad!.data, Float64Array.of(1, 1, 0, 0), 'along the first axis');
});

test('max is NaN where an element is NaN, wherever it stands', () => {
  const rows = [NaN, 1, 2, 1, NaN, 2, 1, 2, NaN, 1, 2, 3];
  const y = max(parameter(fromArray(rows, [4, 3])), 1);
  assertSameBits(y.value.data, Float64Array.of(NaN, NaN, NaN, 3), 'maxima');
});

test('max sends its gradient to the new place when the values change', () => {
  const x = parameter(fromArray([1, 2, 3]));
  const graph = graphOf(max(x));
  graph.backward();
  x.value.data.set([4, 2, 3]);
  graph.forward();
  zeroGrad(x);
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(1, 0, 0), 'gradient');
});

test.run();
