import { argMax } from '../kernels/reduce.ts';
import type { Rng } from '../random/rng.ts';

/**
 * With probability epsilon a random action, else the best one; the lowest index on a tie.
 *
 * @param qValues [A]; called only when the greedy action is wanted
 */
export function epsilonGreedy(
  epsilon: number,
  actionCount: number,
  qValues: () => Float64Array,
  rng: Rng,
): number {
  if (rng.uniform() < epsilon) return rng.integer(actionCount);
  return argMax(qValues(), 0, actionCount);
}
