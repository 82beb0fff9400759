/** Transitions as a model of the world sees them. */
import type { Transition, TransitionBatch } from '../replay/transition.ts';
import { Standardiser, type StandardiserState } from './standardiser.ts';

export interface TransitionOptions {
  /** Factor on the state as networks see it. */
  readonly inputScale: number;
  /** Transitions after which the units of the targets stay fixed. */
  readonly freezeAfter: number;
  /** The action as inputs: one-hot [A], or its number, 0 to A − 1, [1]. */
  readonly actionInput: 'one-hot' | 'number';
  /** What is to be predicted: the change of the state, each variable standardised (standardiser.ts), or the next state. */
  readonly target: 'change' | 'next-state';
}

/** Inputs: the scaled state, then the action. Targets: a number for each variable of the state. */
export class Transitions {
  /** Numbers in a row of inputs, S + A or S + 1. */
  readonly inputSize: number;
  readonly #options: TransitionOptions;
  readonly #standardiser: Standardiser;
  readonly #change: Float64Array;

  constructor(options: TransitionOptions, stateSize: number, actionCount: number) {
    this.#options = options;
    this.inputSize = stateSize + (options.actionInput === 'one-hot' ? actionCount : 1);
    this.#standardiser = new Standardiser(stateSize, options.freezeAfter);
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
    const { inputScale, actionInput, target } = this.#options;
    for (let i = 0; i < S; i++) {
      const mean = this.#standardiser.mean[i];
      const sd = this.#standardiser.standardDeviation(i);
      for (let row = 0; row < rows; row++) {
        const at = row * S + i;
        x[row * I + i] = inputScale * states[at];
        y[at] = target === 'change' ? (nextStates[at] - states[at] - mean) / sd : nextStates[at];
      }
    }
    for (let row = 0; row < rows; row++) {
      const action = actions[row];
      const start = row * I + S;
      if (actionInput === 'number') x[start] = action;
      else for (let a = 0; a < I - S; a++) x[start + a] = action === a ? 1 : 0;
    }
  }

  /** A copy of the whole state. */
  state(): StandardiserState {
    return this.#standardiser.state();
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to states of another size */
  restore(state: StandardiserState): void {
    this.#standardiser.restore(state);
  }
}
