/**
 * Curiosity as surprise: the squared error of a plain network that predicts the change of the state (Schmidhuber 1991;
 * Pathak et al. 2017, here on the state itself rather than on learnt features).
 *
 * What cannot be predicted stays surprising for ever, even if there is nothing to learn from it.
 */
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type { NetworkFunction } from '../../nn/network.ts';
import type { Curiosity, CuriosityUpdate, LearntVector, Measure } from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions, type TransitionOptions } from '../transitions.ts';
import { Learner, meanSquaredError, squaredErrorInto, type LearnerState } from './learner.ts';

export interface PredictionErrorOptions extends TransitionOptions {
  readonly hidden: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Transitions that are measured at a time. */
  readonly refreshRows: number;
}

export interface PredictionErrorState {
  readonly learner: LearnerState;
  readonly standardiser: StandardiserState;
}

/** @param target what the network predicts */
export function predictionErrorMeasure(target: TransitionOptions['target']): Measure {
  const [unit, words] =
    target === 'change'
      ? [
          'sd²',
          'the change of state, each variable in standard deviations (sd) of its usual change',
        ]
      : ['state²', 'the next state as networks see it'];
  return {
    name: 'prediction error',
    unit,
    meaning: `The squared error in predicting ${words}, summed over the variables.`,
    objective: {
      name: 'minus prediction error',
      unit,
      meaning:
        'Mean over the batches it learns from, per transition. Higher is better: the predictions are right.',
    },
    uncertainty: null,
  };
}

export class PredictionError implements Curiosity<PredictionErrorState> {
  readonly measured: Measure;
  readonly learnt: readonly LearntVector[];
  readonly #transitions: Transitions;
  readonly #learner: Learner;
  readonly #predict: NetworkFunction;
  readonly #outcomes: Float64Array;

  constructor(options: PredictionErrorOptions, stateSize: number, actionCount: number, rng: Rng) {
    this.measured = predictionErrorMeasure(options.target);
    this.#transitions = new Transitions(options, stateSize, actionCount);
    const sizes = [this.#transitions.inputSize, options.hidden, stateSize];
    this.#learner = new Learner({ ...options, sizes }, stateSize, meanSquaredError, rng);
    this.learnt = this.#learner.learnt;
    this.#predict = this.#learner.predictor(options.refreshRows);
    this.#outcomes = new Float64Array(options.refreshRows * stateSize);
  }

  update(transition: Transition): void {
    this.#transitions.update(transition);
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets } = this.#learner;
    this.#transitions.encode(batch, inputs, targets);
    return this.#learner.learn();
  }

  /** The squared error of each prediction, summed over the state, in units of the usual change. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    this.#transitions.encode(batch, this.#predict.inputs, this.#outcomes);
    squaredErrorInto(out, this.#predict.evaluate(), this.#outcomes);
  }

  state(): PredictionErrorState {
    return { learner: this.#learner.state(), standardiser: this.#transitions.state() };
  }

  restore(state: PredictionErrorState): void {
    this.#learner.restore(state.learner);
    this.#transitions.restore(state.standardiser);
  }
}
