import { stream } from '../math/random/rng.ts';

const TWO_TO_32 = 4294967296;

/**
 * The seed of one reset of an environment: a whole number below 2³², which any generator takes.
 *
 * It follows from the run's seed and from what the episode is, such as `training/3` or `evaluation/3/12` (the twelfth
 * greedy episode after training episode 3), and from nothing that was played before.
 */
export function resetSeed(seed: number, episode: string): number {
  return stream(seed, `reset/${episode}`).uniform() * TWO_TO_32;
}
