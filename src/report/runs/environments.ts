/** What a report needs of each environment to judge scores in it. */
import { ENVIRONMENTS, type EnvironmentName } from '../../env/environments.ts';
import { ConfigError, shown } from '../../train/config/field.ts';
import type { Config } from '../../train/config/settings.ts';
import type { Scale } from '../../math/stats/normalise.ts';

export interface EnvironmentScale extends Scale {
  /** Steps after which an episode is cut. */
  readonly maxSteps: number;
  /** An evaluation at or above this score counts as having learnt to drive well. */
  readonly threshold: number;
}

function known(name: string): (typeof ENVIRONMENTS)[EnvironmentName] {
  if (!Object.hasOwn(ENVIRONMENTS, name)) {
    const names = Object.keys(ENVIRONMENTS).join(', ');
    throw new ConfigError(`expected an environment of ${names}, got ${shown(name)}`);
  }
  return ENVIRONMENTS[name as EnvironmentName];
}

/**
 * Random actions do not reach the goal (not one of 20,000 episodes in mountain-car), so their score is minus the time
 * limit.
 *
 * @param maxSteps default: the environment's own limit
 * @throws ConfigError if there is no environment of that name
 */
export function scaleOf(name: string, maxSteps: number = known(name).maxSteps): EnvironmentScale {
  const { optimum, milestones } = known(name);
  return { optimum, random: -maxSteps, maxSteps, threshold: milestones[milestones.length - 1] };
}

/** `mountain-car`; with another time limit than its own it is another environment: `mountain-car, maxSteps 500`. */
export function environmentName(name: string, maxSteps: number): string {
  return maxSteps === known(name).maxSteps ? name : `${name}, maxSteps ${maxSteps}`;
}

/** Whether the best policy has a higher score than the worst; otherwise scores cannot be normalised. */
export function hasScale(name: string, maxSteps: number): boolean {
  return -maxSteps < known(name).optimum;
}

/**
 * Mean score of the best policy in the environment of a run; null where it is not known, because an engine of another force
 * needs another number of steps, or because the best policy may run out of time.
 */
export function optimumOf({
  env,
  force,
  maxSteps,
}: Pick<Config, 'env' | 'force' | 'maxSteps'>): number | null {
  const usual = ENVIRONMENTS[env];
  return force === usual.force && maxSteps >= usual.maxSteps ? usual.optimum : null;
}
