/** What a run says of itself as it goes: what it has reached for the first time, and how far it is. */
import { ENVIRONMENTS } from '../src/env/environments.ts';
import type { Config } from '../src/train/config/settings.ts';
import { isAbove } from '../src/train/summary.ts';
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

  /** Updates with an episode. @returns what it was the first to reach, a line each */
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
