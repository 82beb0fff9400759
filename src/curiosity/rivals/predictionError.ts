/**
 * Curiosity as surprise: the squared error of a plain network that predicts the change of the state (Schmidhuber 1991;
 * Pathak et al. 2017, here on the state itself rather than on learnt features).
 *
 * What cannot be predicted keeps its error, although there is nothing to learn from it.
 */
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type { NetworkFunction } from '../../nn/network.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
} from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions } from '../transitions.ts';
import {
  Learner,
  meanSquaredError,
  RIVAL_MODEL,
  squaredErrorInto,
  type LearnerState,
  type RivalSizes,
} from './learner.ts';

export interface PredictionErrorState {
  readonly learner: LearnerState;
  readonly standardiser: StandardiserState;
}

export const PREDICTION_ERROR_MEASURE: Measure = {
  name: 'prediction error',
  unit: 'sd²',
  meaning:
    'The squared error in predicting the change of state, each variable in standard deviations (sd) of its usual change, summed over the variables.',
  of: 'memory',
  objective: {
    name: 'minus prediction error',
    unit: 'sd²',
    meaning:
      'Mean over the batches it learns from, per transition. Higher is better: the predictions are right.',
  },
  uncertainty: null,
};

export class PredictionError implements Curiosity<PredictionErrorState> {
  readonly measured = PREDICTION_ERROR_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #transitions: Transitions;
  readonly #learner: Learner;
  readonly #predict: NetworkFunction;
  readonly #outcomes: Float64Array;

  constructor(sizes: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const { stateSize, rows } = sizes;
    this.#transitions = new Transitions({ ...sizes, ...model });
    const widths = [this.#transitions.inputSize, model.hidden, stateSize];
    this.#learner = new Learner({ ...model, sizes: widths }, stateSize, meanSquaredError, rng);
    this.learnt = this.#learner.learnt;
    this.batchSize = model.batchSize;
    this.rows = rows;
    this.#predict = this.#learner.predictor(rows);
    this.#outcomes = new Float64Array(rows * stateSize);
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

  predict(batch: TransitionBatch, predicted: Float64Array, observed: Float64Array): void {
    const network = this.#learner.predictor(batch.actions.length);
    this.#transitions.encode(batch, network.inputs, observed);
    predicted.set(network.evaluate());
  }

  layout(): ModelLayout {
    return this.#transitions.layout();
  }

  state(): PredictionErrorState {
    return { learner: this.#learner.state(), standardiser: this.#transitions.state() };
  }

  restore(state: PredictionErrorState): void {
    this.#learner.restore(state.learner);
    this.#transitions.restore(state.standardiser);
  }
}
