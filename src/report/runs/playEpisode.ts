/** One episode of a greedy policy. */
import { networkFunction } from '../../nn/network.ts';
import { isGoal, type Environment, type Picture, type Snapshot } from '../../env/environment.ts';
import { argMax } from '../../math/kernels/reduce.ts';
import type { Policy } from '../../train/evaluate.ts';

export interface GreedyEpisode {
  readonly agent: string;
  /** From the start to the end, one more than there are steps. */
  readonly snapshots: readonly Snapshot[];
  readonly reachedGoal: boolean;
  /** How it is drawn; null: it is not. */
  readonly picture: Picture | null;
}

/** @param policy and an environment to play in @param seed of the reset */
export function playEpisode(
  { config, env, view, layers, weights }: Policy & { readonly env: Environment },
  seed: number,
): GreedyEpisode {
  const q = networkFunction(weights, layers, 1);
  const snapshots: Snapshot[] = [];
  let { observation } = env.reset(seed);
  let reachedGoal = false;
  for (;;) {
    view.seeInto(q.inputs, 0, observation);
    const action = argMax(q.evaluate(), 0, env.actionSpace.n);
    snapshots.push({ observation, action });
    const step = env.step(action);
    ({ observation } = step);
    reachedGoal ||= isGoal(env, step);
    if (step.terminated || step.truncated) {
      snapshots.push({ observation, action: null });
      const { picture = null } = env;
      return { agent: config.agent, snapshots, reachedGoal, picture };
    }
  }
}
