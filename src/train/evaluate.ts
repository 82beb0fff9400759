import type { NetworkFunction } from '../nn/network.ts';
import { scoreOf, type Environment } from '../env/environment.ts';
import type { View } from '../env/view.ts';
import { argMax } from '../math/kernels/reduce.ts';
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
