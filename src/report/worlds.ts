/** What a report must know of each world to judge returns in it. */
import { ConfigError, shown } from '../experiment/config.ts';
import type { Scale } from '../stats/normalise.ts';

export interface World extends Scale {
  /** Steps after which an episode is cut. */
  readonly maxSteps: number;
  /** An evaluation at or above this return counts as having learnt to drive well. */
  readonly threshold: number;
}

// Optimum: value iteration on a 2401 × 1801 grid for mountain-car, greedy with look-ahead, over 10,000 starts.
// Random: not one of 20,000 episodes reaches the goal, so the return is minus the time limit.
const MOUNTAIN_CAR: World = { optimum: -97.66, random: -200, maxSteps: 200, threshold: -110 };
const WEAK_ENGINE: World = { optimum: -188, random: -400, maxSteps: 400, threshold: -220 };

const WORLDS: ReadonlyMap<string, World> = new Map([
  ['mountain-car', MOUNTAIN_CAR],
  ['weak-engine', WEAK_ENGINE],
  ['noisy-tv', WEAK_ENGINE], // the same car; what the screen shows does not move it
]);

/** @throws ConfigError if there is no world of that name */
export function worldOf(name: string): World {
  const world = WORLDS.get(name);
  if (!world) {
    const names = [...WORLDS.keys()].join(', ');
    throw new ConfigError(`expected a world of ${names}, got ${shown(name)}`);
  }
  return world;
}
