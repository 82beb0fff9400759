/** Messages of a run in progress: milestones reached for the first time, and a status line. */
import type { Environment } from '../src/env/environment.ts';
import type { Config } from '../src/train/config/settings.ts';
import { isAbove } from '../src/train/outcome.ts';
import { progressOf } from '../src/train/progress.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { scoreDigits } from '../src/report/tables/numbers.ts';
import { duration } from './liveLine.ts';

/** What ends a run. */
type Limits = Pick<Config, 'episodes' | 'steps'>;

export class Milestones {
  readonly #config: Limits;
  readonly #random: number | null;
  readonly #highest: number | null;
  #best = -Infinity;
  #reachedGoal = false;
  #left: readonly number[];

  constructor(config: Limits, { milestones = [], randomScore }: Environment) {
    this.#config = config;
    this.#random = randomScore ?? null;
    this.#left = milestones;
    this.#highest = milestones.at(-1) ?? null;
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
    const { episodes, steps } = this.#config;
    const done = progressOf(this.#config, { episodes: episode, envSteps });
    const left = (elapsed / done) * Math.max(0, 1 - done); // the last episode ends after the last step
    const digits = scoreDigits(this.#highest ?? this.#best);
    return (
      `episode ${episode}/${episodes}  steps ${envSteps}${steps === 'none' ? '' : `/${steps}`}  ` +
      `eval ${evalScore.toFixed(digits)}  best ${this.#best.toFixed(digits)}  ${duration(left)} left`
    );
  }
}
