/**
 * Memory of transitions: flat arrays allocated once, used as a ring. When it is full, the newest transition
 * replaces the oldest.
 */
import type { Rng } from '../random/rng.ts';
import { SumTree } from './sumTree.ts';

/** Everything a buffer remembers: the transitions held, slot by slot, and what is carried along. */
export interface ReplayState {
  /** [size, S] */
  readonly states: Float64Array;
  readonly nextStates: Float64Array;
  /** [size] */
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly gains: Float64Array;
  readonly added: number;
}

export class ReplayBuffer {
  readonly capacity: number;
  readonly stateSize: number;
  /** [capacity, S] */
  readonly states: Float64Array;
  readonly nextStates: Float64Array;
  /** [capacity] */
  readonly actions: Int32Array;
  /** Environment reward, without any bonus. */
  readonly rewards: Float64Array;
  /** 1 where the world ended / where the clock ran out. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** What each transition would teach a model, in the unit of its curiosity (nats for VIME), as last measured (`setGain`). */
  readonly gains: Float64Array;
  readonly #gainTree: SumTree;
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
    this.#gainTree = new SumTree(capacity);
    this.gains = this.#gainTree.values;
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

  /** Stores a transition (states are copied) with gain 0 and returns its slot. */
  add(
    state: Float64Array,
    action: number,
    reward: number,
    nextState: Float64Array,
    terminated: boolean,
    truncated: boolean,
  ): number {
    const slot = this.#added % this.capacity;
    this.states.set(state, slot * this.stateSize);
    this.nextStates.set(nextState, slot * this.stateSize);
    this.actions[slot] = action;
    this.rewards[slot] = reward;
    this.terminated[slot] = terminated ? 1 : 0;
    this.truncated[slot] = truncated ? 1 : 0;
    this.setGain(slot, 0);
    this.#added++;
    this.#size = Math.min(this.#size + 1, this.capacity);
    return slot;
  }

  /** Replaces the information gain of a stored transition. */
  setGain(slot: number, gain: number): void {
    this.#gainTree.set(slot, gain);
  }

  /** Mean gain of the transitions held, 0 if there is none. Costs nothing to read. */
  get meanGain(): number {
    return this.#size === 0 ? 0 : this.#gainTree.total / this.#size;
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

  /** A copy of the whole state. */
  state(): ReplayState {
    const size = this.#size;
    return {
      states: this.states.slice(0, size * this.stateSize),
      nextStates: this.nextStates.slice(0, size * this.stateSize),
      actions: this.actions.slice(0, size),
      rewards: this.rewards.slice(0, size),
      terminated: this.terminated.slice(0, size),
      truncated: this.truncated.slice(0, size),
      gains: this.gains.slice(0, size),
      added: this.#added,
    };
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to a buffer of another size */
  restore(state: ReplayState): void {
    const size = Math.min(state.added, this.capacity);
    const { states, nextStates, actions, rewards, terminated, truncated, gains } = state;
    if (
      !Number.isSafeInteger(state.added) ||
      [states, nextStates].some((array) => array.length !== size * this.stateSize) ||
      [actions, rewards, terminated, truncated, gains].some((array) => array.length !== size)
    ) {
      throw new RangeError(
        `ReplayBuffer.restore: ${actions.length} transitions after ${state.added} added; expected ${size}`,
      );
    }
    this.states.set(states);
    this.nextStates.set(nextStates);
    this.actions.set(actions);
    this.rewards.set(rewards);
    this.terminated.set(terminated);
    this.truncated.set(truncated);
    this.#gainTree.setAll(gains);
    this.#added = state.added;
    this.#size = size;
  }
}
