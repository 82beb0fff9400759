import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul } from '../../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { scale, sqrt, square } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { reshape, slice } from '../../src/autodiff/shaping.ts';
import {
  constant,
  operation,
  parameter,
  stopGradient,
  view,
  watch,
  zeroGrad,
} from '../../src/autodiff/variable.ts';
import { fromArray, tensor, zeros } from '../../src/autodiff/tensor.ts';
import { assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

test('a parameter keeps the given buffer and starts with a zero gradient of its shape', () => {
  const data = Float64Array.of(1, 2, 3, 4);
  const x = parameter(tensor(data, [2, 2]));
  assert.is(x.value.data, data);
  assert.equal(x.grad!.shape, [2, 2]);
  assertSameBits(x.grad!.data, new Float64Array(4), 'gradient');
  assert.is(x.parents.length, 0);
});

test('a constant keeps the given buffer and has no gradient', () => {
  const data = Float64Array.of(1, 2);
  const c = constant(tensor(data, [2]));
  assert.is(c.value.data, data);
  assert.is(c.grad, null);
});

test('an operation computes its value at once, into the given buffer', () => {
  const x = parameter(fromArray([3]));
  const buffer = zeros([1]);
  const double = (): void => {
    buffer.data[0] = 2 * x.value.data[0];
  };
  const y = operation(buffer, [x], double, () => {});
  assert.is(y.value, buffer);
  assert.is(buffer.data[0], 6);
});

test('an operation has a gradient when any parent has one', () => {
  const x = parameter(fromArray([1]));
  const c = constant(fromArray([2]));
  assert.ok(add(x, c).grad);
  assert.ok(add(c, x).grad);
  assert.is(add(c, c).grad, null);
});

test('a view looks at the value and the gradient of its parent', () => {
  const x = parameter(fromArray([1, 2, 3, 4]));
  const y = view(x, (t) => tensor(t.data.subarray(1, 3), [2, 1]));
  assert.equal(y.value.shape, [2, 1]);
  assert.is(y.value.data.buffer, x.value.data.buffer);
  assert.is(y.grad!.data.buffer, x.grad!.data.buffer);
  assert.is(view(constant(zeros([1])), (t) => t).grad, null);
});

test('the gradient through a view arrives in the parent once', () => {
  const x = parameter(fromArray([1, 2, 3, 4]));
  const h = square(x); // an inner variable that is used through two overlapping views and itself
  const loss = add(add(sum(slice(h, 0, 0, 3)), sum(reshape(slice(h, 0, 2, 4), [2, 1]))), sum(h));
  const graph = graphOf(loss);
  graph.backward();
  assertSameBits(h.grad!.data, Float64Array.of(2, 2, 3, 2), 'inner gradient');
  assertSameBits(x.grad!.data, Float64Array.of(4, 8, 18, 16), 'gradient');
});

test('stopGradient keeps the value, the same numbers, and stops the gradient', () => {
  const x = parameter(fromArray([3, -2]));
  const stopped = stopGradient(x);
  assert.is(stopped.value, x.value);
  assert.is(stopped.grad, null);
  backward(sum(mul(stopped, x))); // as if stopped were a constant
  assertSameBits(x.grad!.data, Float64Array.of(3, -2), 'gradient');
});

test('below stopGradient values are recomputed but nothing learns', () => {
  const w = parameter(fromArray([2]));
  const x = parameter(fromArray([5]));
  const target = square(w);
  const loss = sum(mul(stopGradient(target), x));
  const graph = graphOf(loss);
  graph.backward();
  assertSameBits(w.grad!.data, Float64Array.of(0), 'stopped');
  assertSameBits(target.grad!.data, Float64Array.of(0), 'inner stopped');
  assertSameBits(x.grad!.data, Float64Array.of(4), 'other factor');
  w.value.data[0] = 3;
  graph.forward();
  assert.is(loss.value.data[0], 45);
});

test('a variable used both stopped and free gets the gradient of the free use alone', () => {
  const w = parameter(fromArray([3]));
  const y = square(w);
  backward(sum(mul(y, stopGradient(y))));
  assertSameBits(w.grad!.data, Float64Array.of(54), 'y · dy/dw = 9 · 6');
});

test('watch gives a constant result a gradient to read, and passes nothing on', () => {
  const c = constant(fromArray([1, 2]));
  const inner = square(c);
  const watched = watch(inner);
  assert.is(inner.grad, null);
  assert.is(watched.value, inner.value);
  const loss = sum(square(watched));
  const graph = graphOf(loss);
  graph.backward();
  assertSameBits(watched.grad!.data, Float64Array.of(2, 8), 'gradient');
  graph.backward();
  assertSameBits(watched.grad!.data, Float64Array.of(2, 8), 'set, not added to, on the next pass');
  c.value.data.set([3, 0]);
  graph.forward();
  graph.backward();
  assertSameBits(watched.grad!.data, Float64Array.of(18, 0), 'after a replay');
});

test('watch of a variable with a gradient is that variable', () => {
  const x = parameter(zeros([2]));
  const y = scale(x, 2);
  assert.is(watch(x), x);
  assert.is(watch(y), y);
});

test('a watched stopped variable reads the gradient that its parameters do not get', () => {
  const x = parameter(fromArray([5]));
  const watched = watch(stopGradient(square(x)));
  backward(sum(scale(watched, 3)));
  assertSameBits(watched.grad!.data, Float64Array.of(3), 'watched');
  assertSameBits(x.grad!.data, Float64Array.of(0), 'parameter');
});

test('zeroGrad clears the gradients it is given and skips constants', () => {
  const x = parameter(zeros([2]));
  const y = parameter(zeros([1]));
  const z = parameter(zeros([1]));
  for (const leaf of [x, y, z]) leaf.grad!.data.fill(7);
  const buffer = x.grad!.data;
  zeroGrad(x, constant(zeros([1])), y);
  assertSameBits(x.grad!.data, Float64Array.of(0, 0), 'x');
  assertSameBits(y.grad!.data, Float64Array.of(0), 'y');
  assertSameBits(z.grad!.data, Float64Array.of(7), 'z');
  assert.is(x.grad!.data, buffer);
});

test('below stopGradient no rule runs, so an infinite slope there does no harm', () => {
  const x = parameter(fromArray([0, 4]));
  backward(sum(add(square(x), stopGradient(sqrt(x)))));
  assertSameBits(x.grad!.data, Float64Array.of(0, 8), 'gradient');
});

test('a transposed view is refused as a leaf, for its data is in another order', () => {
  const strided = fromArray([1, 2, 3, 4, 5, 6], [2, 3]).transpose(1, 0);
  assertRangeError(() => parameter(strided), /^parameter: expected a contiguous tensor/);
  assertRangeError(() => constant(strided), /^constant: expected a contiguous tensor/);
});

test.run();
