/** A deterministic network that predicts the change of the state: it learns, and predicts for measuring. Each rival makes its novelty of that. */
import type { Rng } from '../../math/random/rng.ts';
import type { Variable } from '../../autodiff/variable.ts';
import type { NetworkFunction } from '../../nn/network.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type { CuriosityUpdate, LearntVector, ModelLayout } from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions } from '../transitions.ts';
import { Learner, type LearnerState, type RivalModel, type RivalSizes } from './learner.ts';

export interface ChangeModelOptions extends RivalModel {
  /** Widths after the input, the last that of the output. */
  readonly widths: readonly number[];
  /** Loss [] of outputs [B, out] and observed changes [B, S]. */
  readonly lossOf: (outputs: Variable, targets: Variable) => Variable;
}

export interface ChangeModelState {
  readonly learner: LearnerState;
  readonly standardiser: StandardiserState;
}

export class ChangeModel {
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  /** [rows, S]: the changes of the transitions that were evaluated last, standardised. */
  readonly observed: Float64Array;
  readonly #transitions: Transitions;
  readonly #learner: Learner;
  readonly #network: NetworkFunction;

  constructor(sizes: RivalSizes, options: ChangeModelOptions, rng: Rng) {
    const { stateSize, rows } = sizes;
    this.#transitions = new Transitions({ ...sizes, ...options });
    const widths = [this.#transitions.inputSize, ...options.widths];
    this.#learner = new Learner({ ...options, sizes: widths }, stateSize, options.lossOf, rng);
    this.learnt = this.#learner.learnt;
    this.batchSize = options.batchSize;
    this.rows = rows;
    this.#network = this.#learner.predictor(rows);
    this.observed = new Float64Array(rows * stateSize);
  }

  update(transition: Transition): void {
    this.#transitions.update(transition);
  }

  /** One update of the network. */
  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets } = this.#learner;
    this.#transitions.encode(batch, inputs, targets);
    return this.#learner.learn();
  }

  /** The outputs [rows, out] for the transitions that are to be measured; their changes are in `observed`. */
  evaluate(batch: TransitionBatch): Float64Array {
    this.#transitions.encode(batch, this.#network.inputs, this.observed);
    return this.#network.evaluate();
  }

  /** Outputs and observed changes of any number of transitions. */
  predict(batch: TransitionBatch, predicted: Float64Array, observed: Float64Array): void {
    const network = this.#learner.predictor(batch.actions.length);
    this.#transitions.encode(batch, network.inputs, observed);
    predicted.set(network.evaluate());
  }

  layout(): ModelLayout {
    return this.#transitions.layout();
  }

  state(): ChangeModelState {
    return { learner: this.#learner.state(), standardiser: this.#transitions.state() };
  }

  restore(state: ChangeModelState): void {
    this.#learner.restore(state.learner);
    this.#transitions.restore(state.standardiser);
  }
}
