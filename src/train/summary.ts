/** What a whole run amounts to. */
import { ENVIRONMENTS } from '../env/environments.ts';
import { mean } from '../math/stats/summary.ts';
import type { Config } from './config/settings.ts';
import type { EpisodeRecord } from './train.ts';

/** Whether an evaluation is at or above a milestone, and not by the clock alone. */
export function isAbove(evalScore: number, milestone: number, maxSteps: number): boolean {
  return evalScore >= milestone && evalScore > -maxSteps;
}

/** Null if there are none. */
export function meanOfLastFifth(evalScores: readonly number[]): number | null {
  const { length } = evalScores;
  return length === 0 ? null : mean(evalScores.slice(length - Math.ceil(length / 5)));
}

export interface Outcome {
  /** Training episodes finished. */
  readonly episodes: number;
  readonly envSteps: number;
  /** First training episode that reached the goal, and the environment step at which it did; null: never. */
  readonly firstGoalEpisode: number | null;
  readonly firstGoalStep: number | null;
  /** Episode of the first evaluation at or above each milestone of the environment (env/environments.ts); null: never. */
  readonly firstEvalAbove: { readonly [milestone: string]: number | null };
  /** Mean evaluation over the last fifth of the episodes; null before the first. */
  readonly lastFifthMean: number | null;
}

/**
 * @param config its time limit: an evaluation that only ran out of it has reached no milestone
 */
export function summarise(
  records: readonly EpisodeRecord[],
  { env, maxSteps }: Pick<Config, 'env' | 'maxSteps'>,
): Outcome {
  const firstGoal = records.find((r) => r.reachedGoal);
  const firstAbove = ENVIRONMENTS[env].milestones.map(
    (m) =>
      [String(m), records.find((r) => isAbove(r.evalScore, m, maxSteps))?.episode ?? null] as const,
  );
  return {
    episodes: records.length,
    envSteps: records.at(-1)?.envSteps ?? 0,
    firstGoalEpisode: firstGoal?.episode ?? null,
    firstGoalStep: firstGoal?.envSteps ?? null,
    firstEvalAbove: Object.fromEntries(firstAbove),
    lastFifthMean: meanOfLastFifth(records.map((r) => r.evalScore)),
  };
}
