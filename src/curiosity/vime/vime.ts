/**
 * VIME's curiosity: a Bayesian network that predicts how the state changes, and how much a transition would tell about its
 * weights.
 *
 * The model sees the state and the action and predicts the change of the state. What a transition would still
 * teach it is measured in one of two ways:
 * - `expected-gain`: the mutual information between the weights and the outcome, before the outcome is seen (expectedGain.ts).
 * - `information-gain`: D_KL[q(θ; φ_new) ‖ q(θ; φ_old)] for the outcome that came (informationGain.ts and batchGain.ts).
 */
import { Bnn, type BnnState } from '../../bnn/bnn.ts';
import type { LikelihoodKind } from '../../bnn/likelihood.ts';
import type { NoiseKind } from '../../bnn/observationNoise.ts';
import { checkChoice, checkNumbers } from '../../nn/checkOptions.ts';
import { parameterCount } from '../../nn/layers.ts';
import type { Rng } from '../../math/random/rng.ts';
import {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../../replay/transition.ts';
import { batchGain } from './batchGain.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
  NoiseLayout,
} from '../curiosity.ts';
import { expectedGain } from './expectedGain.ts';
import type { GainMeter } from './informationGain.ts';
import { predictionsOf } from './predictions.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions, type TransitionOptions } from '../transitions.ts';

export interface VimeOptions extends TransitionOptions {
  readonly hidden: number;
  /** Transitions in an update. */
  readonly batchSize: number;
  readonly learningRate: number;
  readonly priorSd: number;
  readonly initialSigma: number;
  readonly noise: NoiseKind;
  readonly likelihoodSd: number;
  readonly noiseFloor: number;
  readonly betaNll: number;
  readonly likelihood: LikelihoodKind;
  readonly samples: number;
  /** Transitions that are measured at a time. */
  readonly rows: number;
}

/** What no table varies. */
export const VIME_CONSTANTS = {
  inputScale: 1.7, // so that a state variable in [-1, 1] has a standard deviation of about 1, like the targets
  noiseFloor: 0.02, // of the standard deviation of a target
  samples: 10, // draws, for likelihoods that draw
} as const;

export interface VimeState {
  readonly bnn: BnnState;
  readonly standardiser: StandardiserState;
}

export type GainKind = 'expected-gain' | 'information-gain';

const MODEL_QUANTITIES = {
  of: 'memory',
  objective: {
    name: 'objective of the model',
    unit: 'nats per transition',
    meaning:
      'What the model raises as it learns: the evidence lower bound, or with beta-NLL the same with each likelihood term weighted. Higher is better: the model predicts what it has seen and stays near its prior.',
  },
  uncertainty: {
    name: 'uncertainty',
    unit: 'sd, in sd of the change',
    meaning:
      'How far the prediction is uncertain because the weights are not known: a standard deviation in units of the usual change of state.',
  },
} as const;

export const VIME_MEASURES: Readonly<Record<GainKind, Measure>> = {
  'expected-gain': {
    ...MODEL_QUANTITIES,
    name: 'expected information gain',
    anticipates: true,
    unit: 'nats',
    meaning:
      'How much the outcome is expected to tell about the weights: the mutual information between outcome and weights, for Gaussian predictions.',
  },
  'information-gain': {
    ...MODEL_QUANTITIES,
    name: 'information gain',
    unit: 'λ² nats',
    meaning:
      'How far a transition moves the beliefs about the weights: the KL divergence between those before and after a step of size λ on it. Ratios are what counts: the number of nats depends on λ.',
  },
};

export class Vime implements Curiosity<VimeState> {
  readonly measured: Measure;
  readonly learnt: readonly LearntVector[];
  readonly bnn: Bnn;
  readonly transitions: Transitions;
  readonly batchSize: number;
  readonly rows: number;
  /** Only for `expected-gain`. */
  readonly anticipate?: (state: Float64Array, rng: Rng) => Float64Array;
  readonly #gain: GainMeter;
  readonly #noise: NoiseLayout;

  /** @throws RangeError naming the option that is missing or wrong */
  constructor(kind: GainKind, options: VimeOptions, rng: Rng) {
    checkChoice('Vime', 'kind', kind, ['expected-gain', 'information-gain']);
    checkNumbers('Vime', options, ['hidden', 'rows']);
    const { stateSize, rows } = options;
    this.measured = VIME_MEASURES[kind];
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
    const { noiseModel } = this.bnn;
    this.#noise = noiseModel
      ? { kind: 'learned', low: noiseModel.low, high: noiseModel.high }
      : { kind: 'fixed', sd: options.likelihoodSd };
    this.batchSize = options.batchSize;
    this.rows = rows;
    const meter = kind === 'expected-gain' ? expectedGain : batchGain;
    this.#gain = meter(posterior, rows, likelihood);
    if (kind === 'expected-gain') this.anticipate = this.#anticipation(options);
  }

  update(transition: Transition): void {
    this.transitions.update(transition);
  }

  /** One update of the beliefs on a batch of remembered transitions. */
  learn(batch: TransitionBatch, remembered: number, rng: Rng): CuriosityUpdate {
    this.transitions.encode(batch, this.bnn.inputs, this.bnn.targets);
    const { objective, gradNorm } = this.bnn.learn(remembered, rng);
    return { objective, gradNorm };
  }

  /** The gain of each transition at the present beliefs, in the unit of `measured`. */
  measure(batch: TransitionBatch, out: Float64Array, rng: Rng): void {
    this.transitions.encode(batch, this.#gain.x, this.#gain.y);
    out.set(this.#gain.measure(rng));
  }

  /** The expected gains of all actions in a state at the present beliefs, in nats, [A]. */
  #anticipation({ stateSize, actionCount }: VimeOptions): NonNullable<Curiosity['anticipate']> {
    const { posterior, likelihood } = this.bnn;
    const gain = expectedGain(posterior, actionCount, likelihood);
    const batch = createTransitionBatch(actionCount, stateSize); // the outcomes are not looked at
    for (let a = 0; a < actionCount; a++) batch.actions[a] = a;
    return (state, rng) => {
      for (let a = 0; a < actionCount; a++) batch.states.set(state, a * stateSize);
      this.transitions.encode(batch, gain.x, gain.y);
      return gain.measure(rng);
    };
  }

  /** √ of the mean over outputs of Var f. */
  modelUncertainty(batch: TransitionBatch, out: Float64Array): void {
    const { modelVariance } = predictionsOf(this, batch); // [B, S]
    const S = modelVariance.length / out.length;
    for (let row = 0; row < out.length; row++) {
      let total = 0;
      for (let i = 0; i < S; i++) total += modelVariance[row * S + i] / S;
      out[row] = Math.sqrt(total);
    }
  }

  /** The means of the predictions. */
  predict(batch: TransitionBatch, predicted: Float64Array, observed: Float64Array): void {
    const predictions = predictionsOf(this, batch);
    predicted.set(predictions.mean);
    observed.set(predictions.observed);
  }

  layout(): ModelLayout {
    return { ...this.transitions.layout(), noise: this.#noise };
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
