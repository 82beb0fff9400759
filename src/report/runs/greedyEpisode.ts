/** One episode of a finished run's greedy policy, played again from the weights it left. */
import { playEpisode, type GreedyEpisode } from './playEpisode.ts';
import { readPolicy } from './policy.ts';

/** The same start for all agents. */
const SEED = 0;

/** @throws ConfigError naming the file that is missing or does not hold the network */
export function greedyEpisode(folder: string): GreedyEpisode {
  return playEpisode(readPolicy(folder), SEED);
}
