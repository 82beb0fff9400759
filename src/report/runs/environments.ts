/** What a report needs of a task to judge scores in it. */
import type { Scale } from '../../math/stats/normalise.ts';
import { CELLS_VISITED } from '../../env/environment.ts';
import type { Task } from '../../train/config/task.ts';

/** By what scores are judged; null: not known. */
export interface TaskScale {
  /** What a score is: `minus steps`. */
  readonly score: string;
  /** Mean score of the best policy, and of random actions. */
  readonly optimum: number | null;
  readonly random: number | null;
  /** An evaluation at or above this score counts as having learnt the task. */
  readonly threshold: number | null;
}

export const taskScale = ({ score, optimum, random, milestones }: Task): TaskScale => ({
  score,
  optimum,
  random,
  threshold: milestones.at(-1) ?? null,
});

/** By what scores are normalised; null if the best policy or random actions are not known, or no worse than the other. */
export function scaleOf({ optimum, random }: Pick<TaskScale, 'optimum' | 'random'>): Scale | null {
  return optimum === null || random === null || random >= optimum ? null : { optimum, random };
}

/** Whether the task is to explore: it has no goal, and its score is not that of episodes. */
export const isExplored = ({ score }: Pick<Task, 'score'>): boolean => score === CELLS_VISITED;
