/** The outcome of a run: what follows from the records of its episodes. */
import type { Task } from './config/task.ts';
import { mean } from '../math/stats/descriptive.ts';
import type { EpisodeRecord } from './train.ts';

/** Whether an evaluation is at or above a milestone, and better than what random actions reach. */
export function isAbove(evalScore: number, milestone: number, random: number | null): boolean {
  return evalScore >= milestone && (random === null || evalScore > random);
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
  /** Episode of the first evaluation at or above each milestone of the environment; null: never. */
  readonly firstEvalAbove: { readonly [milestone: string]: number | null };
  /** Mean evaluation over the last fifth of the episodes; null before the first. */
  readonly lastFifthMean: number | null;
  /** Over all episodes: share of the actions that pressed the remote of a noisy TV, and of the bonus earned by it; null: none. */
  readonly remoteShare: number | null;
  readonly remoteBonusShare: number | null;
}

/** Mean of something over the episodes in which it was measured, each with its weight; null if that is none. */
function weightedMean(
  records: readonly EpisodeRecord[],
  valueOf: (record: EpisodeRecord) => number | null,
  weightOf: (record: EpisodeRecord) => number,
): number | null {
  let [total, weight] = [0, 0];
  for (const record of records) {
    const value = valueOf(record);
    if (value === null) continue;
    total += value * weightOf(record);
    weight += weightOf(record);
  }
  return weight === 0 ? null : total / weight;
}

export function outcomeOf(
  records: readonly EpisodeRecord[],
  { milestones, random }: Pick<Task, 'milestones' | 'random'>,
): Outcome {
  const firstGoal = records.find((r) => r.reachedGoal);
  const firstAbove = milestones.map((m) => {
    const first = records.find(({ evalScore }) => isAbove(evalScore, m, random));
    return [String(m), first?.episode ?? null] as const;
  });
  return {
    episodes: records.length,
    envSteps: records.at(-1)?.envSteps ?? 0,
    firstGoalEpisode: firstGoal?.episode ?? null,
    firstGoalStep: firstGoal?.envSteps ?? null,
    firstEvalAbove: Object.fromEntries(firstAbove),
    lastFifthMean: meanOfLastFifth(records.map((r) => r.evalScore)),
    remoteShare: weightedMean(
      records,
      (r) => r.remoteShare,
      (r) => r.length,
    ),
    remoteBonusShare: weightedMean(
      records,
      (r) => r.remoteBonusShare,
      (r) => r.intrinsicReturn,
    ),
  };
}
