/** The outcome of a run: what follows from the records of its episodes. */
import { ENVIRONMENTS } from '../env/environments.ts';
import { mean } from '../math/stats/descriptive.ts';
import type { Config } from './config/settings.ts';
import type { EpisodeRecord } from './train.ts';

/** Whether an evaluation is at or above a milestone, and not only because the time limit is short. */
export function isAbove(evalScore: number, milestone: number, maxSteps: number): boolean {
  return evalScore >= milestone && evalScore > -maxSteps;
}

/** Mean of the last fifth of the evaluations; null if there are none. */
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
 * @param config its time limit: evaluations in which all episodes reached it count for no milestone
 */
export function outcomeOf(
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
