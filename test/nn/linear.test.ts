import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, matmul } from '../../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { square } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { reshape, slice } from '../../src/autodiff/shaping.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { linear } from '../../src/nn/linear.ts';
import type { Shape } from '../../src/autodiff/shape.ts';
import { fromArray, zeros, type Tensor } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

const input = (name: string, shape: Shape) => ({ shape, values: seeded(name, shape) });
const random = (name: string, shape: Shape): Tensor => fromArray(seeded(name, shape), shape);

test('a layer is x w + b, the bias on every row', () => {
  const x = constant(fromArray([1, 2, 3, 4], [2, 2]));
  const w = constant(fromArray([1, 0, -1, 10, 1, 2], [2, 3]));
  const b = constant(fromArray([100, 200, 300]));
  const y = linear(x, w, b);
  assert.equal(y.value.shape, [2, 3]);
  assertSameBits(y.value.data, Float64Array.of(121, 202, 303, 143, 204, 305), 'y');
  assert.is(y.grad, null);
});

for (const [B, I, O] of [
  [1, 1, 1],
  [4, 3, 2],
  [2, 5, 9],
  [3, 2, 8],
]) {
  const inputs = [input('x', [B, I]), input('w', [I, O]), input('b', [O])];

  test(`linear [${B}, ${I}] × [${I}, ${O}] agrees with matmul and add, forward and backward`, () => {
    const run = (f: (x: Variable, w: Variable, b: Variable) => Variable): Float64Array[] => {
      const [x, w, b] = inputs.map(({ values, shape }) => parameter(fromArray(values, shape)));
      const y = f(x, w, b);
      backward(sum(square(y)));
      return [y, x, w, b].map((v, n) => (n === 0 ? v.value.data : v.grad!.data));
    };
    const expected = run((x, w, b) => add(matmul(x, w), b));
    run(linear).forEach((actual, n) =>
      assertClose(actual, expected[n], ['y', 'dx', 'dw', 'db'][n]),
    );
  });

  test(`the gradients of linear [${B}, ${I}] × [${I}, ${O}] agree with central differences`, () => {
    checkGradients(linear, inputs);
  });
}

test('the gradient of a variable that is input and weights at once agrees with central differences', () => {
  checkGradients((x, b) => linear(x, x, b), [input('x', [3, 3]), input('b', [3])]);
});

test('the gradient of a bias that is a row of the weights agrees with central differences', () => {
  checkGradients(
    (x, w) => linear(x, slice(w, 0, 0, 2), reshape(slice(w, 0, 2, 3), [5])),
    [input('x', [4, 2]), input('w', [3, 5])],
  );
});

test('two layers with the same weights add up their gradients', () => {
  checkGradients(
    (x, w, b) => linear(linear(x, w, b), w, b),
    [input('x', [2, 3]), input('w', [3, 3]), input('b', [3])],
  );
});

for (const learns of ['x', 'w', 'b']) {
  test(`when only ${learns} learns it gets the same gradient and the others none`, () => {
    const shapes = { x: [4, 3], w: [3, 2], b: [2] };
    const run = (leaf: (name: string, t: Tensor) => Variable): Variable[] => {
      const leaves = Object.entries(shapes).map(([name, shape]) => leaf(name, random(name, shape)));
      backward(sum(square(linear(leaves[0], leaves[1], leaves[2]))));
      return leaves;
    };
    const all = run((_, t) => parameter(t));
    const one = run((name, t) => (name === learns ? parameter(t) : constant(t)));
    ['x', 'w', 'b'].forEach((name, n) => {
      if (name === learns) assertSameBits(one[n].grad!.data, all[n].grad!.data, name);
      else assert.is(one[n].grad, null);
    });
  });
}

test('an empty batch gives an empty result and zero gradients', () => {
  const x = parameter(zeros([0, 3]));
  const w = parameter(random('w', [3, 2]));
  const b = parameter(random('b', [2]));
  const y = linear(x, w, b);
  backward(sum(y));
  assert.equal(y.value.shape, [0, 2]);
  assertSameBits(w.grad!.data, new Float64Array(6), 'dw');
  assertSameBits(b.grad!.data, new Float64Array(2), 'db');
});

test('a replay starts again from the bias', () => {
  const x = parameter(random('x', [2, 3]));
  const b = parameter(fromArray([1, 2]));
  const y = linear(x, parameter(random('w', [3, 2])), b);
  const before = y.value.data.slice();
  const graph = graphOf(sum(y));
  graph.forward();
  assertSameBits(y.value.data, before, 'unchanged');
  x.value.data.fill(0);
  graph.forward();
  assertSameBits(y.value.data, Float64Array.of(1, 2, 1, 2), 'bias alone');
});

test('sizes that do not fit are named together', () => {
  const of = (shape: Shape): Variable => parameter(zeros(shape));
  assertRangeError(
    () => linear(of([4, 3]), of([2, 5]), of([5])),
    /^linear: sizes differ, \[4, 3\] × \[2, 5\] \+ \[5\]; expected \[B, in\] × \[in, out\] \+ \[out\]$/,
  );
  for (const [x, w, b] of [
    [[4, 3], [3, 5], [3]],
    [[3], [3, 5], [5]],
    [[4, 3], [3], [3]],
    [[4, 3, 1], [3, 5], [5]],
    [[4, 3], [3, 5, 1], [5]],
  ]) {
    assertRangeError(() => linear(of(x), of(w), of(b)), /^linear: sizes differ, /);
  }
});

test.run();
