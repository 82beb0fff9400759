/**
 * The unit of the bonus. Novelties fall by orders of magnitude as a model learns, and a few are thousands of times larger than
 * the others. So a bonus is a novelty divided by a reference novelty, the unit, and the unit is made of medians: one outlier
 * hardly moves it.
 *
 * - `moving`: the median of the novelties measured in a step (the newest transition, and some of the memory in turn), averaged
 *   over the last `WINDOW` steps.
 * - `frozen`: the same, kept as it is from some step on. A unit that falls along with the novelties would keep the bonus of
 *   pure noise near 1, although the information gain of noise vanishes.
 * - `collected`: the published normalisation (VIME, 2.5, and the authors' code): a novelty is divided once, when its
 *   transition is collected, by the mean of the last ten episodes' medians, the present episode's so far included.
 * - `none`: 1, so that the bonus is the novelty itself.
 */
import { checkChoice } from '../nn/checkOptions.ts';
import { mean, median } from '../math/stats/descriptive.ts';

export type UnitKind = 'frozen' | 'moving' | 'collected' | 'none';
export const UNIT_KINDS = [
  'frozen',
  'moving',
  'collected',
  'none',
] as const satisfies readonly UnitKind[];

/** Environment steps over which the unit is averaged. */
export const WINDOW = 500;

/** Episodes whose medians count for `collected`; in the authors' code ten batches of episodes. */
const EPISODES_KEPT = 10;

/** Everything a unit remembers. */
export interface UnitState {
  /** For `moving` and `frozen` the medians of the last steps, for `collected` those of the last episodes. */
  readonly medians: Float64Array;
  /** For `collected`: novelties of the episode so far, as collected. */
  readonly episode: Float64Array;
  /** Environment steps so far. */
  readonly steps: number;
}

export class BonusUnit {
  readonly #kind: UnitKind;
  readonly #freezeAfter: number;
  #medians: number[] = [];
  #episode: number[] = [];
  #steps = 0;
  #value: number;

  /** @param freezeAfter for `frozen`: environment steps after which the unit stays as it is */
  constructor(kind: UnitKind, freezeAfter: number) {
    checkChoice('BonusUnit', 'kind', kind, UNIT_KINDS);
    this.#kind = kind;
    this.#freezeAfter = freezeAfter;
    this.#value = this.#compute();
  }

  /** The novelty that makes a bonus of 1; 0 before anything was measured. */
  get value(): number {
    return this.#value;
  }

  /** Closes an environment step. @param measured novelties that were measured in it, that of the newest transition first */
  add(measured: Float64Array): void {
    this.#steps++;
    if (this.#kind === 'none' || (this.#kind === 'frozen' && this.#steps > this.#freezeAfter)) {
      return;
    }
    if (this.#kind === 'collected') {
      this.#episode.push(Math.abs(measured[0]));
    } else {
      this.#medians.push(median(measured.map(Math.abs)));
      if (this.#medians.length > WINDOW) this.#medians.shift();
    }
    this.#value = this.#compute();
  }

  endEpisode(): void {
    if (this.#episode.length === 0) return;
    this.#medians = [...this.#medians, median(this.#episode)].slice(1 - EPISODES_KEPT);
    this.#episode = [];
  }

  #compute(): number {
    if (this.#kind === 'none') return 1;
    const present = this.#episode.length > 0 ? [median(this.#episode)] : [];
    const medians = [...this.#medians, ...present];
    return medians.length === 0 ? 0 : mean(medians);
  }

  /** A copy of the whole state. */
  state(): UnitState {
    return {
      medians: Float64Array.from(this.#medians),
      episode: Float64Array.from(this.#episode),
      steps: this.#steps,
    };
  }

  /** Restores a copied state. */
  restore({ medians, episode, steps }: UnitState): void {
    this.#medians = [...medians];
    this.#episode = [...episode];
    this.#steps = steps;
    this.#value = this.#compute();
  }
}

/**
 * The bonus for a novelty in its unit: at most `clip`, with or without the root. The root and the clip keep the few largest
 * novelties from outweighing the goal. A negative novelty, which some rivals have, gives a negative bonus.
 *
 * @returns the bonus, before eta
 */
export function bonusOfUnits(units: number, root: boolean, clip: number): number {
  const size = Math.abs(units);
  return Math.sign(units) * Math.min(clip, root ? Math.sqrt(size) : size);
}
