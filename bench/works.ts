/**
 * The works of the targets, W1 to W5, through the project's own public code: for the benches here, and for the
 * comparison with other frameworks (peers/), which get the same numbers.
 */
import { Bnn, type BnnOptions, type BnnUpdate } from '../src/bnn/bnn.ts';
import type { LikelihoodKind } from '../src/bnn/likelihood.ts';
import { Dqn, type DqnUpdate } from '../src/dqn/dqn.ts';
import { networkFunction } from '../src/nn/network.ts';
import { argMax } from '../src/math/kernels/reduce.ts';
import { uniformInit } from '../src/nn/init.ts';
import { layersOf } from '../src/nn/layers.ts';
import { log } from '../src/math/numerics/log.ts';
import { stream } from '../src/math/random/rng.ts';
import { createNStepBatch, gatherNStep } from '../src/replay/nStep.ts';
import { ReplayBuffer } from '../src/replay/replayBuffer.ts';
import { batchGain, type BatchGain } from '../src/curiosity/vime/batchGain.ts';
import { optimised, type Beliefs } from '../src/vime.ts';
import { normals, uniforms } from './inputs.ts';

/** The Q-network of the default run. */
export const Q_SIZES = [2, 64, 64, 3];
export const LEARNING_RATE = 1e-3;
export const GAMMA = 0.99;

/** W1: the greedy action of one state. */
export function greedy(sizes: readonly number[] = Q_SIZES) {
  const layers = layersOf(sizes);
  const parameters = uniformInit(layers, stream(1, 'bench greedy'));
  const states = uniforms(256 * sizes[0], -1, 1, 'bench greedy states'); // [256, S]
  const q = networkFunction(parameters, layers, 1);
  const S = sizes[0];
  const A = sizes[sizes.length - 1];
  const act = (row: number): number => {
    for (let i = 0; i < S; i++) q.inputs[i] = states[row * S + i];
    return argMax(q.evaluate(), 0, A);
  };
  return { layers, parameters, states, q, act };
}

/** A replay buffer of generated transitions: uniform states, small changes, some rewards. */
export function filledReplay(size: number, capacity = size): ReplayBuffer {
  const replay = new ReplayBuffer(capacity, 2);
  const rng = stream(1, 'bench replay');
  const state = new Float64Array(2);
  const next = new Float64Array(2);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < 2; j++) {
      state[j] = 2 * rng.uniform53() - 1;
      next[j] = state[j] + 0.1 * (2 * rng.uniform53() - 1);
    }
    const goal = rng.uniform() < 0.02;
    replay.add({
      state,
      action: rng.integer(3),
      reward: goal ? 1 : 0,
      nextState: next,
      terminated: goal,
      truncated: !goal && i % 200 === 0,
    });
  }
  return replay;
}

export interface DqnWorkOptions {
  readonly hidden?: number;
  readonly batchSize?: number;
  readonly replaySize?: number;
  /** With the extras of the default run: gradient clipping, the soft target and the average for evaluation. */
  readonly extras?: boolean;
}

/**
 * W2: sample, gather, target, forward, backward, Adam; the arg-max of double DQN is off. Returns of one step, as the
 * peers store them. Without `extras` the target stays as it is and no gradient is long enough to be clipped; the
 * average is carried along in any case, for that is what the public code does.
 */
export function dqnStep(options: DqnWorkOptions = {}) {
  const { hidden = 64, batchSize = 64, replaySize = 10_000, extras = true } = options;
  const replay = filledReplay(replaySize);
  const dqn = new Dqn(
    {
      sizes: [2, hidden, hidden, 3],
      batchSize,
      doubleDqn: false,
      huberDelta: 1,
      maxGradNorm: extras ? 10 : 1e9,
      tau: 0.02,
      targetUpdate: extras ? 'soft' : 'updates',
      targetEvery: extras ? 1 : 1e9,
      inputLasso: 0,
      averageWeight: 0.005,
    },
    stream(1, 'bench dqn'),
  );
  const batch = createNStepBatch(batchSize, 2);
  const slots = new Int32Array(batchSize);
  const sampling = stream(1, 'bench sampling');
  const returns = { nStep: 1, gamma: GAMMA, truncationEnds: false };
  const rewardOf = (slot: number): number => replay.rewards[slot];
  const learn = (): DqnUpdate => {
    gatherNStep(batch, replay, slots, returns, rewardOf);
    return dqn.learn(batch, LEARNING_RATE);
  };
  const step = (): DqnUpdate => {
    replay.sample(slots, sampling);
    return learn();
  };
  return { replay, dqn, slots, learn, step };
}

