import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mul } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import { constant, parameter, zeroGrad } from '../../src/autodiff/variable.ts';
import { Dqn, tdLoss } from '../../src/dqn/dqn.ts';
import { networkFunction } from '../../src/nn/network.ts';
import { tdTargetInto } from '../../src/dqn/tdTarget.ts';
import { layersOf, parameterCount, type Layer } from '../../src/nn/layers.ts';
import { Adam } from '../../src/optim/adam.ts';
import { clipGradNorm } from '../../src/optim/clip.ts';
import { stream } from '../../src/math/random/rng.ts';
import { createNStepBatch, type NStepBatch } from '../../src/replay/nStep.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose } from '../support/close.ts';
import { golden, numbers, type GoldenNumber, type GoldenTensor } from '../support/golden.ts';
import { assertSummary, type GoldenSummary } from '../support/goldenSummary.ts';

type List = readonly GoldenNumber[];

interface Variant {
  readonly double: boolean;
  readonly loss: 'mse' | 'huber';
  readonly huber_delta: number | null;
  readonly gamma: number;
  readonly lr: number;
  readonly max_grad_norm: number | null;
  readonly q_values?: GoldenTensor;
  readonly next_q_target?: GoldenTensor;
  readonly next_q_online?: GoldenTensor;
  readonly q_taken: List;
  readonly td_targets: List;
  readonly loss_value: number;
  readonly grad_norm: number;
  readonly grads?: readonly List[];
  readonly grads_summary?: GoldenSummary;
  readonly clipped_grads_summary?: GoldenSummary;
  readonly adam: readonly {
    readonly step: number;
    readonly loss_before: number;
    readonly params: GoldenSummary;
  }[];
}

interface Network {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly probe_indices: readonly number[];
  readonly params: readonly GoldenTensor[];
  readonly target_params: readonly GoldenTensor[];
  readonly batch: {
    readonly size: number;
    readonly states: List;
    readonly next_states: List;
    readonly actions: readonly number[];
    readonly rewards: List;
    readonly terminated: readonly boolean[];
  };
  readonly variants: readonly Variant[];
}

/** Ours is one flat vector, weights [in, out]; the file has a list for each tensor, weights [out, in]. */
function forEachPosition(
  layers: readonly Layer[],
  visit: (golden: number, flat: number) => void,
): void {
  let golden = 0;
  for (const { inputs, outputs, weightStart, biasStart } of layers) {
    for (let j = 0; j < outputs; j++) {
      for (let i = 0; i < inputs; i++) visit(golden++, weightStart + i * outputs + j);
    }
    for (let j = 0; j < outputs; j++) visit(golden++, biasStart + j);
  }
}

function fromGolden(layers: readonly Layer[], params: readonly GoldenTensor[]): Float64Array {
  const values = numbers(params.flatMap((p) => p.data));
  assert.is(values.length, parameterCount(layers), 'number of parameters');
  const flat = new Float64Array(values.length);
  forEachPosition(layers, (golden, at) => {
    flat[at] = values[golden];
  });
  return flat;
}

function toGoldenOrder(layers: readonly Layer[], flat: Float64Array): Float64Array {
  const out = new Float64Array(flat.length);
  forEachPosition(layers, (golden, at) => {
    out[golden] = flat[at];
  });
  return out;
}

function batchOf({ sizes, batch }: Network, gamma: number): NStepBatch {
  const filled = createNStepBatch(batch.size, sizes[0]);
  filled.states.set(numbers(batch.states));
  filled.nextStates.set(numbers(batch.next_states));
  filled.actions.set(batch.actions);
  filled.returns.set(numbers(batch.rewards)); // one step: the return is the reward
  filled.discounts.fill(gamma);
  filled.ended.set(batch.terminated.map(Number));
  return filled;
}

/** Values of all actions, [B, A]. */
function valuesOf(
  flat: Float64Array,
  layers: readonly Layer[],
  states: Float64Array,
): Float64Array {
  const q = networkFunction(flat, layers, states.length / layers[0].inputs);
  q.inputs.set(states);
  return q.evaluate();
}

