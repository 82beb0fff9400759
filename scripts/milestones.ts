/** Messages of a run in progress: milestones reached for the first time, and a status line. */
import { ENVIRONMENTS } from '../src/env/environments.ts';
import type { Config } from '../src/train/config/settings.ts';
import { isAbove } from '../src/train/outcome.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { duration } from './liveLine.ts';

export class Milestones {
  readonly #config: Config;
  #best = -Infinity;
  #reachedGoal = false;
  #left: readonly number[];

  constructor(config: Config) {
    this.#config = config;
    this.#left = ENVIRONMENTS[config.env].milestones;
  }

  /** Updates with an episode. @returns a line for each milestone that it reached for the first time */
  reachedBy({ episode, envSteps, reachedGoal, evalScore }: EpisodeRecord): string[] {
    const notes: string[] = [];
    const { maxSteps } = this.#config;
    this.#best = Math.max(this.#best, evalScore);
    if (reachedGoal && !this.#reachedGoal) {
      this.#reachedGoal = true;
      notes.push(`first goal: episode ${episode}, environment step ${envSteps}`);
    }
    for (const milestone of this.#left) {
      if (!isAbove(evalScore, milestone, maxSteps)) continue;
      notes.push(`first evaluation at ${milestone} or better: episode ${episode}`);
    }
    this.#left = this.#left.filter((m) => !isAbove(evalScore, m, maxSteps));
    return notes;
  }

  /** After an episode that it was updated with. @param elapsed seconds since the start */
  status({ episode, envSteps, evalScore }: EpisodeRecord, elapsed: number): string {
    const { episodes } = this.#config;
    const left = (elapsed / episode) * (episodes - episode);
    return (
      `episode ${episode}/${episodes}  steps ${envSteps}  ` +
      `eval ${evalScore.toFixed(1)}  best ${this.#best.toFixed(1)}  ${duration(left)} left`
    );
  }
}