export interface BnnWorkOptions {
  readonly kind: LikelihoodKind;
  readonly inputs: number;
  readonly batchSize: number;
  readonly samples: number;
}

/** Different batches for successive steps. */
const BATCHES = 32;

/** W3, W3x: one step of the ELBO. */
export function bnnStep({ kind, inputs, batchSize, samples }: BnnWorkOptions) {
  const options: BnnOptions = {
    sizes: [inputs, 32, 2],
    kind,
    samples,
    batchSize,
    initialSigma: 0.1,
    activeInputs: inputs,
    noise: 'fixed',
    likelihoodSd: 0.3,
    noiseFloor: 0.02,
    betaNll: 0,
    priorSd: 0.5,
    learningRate: 2e-3,
  };
  const bnn = new Bnn(options, stream(1, 'bench bnn'));
  const x = normals(BATCHES * batchSize * inputs, 'bench bnn x');
  const y = normals(BATCHES * batchSize * 2, 'bench bnn y');
  const batches = Array.from({ length: BATCHES }, (_, n) => ({
    x: x.subarray(n * batchSize * inputs, (n + 1) * batchSize * inputs),
    y: y.subarray(n * batchSize * 2, (n + 1) * batchSize * 2),
  }));
  const noise = stream(1, 'bench bnn noise');
  const dataCount = 10_000;
  const step = (n: number): BnnUpdate => {
    const batch = batches[n % BATCHES];
    bnn.inputs.set(batch.x);
    bnn.targets.set(batch.y);
    return bnn.learn(dataCount, noise);
  };
  return { options, bnn, batches, dataCount, step };
}

/** The same beliefs for the functions of the page (src/vime.ts), with observation noise fixed at `sd`. */
export function pageBeliefs(phi: Float64Array, sizes: Beliefs['sizes'], sd: number): Beliefs {
  const [I, H, O] = sizes;
  // log ω² has the weights 0 and the bias 2 log sd.
  const noise = [...new Float64Array((H + I) * O), ...new Float64Array(O).fill(2 * log(sd))];
  return { sizes, phi: optimised([...phi]), noise: optimised(noise) };
}

/** Transitions whose gain is asked for, and the default run's beliefs: 5-32-2, exact moments. */
export const GAIN_INPUTS = 5;

/** W4: the information gain of `total` transitions, `rows` at a time. */
export function gains(rows: number, total: number) {
  const { bnn, options } = bnnStep({
    kind: 'exact',
    inputs: GAIN_INPUTS,
    batchSize: 32,
    samples: 1,
  });
  const x = normals(total * GAIN_INPUTS, 'bench gain x');
  const y = normals(total * 2, 'bench gain y');
  // The action is one-hot, as in the run.
  for (let row = 0; row < total; row++) {
    for (let a = 0; a < 3; a++) x[row * GAIN_INPUTS + 2 + a] = row % 3 === a ? 1 : 0;
  }
  const meter: BatchGain = batchGain(bnn.posterior, rows, options);
  const xs = Array.from({ length: total / rows }, (_, n) =>
    x.subarray(n * rows * GAIN_INPUTS, (n + 1) * rows * GAIN_INPUTS),
  );
  const ys = xs.map((_, n) => y.subarray(n * rows * 2, (n + 1) * rows * 2));
  /** The gains of the n-th `rows` transitions. */
  const measure = (n: number): Float64Array => {
    meter.x.set(xs[n]);
    meter.y.set(ys[n]);
    return meter.evaluate();
  };
  return { posterior: bnn.posterior, options, x, y, measure, chunks: xs.length };
}
