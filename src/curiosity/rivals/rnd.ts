/**
 * Random network distillation (Burda et al. 2018, arXiv:1810.12894; here without their normalisation of observations, and
 * through the unit, the root and the clip of every bonus, bonusUnit.ts): a network learns to imitate another one whose weights are
 * random and fixed. Where it has seen states it succeeds; its squared error elsewhere is the novelty of a state.
 *
 * It looks only at the state that was reached, so only noise in that state raises its novelty, not noise in the change from the state before.
 */
import { uniformInit } from '../../nn/init.ts';
import { networkFunction, type NetworkFunction } from '../../nn/network.ts';
import type { Rng } from '../../math/random/rng.ts';
import type { TransitionBatch } from '../../replay/transition.ts';
import { checkSameLength } from '../../autodiff/shape.ts';
import type { Curiosity, CuriosityUpdate, LearntVector, Measure } from '../curiosity.ts';
import {
  Learner,
  meanSquaredError,
  RIVAL_MODEL,
  squaredErrorInto,
  type LearnerState,
  type RivalSizes,
} from './learner.ts';

export interface RndState {
  readonly learner: LearnerState;
  /** Parameters of the random network. */
  readonly target: Float64Array;
}

const FEATURES = 16; // outputs of both networks

export const RND_MEASURE: Measure = {
  name: 'distillation error',
  unit: 'output²',
  meaning: `The squared error in imitating a network of random weights at the state that was reached, summed over its ${FEATURES} outputs.`,
  of: 'memory',
  objective: {
    name: 'minus distillation error',
    unit: 'output²',
    meaning:
      'Mean over the batches it learns from, per transition. Higher is better: the imitation succeeds.',
  },
  uncertainty: null,
};

export class RandomNetworkDistillation implements Curiosity<RndState> {
  readonly measured = RND_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #inputScale: number;
  readonly #learner: Learner;
  readonly #target: Float64Array;
  /** Both networks for a batch to learn from, and for a batch to be measured. */
  readonly #targetOfBatch: NetworkFunction;
  readonly #targetOfRows: NetworkFunction;
  readonly #predict: NetworkFunction;

  constructor({ stateSize, rows }: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const { hidden, batchSize } = model;
    const sizes = [stateSize, hidden, hidden, FEATURES];
    this.#inputScale = model.inputScale;
    this.#learner = new Learner({ ...model, sizes }, FEATURES, meanSquaredError, rng);
    this.learnt = this.#learner.learnt;
    this.batchSize = batchSize;
    this.rows = rows;
    const { layers } = this.#learner;
    this.#target = uniformInit(layers, rng);
    this.#targetOfBatch = networkFunction(this.#target, layers, batchSize);
    this.#targetOfRows = networkFunction(this.#target, layers, rows);
    this.#predict = this.#learner.predictor(rows);
  }

  update(): void {
    // Nothing counts once: states are scaled by a constant, and there are no units to be learnt.
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets } = this.#learner;
    this.#encode(batch, inputs);
    this.#targetOfBatch.inputs.set(inputs);
    targets.set(this.#targetOfBatch.evaluate());
    return this.#learner.learn();
  }

  /** The squared error of the imitation at the state that was reached. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    this.#encode(batch, this.#predict.inputs);
    this.#targetOfRows.inputs.set(this.#predict.inputs);
    squaredErrorInto(out, this.#predict.evaluate(), this.#targetOfRows.evaluate());
  }

  #encode({ nextStates }: TransitionBatch, x: Float64Array): void {
    for (let i = 0; i < nextStates.length; i++) x[i] = this.#inputScale * nextStates[i];
  }

  state(): RndState {
    return { learner: this.#learner.state(), target: this.#target.slice() };
  }

  restore(state: RndState): void {
    checkSameLength('RandomNetworkDistillation.restore', this.#target, state.target);
    this.#learner.restore(state.learner);
    this.#target.set(state.target);
  }
}
