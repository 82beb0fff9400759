import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { networkFunction } from '../../src/nn/network.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { seeded } from '../support/gradcheck.ts';
import { plainNetwork } from '../support/plainNetwork.ts';

for (const sizes of [
  [2, 3],
  [1, 1, 1],
  [3, 5, 4, 2],
]) {
  for (const rows of [1, 4]) {
    test(`${sizes.join('-')} for ${rows} rows: the network by its formula, row by row`, () => {
      const layers = layersOf(sizes);
      const weights = normal(parameterCount(layers), stream(1, 'weights'));
      const f = networkFunction(weights, layers, rows);
      assert.is(f.inputs.length, rows * sizes[0]);
      f.inputs.set(seeded('inputs', [rows, sizes[0]]));
      const expected = Array.from({ length: rows }, (_, row) =>
        plainNetwork([...f.inputs.subarray(row * sizes[0], (row + 1) * sizes[0])], weights, layers),
      );
      assertClose(f.evaluate(), expected.flat(), 'outputs', 1e-12, 1e-13);
    });
  }
}

test('it follows its weights and its inputs, and leaves both as they are', () => {
  const layers = layersOf([2, 4, 1]);
  const weights = normal(parameterCount(layers), stream(1, 'weights'));
  const f = networkFunction(weights, layers, 1);
  for (const [weight, input] of [
    [0.5, [1, 2]],
    [0.5, [-1, 2]],
    [-2, [-1, 2]],
  ] as const) {
    weights[0] = weight;
    f.inputs.set(input);
    const [keptWeights, keptInputs] = [weights.slice(), f.inputs.slice()];
    assertClose(f.evaluate(), plainNetwork(input, weights, layers), 'output', 1e-13);
    assertSameBits(weights, keptWeights, 'weights');
    assertSameBits(f.inputs, keptInputs, 'inputs');
  }
});

test('two functions of the same weights have buffers of their own', () => {
  const layers = layersOf([1, 1]);
  const weights = Float64Array.of(2, 1); // 2 x + 1
  const [one, two] = [networkFunction(weights, layers, 1), networkFunction(weights, layers, 2)];
  one.inputs.set([3]);
  two.inputs.set([4, 5]);
  const first = one.evaluate();
  assert.equal([...two.evaluate()], [9, 11]);
  assert.equal([...first], [7]);
});

test.run();
