/**
 * What counts as a large information gain? Gains fall by orders of magnitude as the model learns, so the bonus is
 * made from the gain divided by a reference gain, the unit.
 *
 * - `mean`: of all transitions in the replay buffer, at the present beliefs. Needs the gains kept up to date.
 * - `frozen`: the same, until it is frozen after some transitions. A unit that falls along with the gains would keep
 *   the bonus of pure noise near 1 for ever, though the gain of noise does vanish.
 * - `medians`: the mean of the medians of the last ten episodes' gains, each as first measured (VIME, 2.5: the
 *   published normalisation).
 * - `none`: 1, for gains that mean something as they are.
 */
import { mean, median } from '../math/stats/descriptive.ts';

export type UnitKind = 'mean' | 'frozen' | 'medians' | 'none';

const MEDIANS_KEPT = 10;

/** Everything `RecentMedians` remembers. */
export interface MediansState {
  /** Gains of the episode so far. */
  readonly episode: Float64Array;
  /** Of the last ten episodes. */
  readonly medians: Float64Array;
}

/** Mean of the medians of the last ten episodes; 1, the raw gain, until the first has ended. */
export class RecentMedians {
  #episode: number[] = [];
  #medians: number[] = [];

  /** Adds one gain of this episode. */
  add(gain: number): void {
    this.#episode.push(gain);
  }

  endEpisode(): void {
    if (this.#episode.length > 0) this.#medians.push(median(this.#episode));
    this.#medians = this.#medians.slice(-MEDIANS_KEPT);
    this.#episode = [];
  }

  get value(): number {
    return this.#medians.length === 0 ? 1 : mean(this.#medians);
  }

  /** A copy of the whole state. */
  state(): MediansState {
    return { episode: Float64Array.from(this.#episode), medians: Float64Array.from(this.#medians) };
  }

  /** Goes on from a copied state. */
  restore({ episode, medians }: MediansState): void {
    this.#episode = [...episode];
    this.#medians = [...medians];
  }
}

/**
 * The bonus for a gain: min(clip, √(gain / scale)), or without the root. The root and the clip keep the few most
 * surprising transitions from drowning the goal.
 *
 * @returns the bonus, before eta; 0 if nothing was ever learnt (scale 0)
 */
export function gainBonus(gain: number, scale: number, root: boolean, clip: number): number {
  if (!(scale > 0)) return 0;
  const units = gain / scale;
  return Math.min(clip, root ? Math.sqrt(units) : units);
}
