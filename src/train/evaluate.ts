import type { Layer } from '../nn/layers.ts';
import { networkFunction, type NetworkFunction } from '../nn/network.ts';
import { resetSeed } from '../env/resetSeed.ts';
import { scoreOf, type Environment } from '../env/environment.ts';
import type { View } from '../env/view.ts';
import { argMax } from '../math/kernels/reduce.ts';
import { createEnvironment } from './config/config.ts';
import type { Config } from './config/settings.ts';
import { finish, type Steps } from './steps.ts';

/**
 * Plays one greedy episode in each environment, all at once, so that the network sees a batch.
 *
 * @param q    for as many rows as there are environments
 * @param view what the network sees of an observation
 * @param seed of the reset of environment n
 * @returns    [envs] scores
 */
export function* greedyEpisodes(
  q: NetworkFunction,
  envs: readonly Environment[],
  view: View,
  seed: (n: number) => number,
): Steps<Float64Array> {
  const steps = new Float64Array(envs.length);
  const returns = new Float64Array(envs.length);
  const playing = envs.map(() => true);
  let left = envs.length;
  envs.forEach((env, row) => {
    view.seeInto(q.inputs, row * view.size, env.reset(seed(row)).observation);
  });
  while (left > 0) {
    const values = q.evaluate(); // [envs, A]
    envs.forEach((env, row) => {
      if (!playing[row]) return;
      const A = env.actionSpace.n;
      const { observation, reward, terminated, truncated } = env.step(argMax(values, row * A, A));
      view.seeInto(q.inputs, row * view.size, observation);
      steps[row]++;
      returns[row] += reward;
      if (terminated || truncated) {
        playing[row] = false;
        left--;
      }
    });
    yield;
  }
  return steps.map((count, row) => scoreOf(envs[row]).of({ steps: count, return: returns[row] }));
}

/** The same at once. */
export function greedyScores(
  q: NetworkFunction,
  envs: readonly Environment[],
  view: View,
  seed: (n: number) => number,
): Float64Array {
  return finish(greedyEpisodes(q, envs, view, seed));
}

/** A greedy policy, and the run that it is of. */
export interface Policy {
  readonly config: Config;
  /** What the network sees of an observation. */
  readonly view: View;
  readonly layers: readonly Layer[];
  /** [P] of the Q-network. */
  readonly weights: Float64Array;
}

/** That of a finished run, with the averaged weights, as the run evaluates it. */
export interface RunPolicy extends Policy {
  /** One like that of the run. */
  readonly env: Environment;
}

/**
 * The evaluation at the end of a run: greedy episodes in its environment, the n-th from the reset `final/n`.
 *
 * @param seed     that resets are derived from; by default that of the run
 * @param episodes by default as many as the run has at its end
 * @returns        [episodes] scores
 */
export function finalEvaluation(
  { config, view, layers, weights }: Policy,
  seed = config.seed,
  episodes = config.finalEpisodes,
): Float64Array {
  const envs = Array.from({ length: episodes }, () => createEnvironment(config));
  const q = networkFunction(weights, layers, episodes);
  return greedyScores(q, envs, view, (n) => finalReset(seed, n + 1));
}

/** The seed of the reset of the n-th episode of that evaluation, from 1. */
export const finalReset = (seed: number, n: number): number => resetSeed(seed, `final/${n}`);
