/** What a report needs of each environment to judge scores in it. */
import type { Environment } from '../../env/environment.ts';
import {
  createEnvironment,
  ENVIRONMENTS,
  type EnvironmentName,
} from '../../env/environments.ts';
import { ConfigError, shown } from '../../train/config/field.ts';
import type { Scale } from '../../math/stats/normalise.ts';

export interface EnvironmentScale extends Scale {
  /** Steps after which an episode is cut. */
  readonly maxSteps: number;
  /** An evaluation at or above this score counts as having learnt to drive well. */
  readonly threshold: number;
}

const isKnown = (name: string): name is EnvironmentName => Object.hasOwn(ENVIRONMENTS, name);

/** The environment of that name, as it is without settings of one's own. @throws ConfigError if there is none */
function known(name: string): { readonly env: Environment; readonly maxSteps: number } {
  if (!isKnown(name)) {
    const names = Object.keys(ENVIRONMENTS).join(', ');
    throw new ConfigError(`expected an environment of ${names}, got ${shown(name)}`);
  }
  const settings = ENVIRONMENTS[name];
  const env = createEnvironment({ ...settings, reward: 'sparse' });
  return { env, maxSteps: settings.maxSteps };
}

/**
 * Random actions do not reach the goal (not one of 20,000 episodes in mountain-car), so their score is minus the time
 * limit.
 *
 * @param maxSteps default: the environment's own limit
 * @throws ConfigError if there is no environment of that name
 */
export function scaleOf(name: string, maxSteps: number = known(name).maxSteps): EnvironmentScale {
  const { optimum, milestones } = known(name).env;
  return { optimum: optimum!, random: -maxSteps, maxSteps, threshold: milestones!.at(-1)! };
}

/** `mountain-car`; with another time limit than its own it is another environment: `mountain-car, maxSteps 500`. */
export function environmentName(name: string, maxSteps: number): string {
  return maxSteps === known(name).maxSteps ? name : `${name}, maxSteps ${maxSteps}`;
}

/** Whether the best policy has a higher score than the worst; otherwise scores cannot be normalised. */
export function hasScale(name: string, maxSteps: number): boolean {
  return -maxSteps < known(name).env.optimum!;
}
