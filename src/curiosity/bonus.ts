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
import { checkNumbers } from '../nn/checkOptions.ts';
import { mean } from '../math/stats/descriptive.ts';
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
import { createTransitionBatch, gatherRows, type TransitionBatch } from '../replay/transition.ts';
import type { Curiosity } from './curiosity.ts';
import { BonusUnit, bonusOfUnits, type UnitKind, type UnitState } from './bonusUnit.ts';

export interface BonusOptions {
  readonly bonusUnit: UnitKind;
  /** For `frozen`: environment steps after which the unit stays as it is. */
  readonly freezeAfter: number;
  readonly bonusRoot: boolean;
  readonly bonusClip: number;
  /** Transitions that the replay buffer can hold. */
  readonly replayCapacity: number;
}

/** Everything that is remembered between episodes. */
export interface BonusState {
  readonly curiosity: object;
  readonly unit: UnitState;
  /** [size] by slot; for the unit `collected` in units. */
  readonly novelties: Float64Array;
  /** The slot whose turn it is to be measured anew. */
  readonly cursor: number;
}

export class Bonus {
  readonly curiosity: Curiosity;
  /** The batch that the model learns from, and where its transitions are stored. */
  readonly slots: Int32Array;
  readonly batch: TransitionBatch;
  readonly #options: BonusOptions;
  readonly #unit: BonusUnit;
  /** Novelties are divided by the unit when they are measured, not when a bonus is asked for. */
  readonly #storesUnits: boolean;
  readonly #measuredSlots: Int32Array;
  readonly #measuredBatch: TransitionBatch;
  readonly #measured: Float64Array;
  /** By slot, as last measured. */
  readonly #novelties: Float64Array;
  /** Slots that hold a transition, as of the last measure. */
  #size = 0;
  #cursor = 0;

  /** @throws RangeError naming the option that is missing or wrong */
  constructor(curiosity: Curiosity, options: BonusOptions, stateSize: number) {
    checkNumbers('Bonus', options, ['freezeAfter', 'bonusClip', 'replayCapacity']);
    this.curiosity = curiosity;
    this.slots = new Int32Array(curiosity.batchSize);
    this.batch = createTransitionBatch(curiosity.batchSize, stateSize);
    this.#options = options;
    this.#unit = new BonusUnit(options.bonusUnit, options.freezeAfter);
    this.#storesUnits = options.bonusUnit === 'collected';
    const { rows } = curiosity;
    this.#measuredSlots = new Int32Array(rows);
    this.#measuredBatch = createTransitionBatch(rows, stateSize);
    this.#measured = new Float64Array(rows);
    this.#novelties = new Float64Array(options.replayCapacity);
  }

  /** The novelty of the transition in a slot, as last measured; for the unit `collected` in units. */
  novelty(slot: number): number {
    return this.#novelties[slot];
  }

  /** The unit of the bonus now. */
  get unit(): number {
    return this.#unit.value;
  }

  /** Mean of the novelties measured last. Not finite if one of them is not. */
  get meanMeasured(): number {
    return mean(this.#measured);
  }

  /**
   * Measures a transition, and the next few in turn around the memory, and stores their novelties.
   *
   * @param slot of the newest transition
   * @returns    its novelty
   */
  measure(replay: ReplayBuffer, slot: number, rng: Rng): number {
    const slots = this.#measuredSlots;
    slots[0] = slot;
    for (let row = 1; row < slots.length; row++) {
      slots[row] = (this.#cursor + row - 1) % replay.size;
    }
    this.#cursor = (this.#cursor + slots.length - 1) % replay.size;
    this.#measureInto(replay, slots, rng);
    this.#unit.add(this.#measured);
    this.#store(replay, slots);
    return this.#measured[0];
  }

  /** Measures the transitions in these slots, and stores their novelties. @param slots [rows] of the curiosity */
  measureSlots(replay: ReplayBuffer, slots: Int32Array, rng: Rng): void {
    this.#measureInto(replay, slots, rng);
    this.#store(replay, slots);
  }

  #measureInto(replay: ReplayBuffer, slots: Int32Array, rng: Rng): void {
    replay.gather(slots, this.#measuredBatch);
    this.curiosity.measure(this.#measuredBatch, this.#measured, rng);
  }

  #store(replay: ReplayBuffer, slots: Int32Array): void {
    for (let row = 0; row < slots.length; row++) {
      const novelty = this.#measured[row];
      this.#novelties[slots[row]] = this.#storesUnits ? this.#inUnits(novelty) : novelty;
    }
    this.#size = replay.size;
  }

  /** Closes an episode. */
  endEpisode(): void {
    this.#unit.endEpisode();
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
    const novelty = this.#novelties[slot];
    return this.#ofUnits(this.#storesUnits ? novelty : this.#inUnits(novelty));
  }

  /** The bonus of any novelty now: 1 for a novelty of one unit, with or without the root. */
  ofNovelty(novelty: number): number {
    return this.#ofUnits(this.#inUnits(novelty));
  }

  /** 0 while the unit is 0: nothing was measured, or nothing is new. */
  #inUnits(novelty: number): number {
    return this.unit > 0 ? novelty / this.unit : 0;
  }

  #ofUnits(units: number): number {
    return bonusOfUnits(units, this.#options.bonusRoot, this.#options.bonusClip);
  }

  /** A copy of the whole state. */
  state(): BonusState {
    return {
      curiosity: this.curiosity.state(),
      unit: this.#unit.state(),
      novelties: this.#novelties.slice(0, this.#size),
      cursor: this.#cursor,
    };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a model of another size */
  restore(state: BonusState): void {
    const { novelties } = state;
    if (novelties.length > this.#novelties.length) {
      throw new RangeError(
        `Bonus.restore: ${novelties.length} novelties, holds at most ${this.#novelties.length}`,
      );
    }
    this.curiosity.restore(state.curiosity);
    this.#novelties.set(novelties);
    this.#size = novelties.length;
    this.#unit.restore(state.unit);
    this.#cursor = state.cursor;
  }
}
