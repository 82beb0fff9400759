/** What is measured of one run. */
import type { RunData } from '../../record/readBack.ts';
import { isAbove, meanOfLastFifth } from '../../train/outcome.ts';
import { mean } from '../../math/stats/descriptive.ts';

/** Episodes after which sample efficiency is shown. */
export const EFFICIENCY_EPISODES = [50, 100, 200] as const;

/** An evaluation is noisy: the score after episode 50 is the mean of those after 46 to 50. */
export const EFFICIENCY_WINDOW = 5;

/** The score of the last fifth of a finished run, which has evaluations. */
export const lastFifthOf = (run: RunData): number => run.lastFifthMean!;

/** Mean score of the last `EFFICIENCY_WINDOW` evaluations up to `episode`; null if the run is shorter. */
export function scoreAfter({ evalScores }: RunData, episode: number): number | null {
  if (evalScores.length < episode) return null;
  return mean(evalScores.slice(episode - EFFICIENCY_WINDOW, episode));
}

/** Episode of the first evaluation at or above the threshold, and better than random actions; null: never, or no threshold. */
export function firstAbove({ evalScores, task }: RunData, threshold: number | null): number | null {
  if (threshold === null) return null;
  const index = evalScores.findIndex((value) => isAbove(value, threshold, task.random));
  return index < 0 ? null : index + 1;
}

/** The run as it was after so many episodes. What was measured at its end only, and its steps, stay those of the whole. */
export function cutTo<Run extends RunData>(run: Run, episodes: number): Run {
  if (run.episodes <= episodes) return run;
  const evalScores = run.evalScores.slice(0, episodes);
  const orLater = (time: number | null): number | null =>
    time === null || time > episodes ? null : time;
  return {
    ...run,
    episodes,
    evalScores,
    lastFifthMean: meanOfLastFifth(evalScores),
    firstGoalEpisode: orLater(run.firstGoalEpisode),
  };
}
