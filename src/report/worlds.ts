/** What a report must know of each world to judge returns in it. */
import { WORLDS, type WorldName } from '../env/worlds.ts';
import { ConfigError, shown } from '../experiment/field.ts';
import type { Scale } from '../stats/normalise.ts';

export interface World extends Scale {
  /** Steps after which an episode is cut. */
  readonly maxSteps: number;
  /** An evaluation at or above this return counts as having learnt to drive well. */
  readonly threshold: number;
}

/**
 * Random actions do not reach the goal (not one of 20,000 episodes in mountain-car), so their return is minus the time
 * limit.
 *
 * @throws ConfigError if there is no world of that name
 */
export function worldOf(name: string): World {
  if (!Object.hasOwn(WORLDS, name)) {
    const names = Object.keys(WORLDS).join(', ');
    throw new ConfigError(`expected a world of ${names}, got ${shown(name)}`);
  }
  const { optimum, maxSteps, milestones } = WORLDS[name as WorldName];
  return { optimum, random: -maxSteps, maxSteps, threshold: milestones[milestones.length - 1] };
}
