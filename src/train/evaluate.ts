import type { NetworkFunction } from '../nn/network.ts';
import type { Environment } from '../env/environment.ts';
import { argMax } from '../math/kernels/reduce.ts';
import type { Rng } from '../math/random/rng.ts';
import { finish, type Steps } from './steps.ts';

/**
 * Plays one greedy episode in each world, all at once, so that the network sees a batch.
 *
 * @param q      for as many rows as there are worlds
 * @param worlds each is reset first
 * @returns      [worlds] steps until the goal or the time limit
 */
export function* greedyEpisodes(
  q: NetworkFunction,
  worlds: readonly Environment[],
  rng: Rng,
): Steps<Float64Array> {
  const lengths = new Float64Array(worlds.length);
  const playing = worlds.map(() => true);
  let left = worlds.length;
  for (const world of worlds) world.reset(rng);
  while (left > 0) {
    worlds.forEach((world, row) => world.observe(q.inputs, row * world.stateSize));
    const values = q.evaluate(); // [worlds, A]
    worlds.forEach((world, row) => {
      if (!playing[row]) return;
      const action = argMax(values, row * world.actionCount, world.actionCount);
      const { terminated, truncated } = world.step(action);
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
  worlds: readonly Environment[],
  rng: Rng,
): Float64Array {
  return finish(greedyEpisodes(q, worlds, rng));
}
