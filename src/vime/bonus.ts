/**
 * From a measure of news to a reward.
 *
 * Each environment step the newest transition and some older ones, taken in turn, are measured anew (`refreshRows` together). So the bonus
 * of an old transition fades as the model comes to know that part of the world, at a cost for each step that does
 * not grow with the memory. The measures ("gains") are kept in the replay buffer; a bonus is a gain in units of a
 * typical one (klScale.ts).
 *
 * The other way, `learnBatch`, is that of the project this one follows: the batch that the Q-network is about to learn
 * from teaches the model, too, and is measured then and there; gains of other transitions do not count.
 */
import type { Rng } from '../random/rng.ts';
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
import { mean } from '../stats/summary.ts';
import type { Curiosity, CuriosityUpdate } from './curiosity.ts';
import { gainBonus, RecentMedians, type KlScaleKind, type MediansState } from './klScale.ts';

export interface BonusOptions {
  /** Stored transitions that are measured anew at each step, the newest included. */
  readonly refreshRows: number;
  /** Episodes from one refresh of the whole memory to the next; 0: never, the rolling one is enough. */
  readonly wholeRefreshEvery: number;
  readonly klScale: KlScaleKind;
  /** For `frozen`: transitions after which the unit stays fixed. */
  readonly freezeAfter: number;
  readonly bonusRoot: boolean;
  readonly bonusClip: number;
}

/** Everything that is remembered between episodes. */
export interface BonusState {
  readonly curiosity: object;
  readonly medians: MediansState;
  /** The stored transition whose turn it is to be measured anew. */
  readonly cursor: number;
  readonly frozenScale: number;
}

export class Bonus {
  readonly curiosity: Curiosity;
  readonly #options: BonusOptions;
  readonly #medians = new RecentMedians();
  readonly #slots: Int32Array;
  readonly #gains: Float64Array;
  #cursor = 0;
  #frozenScale = 0;

  /** @param curiosity made for `refreshRows` transitions at a time */
  constructor(curiosity: Curiosity, options: BonusOptions) {
    this.curiosity = curiosity;
    this.#options = options;
    this.#slots = new Int32Array(options.refreshRows);
    this.#gains = new Float64Array(options.refreshRows);
  }

  /**
   * Measures the newest transition, and the next few in turn around the memory, and stores their gains there.
   *
   * @returns the gain of the newest transition
   */
  measure(replay: ReplayBuffer, noise: Rng): number {
    const { klScale, freezeAfter } = this.#options;
    const slots = this.#slots;
    slots[0] = replay.newest;
    for (let row = 1; row < slots.length; row++) {
      slots[row] = (this.#cursor + row - 1) % replay.size;
    }
    this.#measureSlots(replay, noise);
    this.#cursor = (this.#cursor + slots.length - 1) % replay.size;
    const newest = this.#gains[0];
    if (klScale === 'medians') this.#medians.observe(newest);
    if (replay.added <= freezeAfter) this.#frozenScale = replay.meanGain;
    return newest;
  }

  /**
   * One update of the model on a batch, and the gain of each of its transitions after it, stored in memory.
   *
   * Transitions that count as the end are left out and have gain 0, as in that project, which keeps no next state there
   * (with `truncationEnds` the time limit is one, too); `measure` makes no such exception. The model's batch, whose size is
   * fixed, is filled with the others, in turn and again from the first.
   *
   * @param batch [refreshRows] slots; curiosity was made for as many to learn from
   * @returns null if there was nothing to learn
   */
  learnBatch(replay: ReplayBuffer, batch: Int32Array, noise: Rng): CuriosityUpdate | null {
    for (const slot of batch) replay.setGain(slot, 0);
    const kept = batch.filter((slot) => replay.terminated[slot] === 0);
    if (kept.length === 0) return null;
    const slots = this.#slots;
    for (let row = 0; row < slots.length; row++) slots[row] = kept[row % kept.length];
    const update = this.curiosity.learn(replay, slots, noise);
    this.#measureSlots(replay, noise);
    if (this.#options.klScale === 'medians') {
      this.#medians.observe(mean(this.#gains.subarray(0, kept.length)));
    }
    return update;
  }

  /** Closes an episode; every `wholeRefreshEvery` of them measures all stored gains anew. */
  endEpisode(replay: ReplayBuffer, episode: number, noise: Rng): void {
    this.#medians.endEpisode();
    const { wholeRefreshEvery } = this.#options;
    if (wholeRefreshEvery > 0 && episode % wholeRefreshEvery === 0) this.measureAll(replay, noise);
  }

  /** Measures every stored transition anew. */
  measureAll(replay: ReplayBuffer, noise: Rng): void {
    const slots = this.#slots;
    for (let start = 0; start < replay.size; start += slots.length) {
      for (let row = 0; row < slots.length; row++) slots[row] = (start + row) % replay.size;
      this.#measureSlots(replay, noise);
    }
  }

  #measureSlots(replay: ReplayBuffer, noise: Rng): void {
    this.curiosity.measure(replay, this.#slots, this.#gains, noise);
    for (let row = 0; row < this.#slots.length; row++) {
      replay.setGain(this.#slots[row], this.#gains[row]);
    }
  }

  /** The bonus of a stored transition, 1 for a gain of one unit (klScale.ts); eta turns it into reward. */
  of(replay: ReplayBuffer, slot: number): number {
    return this.ofGain(replay.gains[slot], replay);
  }

  /** The bonus for any gain, in units of what is typical of a memory. */
  ofGain(gain: number, replay: ReplayBuffer): number {
    const { bonusRoot, bonusClip } = this.#options;
    return gainBonus(gain, this.#scale(replay), bonusRoot, bonusClip);
  }

  /** A typical gain. */
  #scale(replay: ReplayBuffer): number {
    switch (this.#options.klScale) {
      case 'mean':
        return replay.meanGain;
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
      cursor: this.#cursor,
      frozenScale: this.#frozenScale,
    };
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to a model of another size */
  restore(state: BonusState): void {
    this.curiosity.restore(state.curiosity);
    this.#medians.restore(state.medians);
    this.#cursor = state.cursor;
    this.#frozenScale = state.frozenScale;
  }
}
