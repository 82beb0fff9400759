/**
 * Curiosity as surprise: the squared error of a plain network that predicts the change of the state (Schmidhuber 1991;
 * Pathak et al. 2017, here on the state itself rather than on learnt features).
 *
 * What cannot be predicted keeps its error, although there is nothing to learn from it.
 */
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
} from '../curiosity.ts';
import { ChangeModel, type ChangeModelState } from './changeModel.ts';
import { meanSquaredError, RIVAL_MODEL, squaredErrorInto, type RivalSizes } from './learner.ts';

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

export class PredictionError implements Curiosity<ChangeModelState> {
  readonly measured = PREDICTION_ERROR_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #model: ChangeModel;

  constructor(sizes: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const widths = [model.hidden, sizes.stateSize];
    this.#model = new ChangeModel(sizes, { ...model, widths, lossOf: meanSquaredError }, rng);
    ({ learnt: this.learnt, batchSize: this.batchSize, rows: this.rows } = this.#model);
  }

  update(transition: Transition): void {
    this.#model.update(transition);
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    return this.#model.learn(batch);
  }

  /** The squared error of each prediction, summed over the state, in units of the usual change. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    squaredErrorInto(out, this.#model.evaluate(batch), this.#model.observed);
  }

  predict(batch: TransitionBatch, predicted: Float64Array, observed: Float64Array): void {
    this.#model.predict(batch, predicted, observed);
  }

  layout(): ModelLayout {
    return this.#model.layout();
  }

  state(): ChangeModelState {
    return this.#model.state();
  }

  restore(state: ChangeModelState): void {
    this.#model.restore(state);
  }
}
