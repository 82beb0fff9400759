import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constant } from '../../src/autodiff/variable.ts';
import { zeros } from '../../src/autodiff/tensor.ts';
import { logVarianceOf } from '../../src/bnn/observationNoise.ts';
import { predictiveMoments } from '../../src/bnn/predictive.ts';
import type { ModelLayout } from '../../src/curiosity/curiosity.ts';
import { normalCdf, normalPdf } from '../../src/math/numerics/normalDistribution.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/record/safetensors.ts';
import { networkFunction } from '../../src/nn/network.ts';
import { createRun } from '../../src/train/run.ts';
import { encodeWeights, hashedWeights, weightTensors } from '../../src/record/weights.ts';
import { assertClose } from '../support/close.ts';
import { batchOf } from '../support/curiosity.ts';
import { tinyConfig, trainAll, vimeOf } from '../support/tinyRun.ts';

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

/** Everything below is made from the bytes of the file, and the numbers of transitions, alone. */
function rebuilt(file: Uint8Array): {
  readonly seen: (observation: readonly number[]) => number[];
  readonly change: (
    state: readonly number[],
    action: number,
  ) => { mean: number[]; noiseSd: number[] };
} {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));
  const { __metadata__: metadata, ...entries } = JSON.parse(text) as {
    readonly __metadata__: { readonly inputs: string; readonly model: string };
  } & Readonly<Record<string, { readonly shape: number[]; readonly data_offsets: number[] }>>;
  const inputs = JSON.parse(metadata.inputs) as ([number, number] | null)[];
  const model = JSON.parse(metadata.model) as Required<ModelLayout>;
  const numbers = (name: string): number[] => {
    const [begin, end] = entries[name].data_offsets;
    const bytes = file.slice(8 + length + begin, 8 + length + end);
    return Array.from(new Float64Array(bytes.buffer));
  };
  /** The rows of a matrix [out, in]. */
  const rows = (name: string): number[][] => {
    const [outputs, width] = entries[name].shape;
    const flat = numbers(name);
    return Array.from({ length: outputs }, (_, j) => flat.slice(j * width, (j + 1) * width));
  };
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * b[i], 0);
  const variances = (rho: readonly number[]): number[] =>
    rho.map((r) => Math.log1p(Math.exp(r)) ** 2);
  return {
    seen: (observation) =>
      observation.map((x, i) => {
        const bounds = inputs[i];
        return bounds === null ? x : (2 * x - bounds[0] - bounds[1]) / (bounds[1] - bounds[0]);
      }),
    change: (state, action) => {
      const x = [...state.map((s) => model.inputScale * s), 0, 0, 0];
      x[state.length + action] = 1;
      const [mu, rho] = ['mu', 'rho'].map((part) => rows(`bnn.0.weight_${part}`));
      const [bias, biasRho] = ['mu', 'rho'].map((part) => numbers(`bnn.0.bias_${part}`));
      const hidden = mu.map((row, j) => {
        const m = dot(row, x) + bias[j];
        const v =
          dot(
            variances(rho[j]),
            x.map((one) => one * one),
          ) + variances(biasRho)[j];
        const z = m / Math.sqrt(v); // the mean of a rectified Gaussian
        return m * normalCdf(z) + Math.sqrt(v) * normalPdf(z);
      });
      const out = rows('bnn.2.weight_mu').map(
        (row, i) => dot(row, hidden) + numbers('bnn.2.bias_mu')[i],
      );
      const { noise } = model;
      const logVariance = rows('bnn_noise.0.weight').map(
        (row, i) => dot(row, [...hidden, ...x]) + numbers('bnn_noise.0.bias')[i],
      );
      assert.is(noise.kind, 'learned');
      const bounds = noise as { readonly low: number; readonly high: number };
      return {
        mean: out.map((y, i) => model.targetMean[i] + model.targetSd[i] * y),
        noiseSd: logVariance.map(
          (l, i) =>
            model.targetSd[i] * Math.exp(0.5 * Math.min(bounds.high, Math.max(bounds.low, l))),
        ),
      };
    },
  };
}

test('predictions can be rebuilt from the file alone', () => {
  const { run: trained } = trainAll(tinyConfig({ episodes: 2 }));
  const { seen, change } = rebuilt(encodeWeights(trained));
  const vime = vimeOf(trained);
  const { replay, env, view } = trained;
  const { observation } = env.reset(3);
  assertClose(seen([...observation]), [...view.see(observation)], 'what networks see', 1e-15);

  const count = 20;
  const batch = batchOf(
    replay,
    Array.from({ length: count }, (_, slot) => slot),
  );
  const [predicted, observed] = [new Float64Array(2 * count), new Float64Array(2 * count)];
  vime.predict(batch, predicted, observed);
  const { targetMean, targetSd } = vime.layout();
  let error = 0;
  for (let row = 0; row < count; row++) {
    const state = [...batch.states.subarray(2 * row, 2 * row + 2)];
    const { mean, noiseSd } = change(state, batch.actions[row]);
    for (const i of [0, 1]) {
      const at = 2 * row + i;
      const expected = targetMean[i] + targetSd[i] * predicted[at];
      assertClose([mean[i]], [expected], `change of variable ${i}, transition ${row}`, 1e-12);
      error += ((mean[i] - (batch.nextStates[at] - batch.states[at])) / noiseSd[i]) ** 2;
    }
  }
  // The outcomes lie about as far from it as the noise says: it is in the same units.
  assert.ok(error / (2 * count) > 0.05 && error / (2 * count) < 20, String(error));
  const x = constant(zeros([count, 5]));
  vime.transitions.encode(batch, x.value.data, observed);
  const { hidden } = predictiveMoments(vime.bnn.posterior, x);
  const logVariance = logVarianceOf(vime.bnn.noiseModel!, hidden.mean, x).value.data;
  const { noiseSd } = change([...batch.states.subarray(0, 2)], batch.actions[0]);
  const expected = [0, 1].map((i) => targetSd[i] * Math.exp(0.5 * logVariance[i]));
  assertClose(noiseSd, expected, 'noise', 1e-12);
});

test('the layout is no part of what is hashed', () => {
  const { run: trained } = trainAll(tinyConfig({ episodes: 1 }));
  const file = encodeWeights(trained);
  const tensorsOnly = encodeSafetensors(weightTensors(trained));
  assert.equal(hashedWeights(file), tensorsOnly);
  assert.equal(hashedWeights(tensorsOnly), tensorsOnly); // as older versions wrote it
  const plain = createRun(tinyConfig({ agent: 'dqn', observation: 'raw' }));
  const { metadata } = decodeSafetensors(encodeWeights(plain));
  const config = JSON.stringify(plain.config);
  assert.equal(metadata, { format: 'pt', inputs: '[null,null]', model: 'null', config });
});

test.run();
