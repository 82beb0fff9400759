import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, div, matmul, mul, sub } from '../../src/autodiff/arithmetic.ts';
import { backward } from '../../src/autodiff/backward.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { transpose } from '../../src/autodiff/shaping.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { broadcastShapes, formatShape, type Shape } from '../../src/autodiff/shape.ts';
import { fromArray, zeros, type Tensor } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

type Binary = (a: Variable, b: Variable) => Variable;

const ops: Record<string, { op: Binary; formula: (a: number, b: number) => number }> = {
  add: { op: add, formula: (a, b) => a + b },
  sub: { op: sub, formula: (a, b) => a - b },
  mul: { op: mul, formula: (a, b) => a * b },
  div: { op: div, formula: (a, b) => a / b },
};

const shapes: readonly (readonly [Shape, Shape])[] = [
  [[], []],
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[2, 3], []],
  [[1], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [4, 1, 3],
    [2, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
];

/** Seeded numbers in [0.5, 2]: far enough from 0 to divide by. */
const input = (name: string, shape: Shape) => ({ shape, values: seeded(name, shape, 0.5, 2) });

/** The element of `t` that meets index `at` (row-major) of the common shape. */
function broadcastElement(t: Tensor, shape: Shape, at: number): number {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  const own = index.slice(shape.length - t.shape.length);
  return t.get(...own.map((i, axis) => (t.shape[axis] === 1 ? 0 : i)));
}

for (const [name, { op, formula }] of Object.entries(ops)) {
  for (const [left, right] of shapes) {
    const title = `${name} of ${formatShape(left)} and ${formatShape(right)}`;

    test(`${title} broadcasts to the values of its formula`, () => {
      const a = fromArray(seeded('a', left, 0.5, 2), left);
      const b = fromArray(seeded('b', right, 0.5, 2), right);
      const y = op(parameter(a), parameter(b)).value;
      const shape = broadcastShapes('test', left, right);
      assert.equal(y.shape, shape);
      const expected = y.data.map((_, at) =>
        formula(broadcastElement(a, shape, at), broadcastElement(b, shape, at)),
      );
      assertSameBits(y.data, expected, 'values');
    });

    test(`the gradients of ${title} agree with central differences`, () => {
      checkGradients(op, [input('a', left), input('b', right)]);
    });
  }

  test(`the gradient of ${name} of a variable with itself agrees with central differences`, () => {
    checkGradients((x) => op(x, x), [input('x', [2, 3])]);
  });

  test(`${name} of a variable with its own broadcast row agrees with central differences`, () => {
    checkGradients((x, y) => op(op(x, y), x), [input('x', [3]), input('y', [2, 3])]);
  });

  test(`${name} with a constant gives the other operand the same gradient and the constant none`, () => {
    const a = fromArray(seeded('a', [2, 3], 0.5, 2), [2, 3]);
    const b = fromArray(seeded('b', [3], 0.5, 2), [3]);
    const gradients = (x: Variable, y: Variable) => {
      backward(sum(op(x, y)));
      return [x.grad?.data, y.grad?.data];
    };
    const [da, db] = gradients(parameter(a), parameter(b));
    const [onlyA, none] = gradients(parameter(a), constant(b));
    const [nothing, onlyB] = gradients(constant(a), parameter(b));
    assert.is(none, undefined);
    assert.is(nothing, undefined);
    assertSameBits(onlyA!, da!, 'left');
    assertSameBits(onlyB!, db!, 'right');
  });

  test(`${name} names itself when shapes do not broadcast`, () => {
    assertRangeError(
      () => op(parameter(zeros([2, 3])), parameter(zeros([4]))),
      new RegExp(`^${name}: shapes do not broadcast, \\[2, 3\\] with \\[4\\]`),
    );
  });
}

test('matmul multiplies rows with columns', () => {
  const a = parameter(fromArray([1, 2, 3, 4, 5, 6], [2, 3]));
  const b = parameter(fromArray([7, 8, 9, 10, 11, 12], [3, 2]));
  const y = matmul(a, b);
  assert.equal(y.value.shape, [2, 2]);
  assertSameBits(y.value.data, Float64Array.of(58, 64, 139, 154), 'product');
});

for (const [M, K, N] of [
  [1, 1, 1],
  [2, 3, 4],
  [3, 2, 9],
  [1, 5, 8],
  [10, 2, 1],
]) {
  test(`the gradients of matmul [${M}, ${K}] × [${K}, ${N}] agree with central differences`, () => {
    checkGradients(matmul, [
      { shape: [M, K], values: seeded('a', [M, K]) },
      { shape: [K, N], values: seeded('b', [K, N]) },
    ]);
  });
}

test('matmul over an empty inner axis gives zeros, over empty outer axes nothing', () => {
  const a = parameter(zeros([2, 0]));
  const b = parameter(zeros([0, 3]));
  assertSameBits(matmul(a, b).value.data, new Float64Array(6), 'product');
  backward(sum(matmul(a, b)));
  const w = parameter(fromArray([1, 2, 3], [3, 1]));
  const y = matmul(b, w);
  backward(sum(y));
  assert.equal(y.value.shape, [0, 1]);
  assertSameBits(w.grad!.data, new Float64Array(3), 'gradient');
});

test('the gradient of a matrix times itself agrees with central differences', () => {
  const x = { shape: [3, 3], values: seeded('square', [3, 3]) };
  checkGradients((x) => matmul(x, x), [x]);
});

test('the gradient of a matrix times its transpose agrees with central differences', () => {
  checkGradients((x) => matmul(x, transpose(x)), [{ shape: [2, 3], values: seeded('x', [2, 3]) }]);
});

test('matmul with a constant gives the other factor its gradient and the constant none', () => {
  const a = fromArray([1, 2, 3, 4], [2, 2]);
  const b = fromArray([5, 6, 7, 8], [2, 2]);
  const left = parameter(a);
  const data = constant(b);
  backward(sum(matmul(left, data)));
  assertClose(left.grad!.data, [11, 15, 11, 15], 'left: row sums of b');
  assert.is(data.grad, null);
  const right = parameter(b);
  backward(sum(matmul(constant(a), right)));
  assertClose(right.grad!.data, [4, 4, 6, 6], 'right: column sums of a');
});

test('matmul names both shapes when they do not fit', () => {
  const of = (shape: Shape): Variable => parameter(zeros(shape));
  const message = /^matmul: inner sizes differ, .* × .*; expected \[M, K\] × \[K, N\]$/;
  assertRangeError(() => matmul(of([2, 3]), of([4, 5])), /\[2, 3\] × \[4, 5\]/);
  assertRangeError(() => matmul(of([2, 3]), of([4, 5])), message);
  assertRangeError(() => matmul(of([3]), of([3, 2])), message);
  assertRangeError(() => matmul(of([2, 3]), of([3])), message);
  assertRangeError(() => matmul(of([1, 2, 3]), of([2, 3])), message);
});

test('a number or a tensor in the place of a variable is refused', () => {
  const x = parameter(fromArray([1, 2]));
  for (const [op, name] of [
    [add, 'add'],
    [matmul, 'matmul'],
  ] as const) {
    assertRangeError(
      () => op(x, 2 as unknown as Variable),
      new RegExp(`^${name}: expected variables, got 2; constant\\(scalar\\(2\\)\\) makes one`),
    );
    assertRangeError(() => op(fromArray([1]) as unknown as Variable, x), /got object/);
  }
});

test.run();
