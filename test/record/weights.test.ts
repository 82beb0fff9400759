import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFunction } from '../../src/nn/network.ts';
import { createRun } from '../../src/train/run.ts';
import { weightTensors } from '../../src/record/weights.ts';
import { assertClose } from '../support/close.ts';
import { tinyConfig, vimeOf } from '../support/tinyRun.ts';

const run = createRun(tinyConfig({ hiddenWidth: 5, bnnHidden: 4 }));
run.agent.dqn.average.set(run.agent.dqn.online.map((w) => 2 * w));
const tensors = weightTensors(run);
const named = new Map(tensors.map((t) => [t.name, t]));

test('names and shapes are those of PyTorch', () => {
  assert.equal(
    tensors.map(({ name, shape }) => [name, ...shape]),
    [
      ...['q', 'q_average'].flatMap((q) => [
        [`${q}.0.weight`, 5, 2],
        [`${q}.0.bias`, 5],
        [`${q}.2.weight`, 5, 5],
        [`${q}.2.bias`, 5],
        [`${q}.4.weight`, 3, 5],
        [`${q}.4.bias`, 3],
      ]),
      ...['mu', 'rho'].flatMap((part) => [
        [`bnn.0.weight_${part}`, 4, 5],
        [`bnn.0.bias_${part}`, 4],
        [`bnn.2.weight_${part}`, 2, 4],
        [`bnn.2.bias_${part}`, 2],
      ]),
      ['bnn_noise.0.weight', 2, 4 + 5], // from hidden units and inputs
      ['bnn_noise.0.bias', 2],
    ],
  );
  for (const { name, shape, data } of tensors) {
    assert.is(
      data.length,
      shape.reduce((a, b) => a * b, 1),
      name,
    );
  }
});

test('the agent without curiosity has no model to write', () => {
  const names = weightTensors(createRun(tinyConfig({ agent: 'dqn' }))).map((t) => t.name);
  assert.equal(
    names.filter((name) => !name.startsWith('q')),
    [],
  );
});

/** y = x Wᵀ + b with ReLU between layers, from the tensors as written. */
function forward(x: readonly number[], prefix: string, layers: readonly string[]): number[] {
  let h = [...x];
  layers.forEach((layer, n) => {
    const weight = named.get(`${prefix}.${layer}.weight`)!;
    const bias = named.get(`${prefix}.${layer}.bias`)!;
    const [outputs, inputs] = weight.shape;
    const input = n === 0 ? h : h.map((value) => Math.max(value, 0));
    h = Array.from({ length: outputs }, (_, j) =>
      input.reduce((sum, value, i) => sum + value * weight.data[j * inputs + i], bias.data[j]),
    );
  });
  return h;
}

for (const [prefix, parameters] of [
  ['q', run.agent.dqn.online],
  ['q_average', run.agent.dqn.average],
] as const) {
  test(`${prefix} as PyTorch would evaluate it gives the Q-values`, () => {
    const q = networkFunction(parameters, run.agent.dqn.layers, 1);
    for (const x of [
      [0.3, -0.7],
      [-1, 1],
    ]) {
      q.inputs.set(x);
      const expected = q.evaluate();
      assertClose(forward(x, prefix, ['0', '2', '4']), expected, 'Q-values', 1e-13, 1e-15);
    }
  });
}

test('mu and rho of the model are those of its phi, weights transposed', () => {
  const { phi, layers } = vimeOf(run).bnn.posterior;
  const P = phi.value.size / 2;
  layers.forEach(({ inputs, outputs, weightStart, biasStart }, n) => {
    for (const [part, offset] of [
      ['mu', 0],
      ['rho', P],
    ] as const) {
      const weight = named.get(`bnn.${2 * n}.weight_${part}`)!.data;
      const bias = named.get(`bnn.${2 * n}.bias_${part}`)!.data;
      for (let j = 0; j < outputs; j++) {
        assert.is(bias[j], phi.value.data[offset + biasStart + j]);
        for (let i = 0; i < inputs; i++) {
          const flat = phi.value.data[offset + weightStart + i * outputs + j];
          assert.is(weight[j * inputs + i], flat, `layer ${n}, ${part}, ${j} ${i}`);
        }
      }
    }
  });
});

test.run();
