/** Transitions as a model of the world sees them. */
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
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

  /** Takes note of the newest transition: what changes of state are usual. */
  observe(replay: ReplayBuffer): void {
    const S = replay.stateSize;
    const start = replay.newest * S;
    for (let i = 0; i < S; i++) {
      this.#change[i] = replay.nextStates[start + i] - replay.states[start + i];
    }
    this.#standardiser.observe(this.#change);
  }

  /**
   * Writes the transitions of these slots, a row for each.
   *
   * @param x [rows, inputSize]
   * @param y [rows, S]
   */
  encode(replay: ReplayBuffer, slots: Int32Array, x: Float64Array, y: Float64Array): void {
    const S = replay.stateSize;
    const I = this.inputSize;
    const { inputScale, actionInput, target } = this.#options;
    for (let i = 0; i < S; i++) {
      const mean = this.#standardiser.mean[i];
      const sd = this.#standardiser.standardDeviation(i);
      for (let row = 0; row < slots.length; row++) {
        const at = slots[row] * S + i;
        x[row * I + i] = inputScale * replay.states[at];
        y[row * S + i] =
          target === 'change'
            ? (replay.nextStates[at] - replay.states[at] - mean) / sd
            : replay.nextStates[at];
      }
    }
    for (let row = 0; row < slots.length; row++) {
      const action = replay.actions[slots[row]];
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