for (const network of golden<{ networks: Network[] }>('dqn').networks) {
  const { name, sizes, probe_indices: probes } = network;
  const layers = layersOf(sizes);
  const B = network.batch.size;
  const A = sizes[sizes.length - 1];
  const order = (flat: Float64Array): Float64Array => toGoldenOrder(layers, flat);

  for (const v of network.variants) {
    const what =
      `${v.double ? 'double' : 'single'} ${v.loss}${v.huber_delta === null ? '' : ` ${v.huber_delta}`}, ` +
      `gamma ${v.gamma}, max norm ${v.max_grad_norm ?? 'none'}`;

    test(`${name}, ${what}: values, targets, loss, gradient and Adam steps agree with PyTorch`, () => {
      const online = fromGolden(layers, network.params);
      const batch = batchOf(network, v.gamma);
      const q = valuesOf(online, layers, batch.states);
      const qNextTarget = valuesOf(
        fromGolden(layers, network.target_params),
        layers,
        batch.nextStates,
      );
      const qNextOnline = valuesOf(online, layers, batch.nextStates);
      for (const [given, values] of [
        ['q_values', q],
        ['next_q_target', qNextTarget],
        ['next_q_online', qNextOnline],
      ] as const) {
        const expected = v[given];
        if (expected) assertClose(values, numbers(expected.data), given);
      }
      assertClose(
        Array.from(batch.actions, (action, row) => q[row * A + action]),
        numbers(v.q_taken),
        'q_taken',
      );

      // From the networks at the start, and fixed from here on.
      const targets = constant(fromArray(new Float64Array(B)));
      const qSelect = v.double ? qNextOnline : qNextTarget;
      const { returns, discounts, ended } = batch;
      tdTargetInto(targets.value.data, returns, discounts, ended, qNextTarget, qSelect);
      assertClose(targets.value.data, numbers(v.td_targets), 'td_targets');

      const theta = parameter(fromArray(online));
      const states = constant(fromArray(batch.states, [B, sizes[0]]));
      // The squared error is twice the Huber loss that never turns linear.
      const factor = v.loss === 'mse' ? 2 : 1;
      const delta = v.huber_delta ?? Infinity;
      const half = tdLoss(states, theta, layers, batch.actions, targets, delta);
      const loss = mul(half, constant(fromArray([factor], [])));
      const graph = graphOf(loss);
      const grad = theta.grad!.data;
      const adam = new Adam(online.length);
      const last = Math.max(1, ...v.adam.map((a) => a.step));
      for (let t = 1; t <= last; t++) {
        graph.forward();
        zeroGrad(theta);
        graph.backward();
        if (t === 1) {
          assertClose(loss.value.data, [v.loss_value], 'loss');
          if (v.grads) assertClose(order(grad), numbers(v.grads.flat()), 'gradient');
          if (v.grads_summary) assertSummary(order(grad), v.grads_summary, probes, 'gradient');
        }
        const gradNorm = clipGradNorm(grad, v.max_grad_norm ?? Infinity);
        if (t === 1) {
          assertClose([gradNorm], [v.grad_norm], 'norm of the gradient');
          if (v.clipped_grads_summary) {
            assertSummary(order(grad), v.clipped_grads_summary, probes, 'clipped gradient');
          }
        }
        adam.step(theta.value.data, grad, v.lr);
        const expected = v.adam.find((a) => a.step === t);
        if (!expected) continue;
        assertClose(loss.value.data, [expected.loss_before], `loss before step ${t}`);
        const after = order(theta.value.data);
        assertSummary(after, expected.params, probes, `parameters after step ${t}`);
      }
    });

    test(`${name}, ${what}: Dqn.learn takes the same steps`, () => {
      const dqn = new Dqn(
        {
          sizes,
          batchSize: B,
          doubleDqn: v.double,
          // Half the squared error has half the gradient, so half the norm is the same clipping.
          huberDelta: v.huber_delta ?? Infinity,
          maxGradNorm: (v.max_grad_norm ?? Infinity) * (v.loss === 'mse' ? 0.5 : 1),
          tau: 0, // the targets stay those of the target network at the start
          targetUpdate: 'soft',
          inputLasso: 0,
          targetEvery: 1,
          averageWeight: 1,
        },
        stream(1, 'unused'),
      );
      dqn.online.set(fromGolden(layers, network.params));
      dqn.target.set(fromGolden(layers, network.target_params));
      const batch = batchOf(network, v.gamma);
      const factor = v.loss === 'mse' ? 2 : 1;
      // Double DQN chooses with the online network, so its targets move after the first step.
      const last = v.double ? 1 : Math.max(1, ...v.adam.map((a) => a.step));
      for (let t = 1; t <= last; t++) {
        const update = dqn.learn(batch, v.lr);
        if (t === 1) {
          assertClose([factor * update.loss], [v.loss_value], 'loss');
          assertClose([factor * update.gradNorm], [v.grad_norm], 'norm of the gradient');
        }
        const expected = v.adam.find((a) => a.step === t);
        // Adam's step does not depend on the length of the gradient, but for its eps of 1e-8.
        if (!expected || v.loss === 'mse') continue;
        assertClose([update.loss], [expected.loss_before], `loss before step ${t}`);
        assertSummary(order(dqn.online), expected.params, probes, `parameters after step ${t}`);
      }
    });
  }
}

test.run();
