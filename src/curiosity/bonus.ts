/**
 * From novelty to bonus.
 *
 * Each environment step the newest transition and some older ones, taken in turn, are measured together. So the bonus
 * of an old transition fades as the model comes to know that part of the environment, at a cost for each step that does
 * not grow with the memory. Novelties are stored here, by the slot that a transition has in the replay buffer; a bonus is
 * a novelty divided by a reference novelty, the unit (bonusUnit.ts).
 *
 * Where the batch of the Q-network is measured instead (`q-batch` in curiosity.ts), `measureSlots` is all that is used.
 */
import type { Rng } from '../math/random/rng.ts';
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
import { SumTree } from './sumTree.ts';
import { createTransitionBatch, gatherRows, type TransitionBatch } from '../replay/transition.ts';
import type { Curiosity } from './curiosity.ts';
import { gainBonus, RecentMedians, type UnitKind, type MediansState } from './bonusUnit.ts';

export interface BonusOptions {
  readonly bonusUnit: UnitKind;
  /** For `frozen`: transitions after which the unit stays fixed. */
  readonly freezeAfter: number;
  readonly bonusRoot: boolean;
  readonly bonusClip: number;
  /** Transitions that the replay buffer can hold. */
  readonly replayCapacity: number;
}

/** Everything that is remembered between episodes. */
export interface BonusState {
  readonly curiosity: object;
  readonly medians: MediansState;
  /** [size] by slot */
  readonly novelties: Float64Array;
  /** The slot whose turn it is to be measured anew. */
  readonly cursor: number;
  readonly frozenScale: number;
}

export class Bonus {
  readonly curiosity: Curiosity;
  /** The batch that the model learns from, and where its transitions are stored. */
  readonly slots: Int32Array;
  readonly batch: TransitionBatch;
  readonly #options: BonusOptions;
  readonly #medians = new RecentMedians();
  readonly #measuredSlots: Int32Array;
  readonly #measuredBatch: TransitionBatch;
  readonly #measured: Float64Array;
  /** By slot, as last measured. */
  readonly #novelties: SumTree;
  /** Slots that hold a transition, as of the last measure. */
  #size = 0;
  #cursor = 0;
  #frozenScale = 0;

  constructor(curiosity: Curiosity, options: BonusOptions, stateSize: number) {
    this.curiosity = curiosity;
    this.slots = new Int32Array(curiosity.batchSize);
    this.batch = createTransitionBatch(curiosity.batchSize, stateSize);
    this.#options = options;
    const { rows } = curiosity;
    this.#measuredSlots = new Int32Array(rows);
    this.#measuredBatch = createTransitionBatch(rows, stateSize);
    this.#measured = new Float64Array(rows);
    this.#novelties = new SumTree(options.replayCapacity);
  }

  /** The novelty of the transition in a slot, as last measured. */
  novelty(slot: number): number {
    return this.#novelties.values[slot];
  }

  /** Mean novelty of the transitions held, 0 if there is none. Costs nothing to read. */
  get meanNovelty(): number {
    return this.#size === 0 ? 0 : this.#novelties.total / this.#size;
  }

  /**
   * Measures a transition, and the next few in turn around the memory, and stores their novelties.
   *
   * @param slot of the newest transition
   * @returns    its novelty
   */
  measure(replay: ReplayBuffer, slot: number, rng: Rng): number {
    const { bonusUnit, freezeAfter } = this.#options;
    const slots = this.#measuredSlots;
    slots[0] = slot;
    for (let row = 1; row < slots.length; row++) {
      slots[row] = (this.#cursor + row - 1) % replay.size;
    }
    this.measureSlots(replay, slots, rng);
    this.#cursor = (this.#cursor + slots.length - 1) % replay.size;
    const newest = this.#measured[0];
    if (bonusUnit === 'medians') this.#medians.add(newest);
    if (replay.added <= freezeAfter) this.#frozenScale = this.meanNovelty;
    return newest;
  }

  /** Measures the transitions in these slots, and stores their novelties. @param slots [rows] of the curiosity */
  measureSlots(replay: ReplayBuffer, slots: Int32Array, rng: Rng): void {
    replay.gather(slots, this.#measuredBatch);
    this.curiosity.measure(this.#measuredBatch, this.#measured, rng);
    for (let row = 0; row < slots.length; row++) {
      this.#novelties.set(slots[row], this.#measured[row]);
    }
    this.#size = replay.size;
  }

  /** Closes an episode. */
  endEpisode(): void {
    this.#medians.endEpisode();
  }

  /**
   * The novelty of any transitions to the model as it is now; nothing is stored.
   *
   * @param transitions [N]
   * @param out         [N]
   */
  measureAll(transitions: TransitionBatch, out: Float64Array, rng: Rng): void {
    const rows = this.#measuredSlots.slice();
    const N = out.length;
    for (let start = 0; start < N; start += rows.length) {
      for (let row = 0; row < rows.length; row++) rows[row] = (start + row) % N;
      gatherRows(transitions, rows, this.#measuredBatch);
      this.curiosity.measure(this.#measuredBatch, this.#measured, rng);
      for (let row = 0; row < rows.length; row++) out[rows[row]] = this.#measured[row];
    }
  }

  /** The bonus of the transition in a slot, 1 for a novelty of one unit (bonusUnit.ts); eta turns it into reward. */
  of(slot: number): number {
    return this.ofNovelty(this.novelty(slot));
  }

  /** The bonus for any novelty: 1 for a novelty of one unit, with or without the root. */
  ofNovelty(novelty: number): number {
    const { bonusRoot, bonusClip } = this.#options;
    return gainBonus(novelty, this.#scale(), bonusRoot, bonusClip);
  }

  /** The unit of the bonus now. */
  #scale(): number {
    switch (this.#options.bonusUnit) {
      case 'mean':
        return this.meanNovelty;
      case 'frozen':
        return this.#frozenScale;
      case 'medians':
        return this.#medians.value;
      case 'none':
        return 1;
    }
  }

  /** A copy of the whole state. */
  state(): BonusState {
    return {
      curiosity: this.curiosity.state(),
      medians: this.#medians.state(),
      novelties: this.#novelties.values.slice(0, this.#size),
      cursor: this.#cursor,
      frozenScale: this.#frozenScale,
    };
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to a model of another size */
  restore(state: BonusState): void {
    const { novelties } = state;
    if (novelties.length > this.#novelties.values.length) {
      throw new RangeError(
        `Bonus.restore: ${novelties.length} novelties, holds at most ${this.#novelties.values.length}`,
      );
    }
    this.curiosity.restore(state.curiosity);
    this.#novelties.setAll(novelties);
    this.#size = novelties.length;
    this.#medians.restore(state.medians);
    this.#cursor = state.cursor;
    this.#frozenScale = state.frozenScale;
  }
}
