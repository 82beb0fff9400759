/** Watches an environment while it is learnt in: what goes wrong in it is told with the step at which it did. */
import type { Environment } from './environment.ts';
import { inOneLine, namedMessageOf } from './messages.ts';
import { FAULTS, promiseFault } from './rules.ts';

/**
 * Steps after which an episode that goes on counts as one that never ends. Most that never end have forgotten the time limit: a greedy
 * policy that never reaches the goal would be evaluated for ever. Of Gymnasium's environments Atari has the longest, 27,000 steps.
 */
export const LONGEST_EPISODE = 100_000;

type CoreMethods = Pick<Environment, 'reset' | 'step'>;

/** An environment threw an error, or gave what it must not. Its message is one line. */
export class EnvironmentError extends Error {}

/**
 * What a call gives.
 *
 * @param faultIn what is wrong with it; null: nothing
 * @param failed  is told what was thrown, or what is wrong
 */
export function watchedCall<T>(
  call: () => T,
  faultIn: (given: T) => string | null,
  failed: (what: string) => never,
): T {
  let given: T;
  try {
    given = call();
  } catch (error) {
    return failed(namedMessageOf(error));
  }
  const fault = promiseFault(given) ?? faultIn(given);
  return fault === null ? given : failed(fault);
}

const isPath = (path: string): path is keyof typeof FAULTS => Object.hasOwn(FAULTS, path);

/**
 * The same environment, but that its functions throw an EnvironmentError that names it, the episode and the step, if they throw
 * anything or give what they must not (rules.ts).
 *
 * @param name of its file
 */
export function guarded(env: Environment, name: string): Environment {
  let [seed, steps] = [0, 0];
  const fail = (where: string, what: string): never => {
    throw new EnvironmentError(`${name}: ${where}: ${inOneLine(what)}`);
  };
  const checked = <T>(path: string, where: string, call: () => T): T =>
    watchedCall(
      call,
      (given) => (isPath(path) ? FAULTS[path](given, env) : null), // any other may give anything
      (what) => fail(where, what),
    );
  const watched: CoreMethods = {
    reset: (given) => {
      [seed, steps] = [given, 0];
      return checked('reset', `reset(${given})`, () => env.reset(given));
    },
    step: (action) => {
      steps++;
      const where = `step ${steps} after reset(${seed}), by action ${action}`;
      const outcome = checked('step', where, () => env.step(action));
      if (steps >= LONGEST_EPISODE && !outcome.terminated && !outcome.truncated) {
        fail(
          where,
          'the episode goes on, expected it to have ended by now; a time limit truncates',
        );
      }
      return outcome;
    },
  };
  /** @param path of a function: `score.of` */
  const telling =
    (path: string, owner: object, method: (...given: unknown[]) => unknown) =>
    (...given: unknown[]): unknown =>
      checked(path, `${path}, at step ${steps} after reset(${seed})`, () =>
        method.apply(owner, given),
      );
  const partsOf = new Map<unknown, object>();
  /** A property as it is, but with each function, itself or a part of it, watched. */
  const watchedProperty = (path: string, value: unknown, owner: object): unknown => {
    if (typeof value === 'function') {
      return telling(path, owner, value as (...given: unknown[]) => unknown);
    }
    if (!HOLDERS.includes(path) || typeof value !== 'object' || value === null) return value;
    const known = partsOf.get(value);
    if (known) return known;
    const parts = proxyOf(value, (part) =>
      watchedProperty(`${path}.${part}`, Reflect.get(value, part), value),
    );
    partsOf.set(value, parts);
    return parts;
  };
  return proxyOf(env, (property) =>
    Object.hasOwn(watched, property)
      ? watched[property as keyof CoreMethods]
      : watchedProperty(property, Reflect.get(env, property), env),
  );
}

/** Properties that are functions or have some. */
const HOLDERS: readonly string[] = Object.keys(FAULTS).map((path) => path.split('.')[0]);

/** What has the properties that `get` gives. Not by assignment, which one that is frozen or shared would not bear. */
const proxyOf = <T extends object>(of: T, get: (property: string) => unknown): T =>
  new Proxy({} as T, {
    get: (_, property) =>
      typeof property === 'string' ? get(property) : (Reflect.get(of, property) as unknown),
  });
