/** Messages of a run in progress: milestones reached for the first time, and a status line. */
import type { Environment } from '../src/env/environment.ts';
import { isAbove } from '../src/train/outcome.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { scoreDigits } from '../src/report/tables/numbers.ts';
import { duration } from './liveLine.ts';

export class Milestones {
  readonly #episodes: number;
  readonly #random: number | null;
  readonly #digits: number;
  #best = -Infinity;
  #reachedGoal = false;
  #left: readonly number[];

  /** @param episodes of the whole run */
  constructor(episodes: number, { milestones = [], randomScore }: Environment) {
    this.#episodes = episodes;
    this.#random = randomScore ?? null;
    this.#left = milestones;
    this.#digits = scoreDigits(milestones.at(-1) ?? null);
  }

  /** Updates with an episode. @returns a line for each milestone that it reached for the first time */
  reachedBy({ episode, envSteps, reachedGoal, evalScore }: EpisodeRecord): string[] {
    const notes: string[] = [];
    this.#best = Math.max(this.#best, evalScore);
    if (reachedGoal && !this.#reachedGoal) {
      this.#reachedGoal = true;
      notes.push(`first goal: episode ${episode}, environment step ${envSteps}`);
    }
    for (const milestone of this.#left) {
      if (!isAbove(evalScore, milestone, this.#random)) continue;
      notes.push(`first evaluation at ${milestone} or better: episode ${episode}`);
    }
    this.#left = this.#left.filter((m) => !isAbove(evalScore, m, this.#random));
    return notes;
  }

  /** After an episode that it was updated with. @param elapsed seconds since the start */
  status({ episode, envSteps, evalScore }: EpisodeRecord, elapsed: number): string {
    const left = (elapsed / episode) * (this.#episodes - episode);
    return (
      `episode ${episode}/${this.#episodes}  steps ${envSteps}  ` +
      `eval ${evalScore.toFixed(this.#digits)}  best ${this.#best.toFixed(this.#digits)}  ${duration(left)} left`
    );
  }
}
