/**
 * Curiosity as surprise beyond the noise: an aleatoric mapping agent (Mavor-Parker et al. 2022, arXiv:2102.04399). A network
 * predicts mean m and variance σ² of each variable's change; the novelty is the squared error minus the expected one,
 * ‖y − m‖² − η Tr Σ with the paper's η = 1. Where the variance is right that is 0 on average, however noisy the variable.
 *
 * It is negative wherever an outcome is nearer to its prediction than expected. Departures from the paper: its loss weighs
 * log det Σ by a constant, here that is 1, which makes it the log-likelihood; states instead of pixels; the authors' code
 * has separate networks for mean and variance and can clip the novelty at 0, here one network has both, and nothing is clipped
 * from below (the bonus is clipped, as that of every agent).
 */
import type { Rng } from '../../math/random/rng.ts';
import { exp } from '../../math/numerics/exp.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
} from '../curiosity.ts';
import { ChangeModel, type ChangeModelState } from './changeModel.ts';
import { gaussianLoss, LOG_LIKELIHOOD } from './gaussianLearner.ts';
import { RIVAL_MODEL, type RivalSizes } from './learner.ts';

export const AMA_MEASURE: Measure = {
  name: 'prediction error beyond noise',
  unit: 'sd²',
  meaning:
    'The squared error in predicting the change of state, each variable in standard deviations (sd) of its usual change, minus the variance that the network expects. Negative where the outcome is nearer than expected.',
  of: 'memory',
  isSigned: true,
  objective: LOG_LIKELIHOOD,
  uncertainty: null,
};

export class AleatoricMapping implements Curiosity<ChangeModelState> {
  readonly measured = AMA_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #model: ChangeModel;

  constructor(sizes: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const widths = [model.hidden, model.hidden, 2 * sizes.stateSize];
    this.#model = new ChangeModel(sizes, { ...model, widths, lossOf: gaussianLoss }, rng);
    ({ learnt: this.learnt, batchSize: this.batchSize, rows: this.rows } = this.#model);
  }

  update(transition: Transition): void {
    this.#model.update(transition);
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    return this.#model.learn(batch);
  }

  /** The squared error of each prediction minus its variance, summed over the state, in units of the usual change. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    const outputs = this.#model.evaluate(batch); // [rows, 2 S]: means, then log variances
    const { observed } = this.#model;
    const S = observed.length / out.length;
    for (let row = 0; row < out.length; row++) {
      let total = 0;
      for (let i = 0; i < S; i++) {
        const error = outputs[2 * S * row + i] - observed[S * row + i];
        total += error * error - exp(outputs[2 * S * row + S + i]);
      }
      out[row] = total;
    }
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
