import type { NetworkFunction } from '../nn/network.ts';
import type { Environment } from '../env/environment.ts';
import { argMax } from '../math/kernels/reduce.ts';
import type { Rng } from '../math/random/rng.ts';
import { finish, type Steps } from './steps.ts';

/**
 * Plays one greedy episode in each environment, all at once, so that the network sees a batch.
 *
 * @param q      for as many rows as there are environments
 * @param envs   each is reset first
 * @param rng    for the starts, drawn in order
 * @param noises [envs] for what is random afterwards; one for each, so that no environment changes what another shows
 * @returns      [envs] steps until the goal or the time limit
 */
export function* greedyEpisodes(
  q: NetworkFunction,
  envs: readonly Environment[],
  rng: Rng,
  noises: readonly Rng[],
): Steps<Float64Array> {
  const lengths = new Float64Array(envs.length);
  const playing = envs.map(() => true);
  let left = envs.length;
  for (const env of envs) env.reset(rng);
  while (left > 0) {
    envs.forEach((env, row) => env.observe(q.inputs, row * env.stateSize));
    const values = q.evaluate(); // [envs, A]
    envs.forEach((env, row) => {
      if (!playing[row]) return;
      const action = argMax(values, row * env.actionCount, env.actionCount);
      const { terminated, truncated } = env.step(action, noises[row]);
      lengths[row]++;
      if (terminated || truncated) {
        playing[row] = false;
        left--;
      }
    });
    yield;
  }
  return lengths;
}

/** The same at once. */
export function greedyLengths(
  q: NetworkFunction,
  envs: readonly Environment[],
  rng: Rng,
  noises: readonly Rng[],
): Float64Array {
  return finish(greedyEpisodes(q, envs, rng, noises));
}
