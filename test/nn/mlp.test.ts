import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { neg, relu, square, tanh } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, parameter, zeroGrad } from '../../src/autodiff/variable.ts';
import { uniformInit } from '../../src/nn/init.ts';
import { biasOf, layersOf, parameterCount, weightsOf } from '../../src/nn/layers.ts';
import { linear } from '../../src/nn/linear.ts';
import { mlp } from '../../src/nn/mlp.ts';
import { stream } from '../../src/math/random/rng.ts';
import { fromArray, tensor } from '../../src/autodiff/tensor.ts';
import { assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

const sizes = [3, 6, 5, 2];
const layers = layersOf(sizes);
const P = parameterCount(layers);
const weights = (name: string) => fromArray(uniformInit(layers, stream(1, name)));
const batch = (name: string, B: number) => fromArray(seeded(name, [B, 3]), [B, 3]);

test('a 1-2-1 network computed by hand', () => {
  const small = layersOf([1, 2, 1]);
  // W₁ = [1, -1], b₁ = [0.5, 0.5], W₂ = [2, 3]ᵀ, b₂ = -10
  const flat = constant(fromArray([1, -1, 0.5, 0.5, 2, 3, -10]));
  const x = constant(fromArray([0, 2, -2], [3, 1]));
  const y = mlp(x, flat, small);
  assert.equal(y.value.shape, [3, 1]);
  // h = relu(0.5 ± x): (0.5, 0.5), (2.5, 0), (0, 2.5); the negative output stays negative
  assertSameBits(y.value.data, Float64Array.of(-7.5, -5, -2.5), 'y');
});

test('a network is linear layers with relu between them and nothing after the last', () => {
  const x = constant(batch('x', 4));
  const flat = constant(weights('w'));
  const layer = (h: typeof x, n: number) =>
    linear(h, weightsOf(flat, layers[n]), biasOf(flat, layers[n]));
  const expected = layer(relu(layer(relu(layer(x, 0)), 1)), 2).value.data;
  assertSameBits(mlp(x, flat, layers).value.data, expected, 'default');
  assertSameBits(mlp(x, flat, layers, relu).value.data, expected, 'named');
});

test('a single layer has no activation', () => {
  const one = layersOf([2, 1]);
  const x = constant(fromArray([1, 1], [1, 2]));
  const y = mlp(x, constant(fromArray([-1, -2, -3])), one);
  assertSameBits(y.value.data, Float64Array.of(-6), 'y');
});

test('another activation is used between the layers', () => {
  const flat = constant(fromArray([1, 0, 1, 0])); // the identity, twice
  const x = constant(fromArray([0.7, -0.2], [2, 1]));
  assertSameBits(
    mlp(x, flat, layersOf([1, 1, 1]), tanh).value.data,
    tanh(x).value.data,
    'one tanh between two identities',
  );
  assertSameBits(
    mlp(x, flat, layersOf([1, 1, 1]), neg).value.data,
    Float64Array.of(-0.7, 0.2),
    'one sign change',
  );
});

for (const [name, activation] of Object.entries({ relu, tanh })) {
  test(`the gradients of a network with ${name} agree with central differences`, () => {
    checkGradients(
      (x, flat) => mlp(x, flat, layers, activation),
      [
        { shape: [4, 3], values: seeded('x', [4, 3]) },
        { shape: [P], values: seeded('w', [P], -0.8, 0.8) },
      ],
    );
  });
}

test('the gradients of a network applied twice agree with central differences', () => {
  const square = layersOf([2, 4, 2]);
  checkGradients(
    (x, flat) => mlp(mlp(x, flat, square, tanh), flat, square, tanh),
    [
      { shape: [3, 2], values: seeded('x', [3, 2]) },
      { shape: [22], values: seeded('w', [22], -0.8, 0.8) },
    ],
  );
});

test('rows of a batch do not see each other', () => {
  const flat = constant(weights('w'));
  const x = batch('rows', 5);
  const together = mlp(constant(x), flat, layers).value.data;
  for (let i = 0; i < 5; i++) {
    const row = constant(tensor(x.data.slice(3 * i, 3 * i + 3), [1, 3]));
    assertSameBits(mlp(row, flat, layers).value.data, together.slice(2 * i, 2 * i + 2), `row ${i}`);
  }
});

test('new parameters and inputs written into a recorded network give what a new network gives', () => {
  const x = constant(batch('x', 4));
  const flat = parameter(weights('w'));
  const loss = sum(square(mlp(x, flat, layers)));
  const graph = graphOf(loss);
  graph.backward();
  x.value.data.set(batch('other x', 4).data);
  flat.value.data.set(weights('other w').data);
  zeroGrad(flat);
  graph.forward();
  graph.backward();

  const fresh = parameter(weights('other w'));
  const freshLoss = sum(square(mlp(constant(batch('other x', 4)), fresh, layers)));
  backward(freshLoss);
  assertSameBits(loss.value.data, freshLoss.value.data, 'loss');
  assertSameBits(flat.grad!.data, fresh.grad!.data, 'gradient');
  assert.ok(flat.grad!.data.some((g) => g !== 0));
});

test('a network with constant parameters carries no gradient', () => {
  assert.is(mlp(constant(batch('x', 2)), constant(weights('w')), layers).grad, null);
});

test('an input of the wrong width is rejected', () => {
  const x = constant(fromArray([1, 2], [1, 2]));
  assertRangeError(() => mlp(x, constant(weights('w')), layers), /\[1, 2\] × \[3, 6\]/);
});

test.run();
