/** Transitions as a model of the environment sees them. */
import { checkNumbers } from '../nn/checkOptions.ts';
import type { Transition, TransitionBatch } from '../replay/transition.ts';
import type { ModelLayout } from './curiosity.ts';
import { Standardiser, type StandardiserState } from './standardiser.ts';

export interface TransitionOptions {
  readonly stateSize: number;
  readonly actionCount: number;
  /** Factor on the state as networks see it. */
  readonly inputScale: number;
  /** Transitions after which the units of the targets stay fixed. */
  readonly freezeAfter: number;
}

/** Inputs: the scaled state, then the action, one-hot. Targets: the change of the state, each variable standardised (standardiser.ts). */
export class Transitions {
  /** Numbers in a row of inputs, S + A. */
  readonly inputSize: number;
  readonly #inputScale: number;
  readonly #standardiser: Standardiser;
  readonly #change: Float64Array;

  /** @throws RangeError naming the option that is missing or wrong */
  constructor(options: TransitionOptions) {
    checkNumbers('Transitions', options, ['stateSize', 'actionCount', 'inputScale', 'freezeAfter']);
    const { stateSize, actionCount, inputScale, freezeAfter } = options;
    this.#inputScale = inputScale;
    this.inputSize = stateSize + actionCount;
    this.#standardiser = new Standardiser(stateSize, freezeAfter);
    this.#change = new Float64Array(stateSize);
  }

  /** Updates the units of the targets with one more change of the state. */
  update({ state, nextState }: Transition): void {
    for (let i = 0; i < state.length; i++) this.#change[i] = nextState[i] - state[i];
    this.#standardiser.update(this.#change);
  }

  /**
   * Writes the transitions of a batch, a row for each.
   *
   * @param x [rows, inputSize]
   * @param y [rows, S]
   */
  encode(batch: TransitionBatch, x: Float64Array, y: Float64Array): void {
    const { states, actions, nextStates } = batch;
    const S = this.#change.length;
    const rows = actions.length;
    const I = this.inputSize;
    for (let i = 0; i < S; i++) {
      const mean = this.#standardiser.mean[i];
      const sd = this.#standardiser.standardDeviation(i);
      for (let row = 0; row < rows; row++) {
        const at = row * S + i;
        x[row * I + i] = this.#inputScale * states[at];
        y[at] = (nextStates[at] - states[at] - mean) / sd;
      }
    }
    for (let row = 0; row < rows; row++) {
      const start = row * I + S;
      for (let a = 0; a < I - S; a++) x[start + a] = actions[row] === a ? 1 : 0;
    }
  }

  /** Mean and standard deviation that the change of variable `i` is standardised by. */
  unitOf(i: number): { readonly mean: number; readonly sd: number } {
    return { mean: this.#standardiser.mean[i], sd: this.#standardiser.standardDeviation(i) };
  }

  /** How inputs and targets are made now. */
  layout(): ModelLayout {
    const mean = Array.from(this.#standardiser.mean);
    const sd = mean.map((_, i) => this.#standardiser.standardDeviation(i));
    return { inputScale: this.#inputScale, targetMean: mean, targetSd: sd };
  }

  /** A copy of the whole state. */
  state(): StandardiserState {
    return this.#standardiser.state();
  }

  /** Restores a copied state. @throws RangeError if it belongs to states of another size */
  restore(state: StandardiserState): void {
    this.#standardiser.restore(state);
  }
}
