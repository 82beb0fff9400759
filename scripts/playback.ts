/** An episode at a readable rate: what is shown of it at a time. */
import type { Snapshot } from '../src/env/environment.ts';
import { captionAt, stepsPerSecond } from '../src/report/pictures/shownEpisode.ts';

const STEPS_PER_SECOND = 60; // of a long one
const HOLD = 0.6; // s that the end of an episode is shown

/** An episode that is known to its end. */
export interface ShownEpisode {
  /** From the first that is known to the end. */
  readonly snapshots: readonly Snapshot[];
  /** Steps before the first of them. */
  readonly before: number;
  readonly reachedGoal: boolean;
}

export class Playback {
  readonly #episode: ShownEpisode;
  readonly #since: number;
  /** Steps per second. */
  readonly #rate: number;

  /** @param since s, when it begins */
  constructor(episode: ShownEpisode, since: number) {
    this.#episode = episode;
    this.#since = since;
    this.#rate = stepsPerSecond(this.#last, STEPS_PER_SECOND);
  }

  get #last(): number {
    return this.#episode.snapshots.length - 1;
  }

  /** The number of the snapshot that is shown. */
  indexAt(now: number): number {
    return Math.min(this.#last, Math.floor((now - this.#since) * this.#rate));
  }

  /** What is shown, what was before it, and in words: `step 57`. */
  at(now: number): {
    readonly snapshot: Snapshot;
    readonly before: readonly Snapshot[];
    readonly caption: string;
  } {
    const { snapshots, before, reachedGoal } = this.#episode;
    const index = this.indexAt(now);
    const caption = captionAt(before + index, before + this.#last, reachedGoal);
    return { snapshot: snapshots[index], before: snapshots.slice(0, index), caption };
  }

  /** Whether it was shown to its end. */
  isOver(now: number): boolean {
    return now >= this.#since + this.#last / this.#rate + HOLD;
  }
}
