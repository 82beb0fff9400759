/** What a whole run amounts to. */
import { mean } from '../stats/summary.ts';
import type { EpisodeRecord } from './train.ts';

/** Evaluations to be reached, as returns: minus greedy steps. */
export const MILESTONES = [-150, -120, -110] as const;

/** Whether an evaluation is at or above a milestone, and not by the clock alone. */
export function isAbove(evalReturn: number, milestone: number, maxSteps: number): boolean {
  return evalReturn >= milestone && evalReturn > -maxSteps;
}

/** Null if there are none. */
export function meanOfLastFifth(evalReturns: readonly number[]): number | null {
  const { length } = evalReturns;
  return length === 0 ? null : mean(evalReturns.slice(length - Math.ceil(length / 5)));
}

export interface Outcome {
  /** Training episodes finished. */
  readonly episodes: number;
  readonly envSteps: number;
  /** First training episode that reached the goal, and the environment step at which it did; null: never. */
  readonly firstGoalEpisode: number | null;
  readonly firstGoalStep: number | null;
  /** Episode of the first evaluation at or above each milestone; null: never. */
  readonly firstEvalAbove: { readonly [milestone: string]: number | null };
  /** Mean evaluation over the last fifth of the episodes; null before the first. */
  readonly lastFifthMean: number | null;
}

/**
 * @param maxSteps the time limit: an evaluation that only ran out of it has reached no milestone
 */
export function summarise(records: readonly EpisodeRecord[], maxSteps: number): Outcome {
  const firstGoal = records.find((r) => r.reachedGoal);
  const firstAbove = MILESTONES.map(
    (m) =>
      [
        String(m),
        records.find((r) => isAbove(r.evalReturn, m, maxSteps))?.episode ?? null,
      ] as const,
  );
  return {
    episodes: records.length,
    envSteps: records.at(-1)?.envSteps ?? 0,
    firstGoalEpisode: firstGoal?.episode ?? null,
    firstGoalStep: firstGoal?.envSteps ?? null,
    firstEvalAbove: Object.fromEntries(firstAbove),
    lastFifthMean: meanOfLastFifth(records.map((r) => r.evalReturn)),
  };
}
