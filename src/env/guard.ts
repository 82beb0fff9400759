/** Watches an environment while it is learnt in: what goes wrong in it is told with the step at which it did. */
import type { Environment, Start, Step } from './environment.ts';
import { sizeOf } from './view.ts';

/** An environment threw an error, or gave what it must not. Its message is one line. */
export class EnvironmentError extends Error {}

/**
 * The environment itself, whose `reset` and `step` throw an EnvironmentError that names it, the episode and the step, if they throw
 * anything or give an observation or a reward that is not finite or not of the right size.
 *
 * @param name of its file
 */
export function guarded(env: Environment, name: string): Environment {
  const size = sizeOf(env.observationSpace);
  const [reset, step] = [env.reset.bind(env), env.step.bind(env)];
  let [seed, steps] = [0, 0];
  const failed = (where: string, what: string): never => {
    throw new EnvironmentError(`${name}: ${where}: ${what.replaceAll(/\s*\n\s*/g, ' ')}`);
  };
  const calling = <S extends Start>(where: string, call: () => S): S => {
    let start: S;
    try {
      start = call();
    } catch (error) {
      return failed(
        where,
        error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      );
    }
    const fault = faultOf(start, size);
    return fault === null ? start : failed(where, fault);
  };
  env.reset = (given) => {
    [seed, steps] = [given, 0];
    return calling(`reset(${given})`, () => reset(given));
  };
  env.step = (action) => {
    steps++;
    return calling(`step ${steps} after reset(${seed}), by action ${action}`, () => step(action));
  };
  return env;
}

/** What is wrong with what an environment gave; null: nothing. */
function faultOf(given: Start & Partial<Step>, size: number): string | null {
  const { observation, reward } = given;
  if (observation.length !== size) {
    return `expected an observation of ${size} numbers, got ${observation.length}`;
  }
  const i = observation.findIndex((x) => !Number.isFinite(x));
  if (i >= 0) return `observation[${i}] is ${observation[i]}`;
  return reward === undefined || Number.isFinite(reward) ? null : `the reward is ${reward}`;
}
