/**
 * Replay buffer: flat arrays of transitions, allocated once and used as a ring. When it is full, a new transition
 * replaces the oldest.
 */
import type { Rng } from '../math/random/rng.ts';
import {
  createTransitionBatch,
  gatherRows,
  setRow,
  type Transition,
  type TransitionBatch,
} from './transition.ts';

/** The content of a buffer, a row for each slot that is written. */
export interface ReplayState extends TransitionBatch {
  readonly added: number;
}

/** A batch of `capacity` rows, the slots, of which the first `size` are written. */
export class ReplayBuffer implements TransitionBatch {
  readonly capacity: number;
  readonly stateSize: number;
  /** [capacity, S] */
  readonly states: Float64Array;
  readonly nextStates: Float64Array;
  /** [capacity] */
  readonly actions: Int32Array;
  /** Environment reward, without any bonus. */
  readonly rewards: Float64Array;
  /** 1 at the goal / at the time limit, as the environment says. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  #size = 0;
  #added = 0;

  /** @throws RangeError unless both are whole numbers ≥ 1 */
  constructor(capacity: number, stateSize: number) {
    if (
      !Number.isSafeInteger(capacity) ||
      capacity < 1 ||
      !Number.isSafeInteger(stateSize) ||
      stateSize < 1
    ) {
      throw new RangeError(
        `ReplayBuffer: expected a capacity and a state size ≥ 1, got ${capacity} and ${stateSize}`,
      );
    }
    this.capacity = capacity;
    this.stateSize = stateSize;
    this.states = new Float64Array(capacity * stateSize);
    this.nextStates = new Float64Array(capacity * stateSize);
    this.actions = new Int32Array(capacity);
    this.rewards = new Float64Array(capacity);
    this.terminated = new Uint8Array(capacity);
    this.truncated = new Uint8Array(capacity);
  }

  /** Transitions held. */
  get size(): number {
    return this.#size;
  }

  /** Transitions ever added; the next one goes to slot `added % capacity`. */
  get added(): number {
    return this.#added;
  }

  /** Slot of the transition added last. @throws RangeError if there is none */
  get newest(): number {
    if (this.#size === 0)
      throw new RangeError('replay.newest: the buffer is empty; add a transition first');
    return (this.#added - 1) % this.capacity;
  }

  /** Stores a copy of a transition and returns its slot. @throws RangeError if its states are of another size */
  add(transition: Transition): number {
    const { state, nextState } = transition;
    if (state.length !== this.stateSize || nextState.length !== this.stateSize) {
      throw new RangeError(
        `replay.add: expected states of ${this.stateSize} numbers, got ${state.length} and ${nextState.length}`,
      );
    }
    const slot = this.#added % this.capacity;
    setRow(this, slot, transition);
    this.#added++;
    this.#size = Math.min(this.#size + 1, this.capacity);
    return slot;
  }

  /**
   * Fills `slots` with slots drawn uniformly, with replacement.
   *
   * @throws RangeError if the buffer holds fewer transitions than asked for
   */
  sample(slots: Int32Array, rng: Rng): void {
    if (this.#size < slots.length) {
      throw new RangeError(
        `replay.sample: asked for ${slots.length} transitions, holds ${this.#size}; wait until it holds as many`,
      );
    }
    for (let i = 0; i < slots.length; i++) slots[i] = rng.integer(this.#size);
  }

  /**
   * Copies transitions to a batch, a row for each slot.
   *
   * @param slots [B]
   * @param batch of B rows, or of more, which then keep what they hold
   */
  gather(slots: Int32Array, batch: TransitionBatch): void {
    gatherRows(this, slots, batch);
  }

  /** A copy of the whole state. */
  state(): ReplayState {
    const batch = createTransitionBatch(this.#size, this.stateSize);
    gatherRows(this, firstRows(this.#size), batch);
    return { ...batch, added: this.#added };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a buffer of another size */
  restore(state: ReplayState): void {
    const { states, nextStates, actions, rewards, terminated, truncated, added } = state;
    const size = Math.min(added, this.capacity);
    if (
      !Number.isSafeInteger(added) ||
      [states, nextStates].some((array) => array.length !== size * this.stateSize) ||
      [actions, rewards, terminated, truncated].some((array) => array.length !== size)
    ) {
      throw new RangeError(
        `ReplayBuffer.restore: ${actions.length} transitions after ${added} added; expected ${size}`,
      );
    }
    gatherRows(state, firstRows(size), this);
    this.#added = added;
    this.#size = size;
  }
}

const firstRows = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, row) => row);
