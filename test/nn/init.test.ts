import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformInit } from '../../src/nn/init.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertSameBits } from '../support/close.ts';

const layers = layersOf([4, 500, 100, 1]);
const parameters = uniformInit(layers, stream(1, 'init'));

test('every layer is uniform in ±1/√inputs, weights and biases alike', () => {
  assert.is(parameters.length, parameterCount(layers));
  for (const { inputs, weightStart, biasStart, end } of layers) {
    const bound = 1 / Math.sqrt(inputs);
    for (const [part, start, stop] of [
      ['weights', weightStart, biasStart],
      ['bias', biasStart, end],
    ] as const) {
      // In units of the bound: mean 0 and mean square 1/3, with variances 1/3 and 1/5 − 1/9 = 4/45; 5 sigma.
      const u = parameters.slice(start, stop).map((x) => x / bound);
      const n = u.length;
      const what = `${part} of the layer with ${inputs} inputs`;
      assert.ok(
        u.every((x) => x !== 0 && Math.abs(x) <= 1),
        `${what}: bound`,
      );
      const mean = u.reduce((total, x) => total + x, 0) / n;
      assert.ok(Math.abs(mean) < 5 * Math.sqrt(1 / 3 / n), `${what}: mean ${mean}`);
      const square = u.reduce((total, x) => total + x * x, 0) / n;
      assert.ok(Math.abs(square - 1 / 3) < 5 * Math.sqrt(4 / 45 / n), `${what}: square ${square}`);
    }
  }
});

test('the same stream gives the same parameters, another stream others', () => {
  assertSameBits(uniformInit(layers, stream(1, 'init')), parameters, 'same');
  const other = uniformInit(layers, stream(2, 'init'));
  assert.ok(other.every((x, i) => x !== parameters[i]));
});

test('numbers are drawn in the order of the vector, one for each parameter', () => {
  const rng = stream(1, 'init');
  const again = stream(1, 'init');
  uniformInit(layersOf([1, 2, 1]), rng); // 7 parameters
  const draws = Array.from({ length: 7 }, () => again.uniform53());
  assert.equal(rng.state(), again.state());
  const expected = draws.map((u, i) => (2 * u - 1) / (i < 4 ? 1 : Math.sqrt(2)));
  const actual = uniformInit(layersOf([1, 2, 1]), stream(1, 'init'));
  actual.forEach((x, i) => assert.ok(Math.abs(x - expected[i]) < 1e-15, `parameter ${i} is ${x}`));
});

test.run();
