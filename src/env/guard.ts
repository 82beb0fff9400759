/** Watches an environment while it is learnt in: what goes wrong in it is told with the step at which it did. */
import type { Environment, Start, Step } from './environment.ts';
import { inOneLine, namedMessageOf } from './rules.ts';
import { sizeOf } from './view.ts';

type CoreMethods = Pick<Environment, 'reset' | 'step'>;

/** An environment threw an error, or gave what it must not. Its message is one line. */
export class EnvironmentError extends Error {}

/**
 * The same environment, but that `reset` and `step` throw an EnvironmentError that names it, the episode and the step, if they throw
 * anything or give an observation or a reward that is not finite or not of the right size.
 *
 * @param name of its file
 */
export function guarded(env: Environment, name: string): Environment {
  const size = sizeOf(env.observationSpace);
  let [seed, steps] = [0, 0];
  const failed = (where: string, what: string): never => {
    throw new EnvironmentError(`${name}: ${where}: ${inOneLine(what)}`);
  };
  const calling = <S extends Start>(where: string, call: () => S): S => {
    let start: S;
    try {
      start = call();
    } catch (error) {
      return failed(where, namedMessageOf(error));
    }
    const fault = faultOf(start, size);
    return fault === null ? start : failed(where, fault);
  };
  const watched: CoreMethods = {
    reset: (given) => {
      [seed, steps] = [given, 0];
      return calling(`reset(${given})`, () => env.reset(given));
    },
    step: (action) => {
      steps++;
      return calling(`step ${steps} after reset(${seed}), by action ${action}`, () =>
        env.step(action),
      );
    },
  };
  // Not by assignment, which an environment that is frozen or shared would not bear.
  return new Proxy(watched as Environment, {
    get: (_, name) => {
      if (Object.hasOwn(watched, name)) return watched[name as keyof CoreMethods];
      const value: unknown = Reflect.get(env, name);
      return typeof value === 'function' ? (value.bind(env) as unknown) : value;
    },
  });
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
