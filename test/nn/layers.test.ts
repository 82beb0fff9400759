import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constant, parameter } from '../../src/autodiff/variable.ts';
import { biasOf, layersOf, parameterCount, weightsOf } from '../../src/nn/layers.ts';
import { fromArray, zeros } from '../../src/autodiff/tensor.ts';
import { assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

test('layers lie one after the other, weights before bias', () => {
  assert.equal(layersOf([3, 4, 2]), [
    { inputs: 3, outputs: 4, weightStart: 0, biasStart: 12, end: 16 },
    { inputs: 4, outputs: 2, weightStart: 16, biasStart: 24, end: 26 },
  ]);
});

test('the parameter count is the number of weights and biases', () => {
  assert.is(parameterCount(layersOf([1, 1])), 2);
  assert.is(parameterCount(layersOf([2, 64, 64, 3])), 2 * 64 + 64 + 64 * 64 + 64 + 64 * 3 + 3);
});

test('weights and biases tile the flat vector without gap or overlap', () => {
  const layers = layersOf([3, 5, 1, 2]);
  const flat = parameter(zeros([parameterCount(layers)]));
  for (const layer of layers) {
    for (const part of [weightsOf(flat, layer), biasOf(flat, layer)]) {
      for (let i = 0; i < part.value.data.length; i++) part.value.data[i]++;
    }
  }
  assertSameBits(flat.value.data, new Float64Array(parameterCount(layers)).fill(1), 'visits');
});

test('weights are [inputs, outputs] and bias [outputs], views of value and gradient', () => {
  const [, layer] = layersOf([1, 2, 3]); // the first layer takes 4 numbers
  const flat = parameter(fromArray(Array.from({ length: 13 }, (_, i) => i)));
  const w = weightsOf(flat, layer);
  const b = biasOf(flat, layer);
  assert.equal(w.value.shape, [2, 3]);
  assert.is(w.value.get(1, 0), 7);
  assertSameBits(b.value.data, Float64Array.of(10, 11, 12), 'bias');
  flat.value.data[9] = -1;
  assert.is(w.value.get(1, 2), -1);
  b.grad!.data[0] = 5;
  assert.is(flat.grad!.data[10], 5);
});

test('the layers of a constant vector have no gradient', () => {
  const [layer] = layersOf([1, 1]);
  const flat = constant(zeros([2]));
  assert.is(weightsOf(flat, layer).grad, null);
  assert.is(biasOf(flat, layer).grad, null);
});

for (const [sizes, got] of [
  [[], 'none'],
  [[3], '3'],
  [[3, 0], '3-0'],
  [[3, -1, 2], '3--1-2'],
  [[2.5, 2], '2\\.5-2'],
  [[2, NaN], '2-NaN'],
] as [number[], string][]) {
  test(`the widths [${sizes.join(', ')}] are rejected`, () => {
    assertRangeError(
      () => layersOf(sizes),
      new RegExp(`^layersOf: expected two or more widths ≥ 1, from input to output; got ${got}$`),
    );
  });
}

test('widths that are no list are rejected', () => {
  for (const sizes of [undefined, 2, '2-8-1']) {
    assertRangeError(() => layersOf(sizes as unknown as number[]), new RegExp(`; got ${sizes}$`));
  }
});

test.run();
