/**
 * VIME's curiosity: a Bayesian network that predicts what the world will do next, and how much a transition would
 * change its mind.
 *
 * The model sees the state and the action and predicts the change of the state. What a transition would still
 * teach it is the information gain, D_KL[q(θ; φ_new) ‖ q(θ; φ_old)]: informationGain.ts and batchGain.ts.
 */
import { constant } from '../../autodiff/variable.ts';
import { knownInputMoments, randomInputMoments, rectified } from '../../bnn/bayesianLinear.ts';
import { Bnn, type BnnState } from '../../bnn/bnn.ts';
import type { LikelihoodKind } from '../../bnn/likelihood.ts';
import type { NoiseKind } from '../../bnn/observationNoise.ts';
import { frozen } from '../../bnn/posterior.ts';
import { parameterCount } from '../../nn/layers.ts';
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import { zeros } from '../../autodiff/tensor.ts';
import { batchGain } from './batchGain.ts';
import type { Curiosity, CuriosityUpdate, LearntVector, Measure } from '../curiosity.ts';
import {
  descentGain,
  type GainDirection,
  type GainMeter,
  type StepKind,
} from './informationGain.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions, type TransitionOptions } from '../transitions.ts';

export interface VimeOptions extends TransitionOptions {
  readonly hidden: number;
  /** Transitions in an update. */
  readonly batchSize: number;
  /** Environment steps before the first update. */
  readonly warmupSteps: number;
  readonly learningRate: number;
  readonly priorSd: number;
  readonly initialSigma: number;
  readonly noise: NoiseKind;
  readonly likelihoodSd: number;
  readonly noiseFloor: number;
  readonly likelihood: LikelihoodKind;
  readonly samples: number;
  /** Transitions that are measured at a time. */
  readonly rows: number;
  /** By the second-order form for a whole batch, or by real gradient steps, one transition at a time. */
  readonly gainMethod: 'second-order' | 'descent';
  /** For `descent`: which KL, and the steps taken. To second order both directions are equal. */
  readonly gainDirection: GainDirection;
  readonly gainStepKind: StepKind;
  readonly gainSteps: number;
  readonly gainStepSize: number;
}

/** What no table varies. */
export const VIME_CONSTANTS = {
  inputScale: 1.7, // so that a state variable in [-1, 1] has a standard deviation of about 1, like the targets
  noiseFloor: 0.02, // of the standard deviation of a target
  gainDirection: 'gain', // KL[new ‖ old]
  gainStepKind: 'natural',
  gainSteps: 1,
  gainStepSize: 0.01, // λ; in the ratio of two gains it cancels
} as const;

export interface VimeState {
  readonly bnn: BnnState;
  readonly standardiser: StandardiserState;
}

export const VIME_MEASURE: Measure = {
  name: 'information gain',
  unit: 'nats',
  meaning:
    'How far a transition moves the beliefs about the weights: the KL divergence between those before and after it. Ratios are what counts: the number of nats depends on the size of the step that is measured.',
  of: 'memory',
  objective: {
    name: 'ELBO',
    unit: 'nats per transition',
    meaning:
      'The evidence lower bound. Higher is better: the model predicts what it has seen without giving up its prior for nothing.',
  },
  uncertainty: {
    name: 'uncertainty',
    unit: 'sd, in sd of the change',
    meaning:
      'How far the prediction is uncertain because the weights are not known: a standard deviation in units of the usual change of state.',
  },
};

export class Vime implements Curiosity<VimeState> {
  readonly measured = VIME_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly bnn: Bnn;
  readonly transitions: Transitions;
  readonly batchSize: number;
  readonly warmupSteps: number;
  readonly rows: number;
  readonly #gain: GainMeter;

  constructor(options: VimeOptions, rng: Rng) {
    const { stateSize, rows } = options;
    this.transitions = new Transitions(options);
    this.bnn = new Bnn(
      {
        ...options,
        kind: options.likelihood,
        sizes: [this.transitions.inputSize, options.hidden, stateSize],
        activeInputs: stateSize + 1,
      },
      rng,
    );
    const { posterior, likelihood } = this.bnn;
    this.learnt = learntVectors(this.bnn);
    this.batchSize = options.batchSize;
    this.warmupSteps = options.warmupSteps;
    this.rows = rows;
    this.#gain =
      options.gainMethod === 'second-order'
        ? batchGain(posterior, rows, likelihood)
        : descentGain(posterior, rows, {
            ...likelihood,
            optimiser: options.gainStepKind,
            stepSize: options.gainStepSize,
            steps: options.gainSteps,
            direction: options.gainDirection,
          });
  }

  update(transition: Transition): void {
    this.transitions.update(transition);
  }

  /** One update of the beliefs on a batch of remembered transitions. */
  learn(batch: TransitionBatch, remembered: number, rng: Rng): CuriosityUpdate {
    this.transitions.encode(batch, this.bnn.inputs, this.bnn.targets);
    const { elbo, gradNorm } = this.bnn.learn(remembered, rng);
    return { objective: elbo, gradNorm };
  }

  /** The information gain of each transition at the present beliefs, in nats. */
  measure(batch: TransitionBatch, out: Float64Array, rng: Rng): void {
    this.transitions.encode(batch, this.#gain.x, this.#gain.y);
    out.set(this.#gain.measure(rng));
  }

  /** √ of the mean over outputs of Var f, in closed form (bnn/bayesianLinear.ts), whichever likelihood the model learns by. */
  modelUncertainty(batch: TransitionBatch, out: Float64Array): void {
    const beliefs = frozen(this.bnn.posterior);
    const [first, second] = beliefs.layers;
    const B = out.length;
    const S = second.outputs;
    const x = constant(zeros([B, first.inputs]));
    this.transitions.encode(batch, x.value.data, new Float64Array(B * S));
    const hidden = rectified(knownInputMoments(x, beliefs, first));
    const { variance } = randomInputMoments(hidden, beliefs, second); // [B, S]
    for (let row = 0; row < B; row++) {
      let total = 0;
      for (let i = 0; i < S; i++) total += variance.value.data[row * S + i] / S;
      out[row] = Math.sqrt(total);
    }
  }

  state(): VimeState {
    return { bnn: this.bnn.state(), standardiser: this.transitions.state() };
  }

  restore(state: VimeState): void {
    this.bnn.restore(state.bnn);
    this.transitions.restore(state.standardiser);
  }
}

function learntVectors({ posterior, noiseModel }: Bnn): LearntVector[] {
  const { phi, layers } = posterior;
  const P = parameterCount(layers);
  const part = (what: string, start: number): LearntVector => ({
    name: `the model, ${what}`,
    prefix: 'bnn',
    suffix: `_${what}`,
    layers,
    values: phi.value.data.subarray(start, start + P),
    grad: phi.grad!.data.subarray(start, start + P),
  });
  const beliefs = [part('mu', 0), part('rho', P)];
  if (!noiseModel) return beliefs;
  const { parameters, layer } = noiseModel;
  const noise = {
    name: 'the noise model',
    prefix: 'bnn_noise',
    suffix: '',
    layers: [layer],
    values: parameters.value.data,
    grad: parameters.grad!.data,
  };
  return [...beliefs, noise];
}
