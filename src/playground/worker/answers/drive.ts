/** An episode of the greedy policy as it is now, in an environment of its own. */
import type { Trace } from '../../facts.ts';
import { playEpisode } from '../../../report/runs/playEpisode.ts';
import { createEnvironment } from '../../../train/config/config.ts';
import { finalReset } from '../../../train/evaluate.ts';
import type { Answer } from './answer.ts';

export interface Drive extends Trace {
  readonly reachedGoal: boolean;
}

/** Which start, from 1: the same as those of the final evaluation. */
interface Start {
  readonly start: number;
}

export const driveAnswer: Answer<Start, Drive> = {
  of({ run: { config, view, agent } }, { start }) {
    const { average: weights, layers } = agent.dqn;
    const env = createEnvironment(config);
    const policy = { config, view, layers, weights, env };
    const { snapshots, reachedGoal } = playEpisode(policy, finalReset(config.seed, start));
    const size = view.size;
    const observations = new Float64Array(snapshots.length * size);
    snapshots.forEach(({ observation }, n) => observations.set(observation, n * size));
    const actions = Int32Array.from(snapshots.slice(0, -1), ({ action }) => action!);
    return { observations, actions, size, reachedGoal };
  },
};
