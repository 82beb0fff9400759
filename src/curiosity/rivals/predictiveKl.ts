/**
 * Curiosity as a change of prediction: a plain network predicts a Gaussian for what will happen, and the measure is the KL
 * divergence between its predictions after and before its last update, KL[p_new(s′ | s, a) ‖ p_old(s′ | s, a)].
 *
 * This is what the project this one follows calls VIME (Cassie-Lim/VIME on GitHub). There is no posterior: the
 * network has no beliefs that could change, only outputs. Nor does the measure fade as the network learns: Adam's steps
 * keep their length, and the outputs go on changing.
 *
 * The agent `original` uses it as that project does: the network predicts the raw next state from the raw state and the
 * action's number, learns from the very batch that the Q-network is about to learn from, and is measured on that batch
 * then (curiosity/bonus.ts, `learnBatch`). Departures of the agent `predictive-kl`, so that it can be compared with the
 * others: the network predicts the standardised change, from its own batches, and any transition can be asked about.
 */
import { add, mul, sub } from '../../autodiff/arithmetic.ts';
import { exp, neg, scale, square } from '../../autodiff/elementwise.ts';
import { sum } from '../../autodiff/reductions.ts';
import { slice } from '../../autodiff/shaping.ts';
import type { Variable } from '../../autodiff/variable.ts';
import { gaussianKl } from '../../math/kernels/gaussianKl.ts';
import { networkFunction, type NetworkFunction } from '../../nn/network.ts';
import { exp as expOf } from '../../math/numerics/exp.ts';
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import { checkSameLength } from '../../autodiff/shape.ts';
import type { Curiosity, CuriosityUpdate, LearntVector, Measure } from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions } from '../transitions.ts';
import { Learner, type LearnerState } from './learner.ts';
import type { PredictionErrorOptions } from './predictionError.ts';

export interface PredictiveKlState {
  readonly learner: LearnerState;
  /** Parameters before the last update. */
  readonly previous: Float64Array;
  readonly standardiser: StandardiserState;
}

export const PREDICTIVE_KL_MEASURE: Measure = {
  name: 'change of prediction',
  unit: 'nats',
  meaning:
    'The KL divergence between what the network predicts for a transition after and before its latest update.',
  objective: {
    name: 'log-likelihood',
    unit: 'nats per transition',
    meaning:
      'Of the batches it learns from, without the constant. Higher is better: the predictions are right, and no less sure than they may be.',
  },
  uncertainty: null,
};

export class PredictiveKl implements Curiosity<PredictiveKlState> {
  readonly measured = PREDICTIVE_KL_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly #transitions: Transitions;
  readonly #learner: Learner;
  readonly #previous: Float64Array;
  readonly #after: NetworkFunction;
  readonly #before: NetworkFunction;
  readonly #unread: Float64Array;

  constructor(options: PredictionErrorOptions, stateSize: number, actionCount: number, rng: Rng) {
    const { hidden, refreshRows } = options;
    this.#transitions = new Transitions(options, stateSize, actionCount);
    const sizes = [this.#transitions.inputSize, hidden, hidden, 2 * stateSize];
    this.#learner = new Learner({ ...options, sizes }, stateSize, gaussianLoss, rng);
    this.learnt = this.#learner.learnt;
    this.#previous = this.#learner.parameters.slice();
    this.#after = this.#learner.predictor(refreshRows);
    this.#before = networkFunction(this.#previous, this.#learner.layers, refreshRows);
    this.#unread = new Float64Array(refreshRows * stateSize);
  }

  update(transition: Transition): void {
    this.#transitions.update(transition);
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets, parameters } = this.#learner;
    this.#transitions.encode(batch, inputs, targets);
    this.#previous.set(parameters);
    return this.#learner.learn();
  }

  /** KL between the predictions after and before the last update, in nats, summed over the state. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    this.#transitions.encode(batch, this.#after.inputs, this.#unread);
    this.#before.inputs.set(this.#after.inputs);
    const after = this.#after.evaluate(); // [rows, 2 S]: means, then log variances
    const before = this.#before.evaluate();
    const S = batch.states.length / out.length;
    for (let row = 0; row < out.length; row++) {
      let total = 0;
      for (let i = 2 * S * row; i < 2 * S * row + S; i++) {
        const [sigma, oldSigma] = [expOf(0.5 * after[i + S]), expOf(0.5 * before[i + S])];
        total += gaussianKl(after[i], sigma, before[i], oldSigma);
      }
      out[row] = total;
    }
  }

  state(): PredictiveKlState {
    return {
      learner: this.#learner.state(),
      previous: this.#previous.slice(),
      standardiser: this.#transitions.state(),
    };
  }

  restore(state: PredictiveKlState): void {
    checkSameLength('PredictiveKl.restore', this.#previous, state.previous);
    this.#learner.restore(state.learner);
    this.#previous.set(state.previous);
    this.#transitions.restore(state.standardiser);
  }
}

/**
 * Mean over rows of the Gaussian negative log-likelihood without its constant, Σ ½ (log σ² + (y − m)² / σ²), [].
 *
 * @param outputs [B, 2 S] means, then log variances
 * @param targets [B, S]
 */
export function gaussianLoss(outputs: Variable, targets: Variable): Variable {
  const [B, S] = targets.value.shape;
  const mean = slice(outputs, 1, 0, S);
  const logVariance = slice(outputs, 1, S, 2 * S);
  const standardised = mul(square(sub(targets, mean)), exp(neg(logVariance)));
  return scale(sum(add(logVariance, standardised)), 0.5 / B);
}
