import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { relu, square } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { WIDEST_ROW } from '../../src/math/kernels/sparseRow.ts';
import { linear } from '../../src/nn/linear.ts';
import { rectifiedLinear } from '../../src/nn/rectifiedLinear.ts';
import type { Shape } from '../../src/autodiff/shape.ts';
import { fromArray, zeros, type Tensor } from '../../src/autodiff/tensor.ts';
import { assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

const random = (name: string, shape: Shape): Tensor => fromArray(seeded(name, shape), shape);
const composed = (z: Variable, w: Variable, b: Variable): Variable => linear(relu(z), w, b);

type Layer = (z: Variable, w: Variable, b: Variable) => Variable;
type Leaf = (name: string, t: Tensor) => Variable;

/** Two rectified layers on seeded numbers, so that the gradient into the first is half zero: all values and gradients. */
function run(layer: Layer, [B, I, O]: readonly number[], leaf: Leaf = (_, t) => parameter(t)) {
  const named = (name: string, shape: Shape): Variable => leaf(name, random(name, shape));
  const [z, w, b] = [named('z', [B, I]), named('w', [I, O]), named('b', [O])];
  const [v, c] = [named('v', [O, 2]), named('c', [2])];
  const y = layer(z, w, b);
  const loss = sum(square(layer(y, v, c)));
  const graph = graphOf(loss);
  graph.backward();
  return { graph, loss, y, leaves: { z, w, b, v, c } };
}

for (const sizes of [
  [0, 3, 2],
  [1, 1, 1],
  [5, 4, 3],
  [7, 13, 9],
  [3, 2, WIDEST_ROW + 1],
]) {
  test(`[${sizes.join(', ')}]: values and gradients have the bits of relu and linear`, () => {
    const expected = run(composed, sizes);
    const actual = run(rectifiedLinear, sizes);
    assertSameBits(actual.y.value.data, expected.y.value.data, 'y');
    assertSameBits(actual.loss.value.data, expected.loss.value.data, 'loss');
    for (const name of ['z', 'w', 'b', 'v', 'c'] as const) {
      const grad = (r: typeof actual) => r.leaves[name].grad!.data;
      assertSameBits(grad(actual), grad(expected), `d${name}`);
    }
  });
}

test('the gradients agree with central differences', () => {
  const input = (name: string, shape: Shape) => ({ shape, values: seeded(name, shape) });
  checkGradients(rectifiedLinear, [input('z', [4, 5]), input('w', [5, 3]), input('b', [3])]);
});

for (const learns of ['z', 'w', 'b'] as const) {
  test(`when only ${learns} learns it gets the same gradient and the others none`, () => {
    const all = run(rectifiedLinear, [4, 5, 3]);
    const one = run(rectifiedLinear, [4, 5, 3], (name, t) =>
      name === learns ? parameter(t) : constant(t),
    );
    for (const name of ['z', 'w', 'b'] as const) {
      if (name !== learns) assert.is(one.leaves[name].grad, null);
      else assertSameBits(one.leaves[name].grad!.data, all.leaves[name].grad!.data, name);
    }
  });
}

test('a replay on new numbers gives what a new graph gives', () => {
  const recorded = run(rectifiedLinear, [4, 5, 3]);
  const other = random('other z', [4, 5]);
  recorded.leaves.z.value.data.set(other.data);
  recorded.graph.forward();
  recorded.leaves.w.grad!.data.fill(0);
  recorded.graph.backward();
  const fresh = run(rectifiedLinear, [4, 5, 3], (name, t) => parameter(name === 'z' ? other : t));
  assertSameBits(recorded.y.value.data, fresh.y.value.data, 'y');
  assertSameBits(recorded.leaves.w.grad!.data, fresh.leaves.w.grad!.data, 'dw');
});

test('nothing carries a gradient when nothing learns', () => {
  const y = rectifiedLinear(
    ...([[2, 3], [3, 1], [1]].map((s) => constant(zeros(s))) as [Variable, Variable, Variable]),
  );
  assert.is(y.grad, null);
});

test('a unit at exactly 0 gets no gradient', () => {
  const z = parameter(fromArray([0, -0], [1, 2]));
  backward(sum(rectifiedLinear(z, constant(fromArray([1, 1], [2, 1])), constant(zeros([1])))));
  assertSameBits(z.grad!.data, Float64Array.of(0, 0), 'dz');
});

test('sizes that do not fit are named together', () => {
  const of = (shape: Shape): Variable => parameter(zeros(shape));
  assertRangeError(
    () => rectifiedLinear(of([4, 3]), of([2, 5]), of([5])),
    /^rectifiedLinear: sizes differ, \[4, 3\] × \[2, 5\] \+ \[5\]/,
  );
});

test.run();
