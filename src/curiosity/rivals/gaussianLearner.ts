/**
 * A plain network that predicts a Gaussian for each target, and how far its predictions have moved in its last update:
 * KL[p_new ‖ p_old]. What `predictive-kl` and `cassie-lim` have in common.
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
import { checkSameLength } from '../../autodiff/shape.ts';
import type { CuriosityUpdate, Quantity } from '../curiosity.ts';
import { Learner, type LearnerState } from './learner.ts';

export interface GaussianLearnerOptions {
  /** Numbers in a row of inputs, and in a row of targets. */
  readonly inputs: number;
  readonly targets: number;
  /** Units in each of two hidden layers. */
  readonly hidden: number;
  /** Rows that are learnt from at a time. */
  readonly batchSize: number;
  readonly learningRate: number;
  /** Rows whose predictions are compared at a time. */
  readonly rows: number;
}

export interface GaussianLearnerState {
  readonly learner: LearnerState;
  /** Parameters before the last update, [P]. */
  readonly previous: Float64Array;
}

export class GaussianLearner {
  readonly learner: Learner;
  readonly #previous: Float64Array;
  readonly #after: NetworkFunction;
  readonly #before: NetworkFunction;

  constructor(options: GaussianLearnerOptions, rng: Rng) {
    const { inputs, targets, hidden, rows } = options;
    const sizes = [inputs, hidden, hidden, 2 * targets];
    this.learner = new Learner({ ...options, sizes }, targets, gaussianLoss, rng);
    this.#previous = this.learner.parameters.slice();
    this.#after = this.learner.predictor(rows);
    this.#before = networkFunction(this.#previous, this.learner.layers, rows);
  }

  /** Inputs [rows, inputs] of the predictions that `changeInto` compares, to be written before it. */
  get inputs(): Float64Array {
    return this.#after.inputs;
  }

  /** One step of Adam on the batch in `learner.inputs` and `learner.targets`. */
  learn(): CuriosityUpdate {
    this.#previous.set(this.learner.parameters);
    return this.learner.learn();
  }

  /** KL between the predictions after and before the last update, in nats, summed over the targets: out [rows]. */
  changeInto(out: Float64Array): void {
    this.#before.inputs.set(this.#after.inputs);
    const after = this.#after.evaluate(); // [rows, 2 targets]: means, then log variances
    const before = this.#before.evaluate();
    const T = after.length / (2 * out.length);
    for (let row = 0; row < out.length; row++) {
      let total = 0;
      for (let i = 2 * T * row; i < 2 * T * row + T; i++) {
        const [sigma, oldSigma] = [expOf(0.5 * after[i + T]), expOf(0.5 * before[i + T])];
        total += gaussianKl(after[i], sigma, before[i], oldSigma);
      }
      out[row] = total;
    }
  }

  /** A copy of the whole state. */
  state(): GaussianLearnerState {
    return { learner: this.learner.state(), previous: this.#previous.slice() };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a network of another size */
  restore({ learner, previous }: GaussianLearnerState): void {
    checkSameLength('GaussianLearner.restore', this.#previous, previous);
    this.learner.restore(learner);
    this.#previous.set(previous);
  }
}

/** What learning by `gaussianLoss` raises. */
export const LOG_LIKELIHOOD: Quantity = {
  name: 'log-likelihood',
  unit: 'nats per transition',
  meaning:
    'Of the batches it learns from, without the constant. Higher is better: the predictions are right, and no less sure than they may be.',
};

/**
 * Mean over rows of the Gaussian negative log-likelihood without its constant, Σ ½ (log σ² + (y − m)² / σ²), [].
 *
 * @param outputs [B, 2 T] means, then log variances
 * @param targets [B, T]
 */
export function gaussianLoss(outputs: Variable, targets: Variable): Variable {
  const [B, T] = targets.value.shape;
  const mean = slice(outputs, 1, 0, T);
  const logVariance = slice(outputs, 1, T, 2 * T);
  const standardised = mul(square(sub(targets, mean)), exp(neg(logVariance)));
  return scale(sum(add(logVariance, standardised)), 0.5 / B);
}
