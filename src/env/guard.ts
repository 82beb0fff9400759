/** Watches an environment while it is learnt in: what goes wrong in it is told with the step at which it did. */
import type { Environment, EnvironmentProperties, Exploration } from './environment.ts';
import { inOneLine, namedMessageOf, shown } from './rules.ts';
import { sizeOf } from './view.ts';

type CoreMethods = Pick<Environment, 'reset' | 'step'>;

/** An environment threw an error, or gave what it must not. Its message is one line. */
export class EnvironmentError extends Error {}

/** What is wrong with what a function gave; null: nothing. @param owner what the function is of */
type Fault = (given: unknown, owner: object) => string | null;

const unless =
  (holds: (given: unknown) => boolean, expected: string): Fault =>
  (given) =>
    holds(given) ? null : `expected ${expected}, got ${shown(given)}`;

const finite = unless(Number.isFinite, 'a finite number');

/** The functions that tell more of an environment, alone or as parts of a property, and what they must give. */
const TELLING: Readonly<Record<string, Fault>> = {
  'score.of': finite,
  isGoal: unless((given) => typeof given === 'boolean', 'true or false'),
  rewardScale: finite,
  potential: finite,
  'phaseSpace.placeOf': unless(
    (given) => Array.isArray(given) && given.length === 2 && given.every(Number.isFinite),
    'two finite numbers',
  ),
  'phaseSpace.observationAt': () => null,
  'phaseSpace.stepFrom': () => null,
  'picture.draw': unless(Array.isArray, 'a list of shapes'),
  'exploration.cellOf': (given, owner) => {
    const { cells } = owner as Exploration;
    const isCell = Number.isInteger(given) && (given as number) >= 0 && (given as number) < cells;
    return isCell ? null : `expected a whole number from 0 to ${cells - 1}, got ${shown(given)}`;
  },
} satisfies Partial<
  Record<keyof EnvironmentProperties | `${keyof EnvironmentProperties}.${string}`, Fault>
>;

/**
 * The same environment, but that its functions throw an EnvironmentError that names it, the episode and the step, if they throw
 * anything or give what they must not: an observation or a reward that is not finite or not of the right size, a score that is
 * not finite, and so on.
 *
 * @param name of its file
 */
export function guarded(env: Environment, name: string): Environment {
  const size = sizeOf(env.observationSpace);
  let [seed, steps] = [0, 0];
  const checked = <T>(where: string, call: () => T, faultIn: (given: T) => string | null): T => {
    const failed = (what: string): never => {
      throw new EnvironmentError(`${name}: ${where}: ${inOneLine(what)}`);
    };
    let given: T;
    try {
      given = call();
    } catch (error) {
      return failed(namedMessageOf(error));
    }
    const fault = faultIn(given);
    return fault === null ? given : failed(fault);
  };
  const faultInStep = (step: unknown): string | null => faultOf(step, size);
  const watched: CoreMethods = {
    reset: (given) => {
      [seed, steps] = [given, 0];
      return checked(`reset(${given})`, () => env.reset(given), faultInStep);
    },
    step: (action) => {
      steps++;
      const where = `step ${steps} after reset(${seed}), by action ${action}`;
      return checked(where, () => env.step(action), faultInStep);
    },
  };
  /** @param path of a function: `score.of` */
  const telling = (path: string, owner: object, method: (...given: unknown[]) => unknown) => {
    const faultIn = TELLING[path] ?? ((): null => null);
    return (...given: unknown[]): unknown =>
      checked(
        `${path}, at step ${steps} after reset(${seed})`,
        () => method.apply(owner, given),
        (told) => faultIn(told, owner),
      );
  };
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

/** Properties that have functions. */
const HOLDERS: readonly string[] = ['score', 'phaseSpace', 'picture', 'exploration'];

/** What has the properties that `get` gives. Not by assignment, which one that is frozen or shared would not bear. */
const proxyOf = <T extends object>(of: T, get: (property: string) => unknown): T =>
  new Proxy({} as T, {
    get: (_, property) =>
      typeof property === 'string' ? get(property) : (Reflect.get(of, property) as unknown),
  });

/** What is wrong with what an environment gave; null: nothing. */
function faultOf(given: unknown, size: number): string | null {
  if (typeof given !== 'object' || given === null) {
    return `expected an object with an observation, got ${shown(given)}`;
  }
  const { observation, reward }: { readonly observation?: unknown; readonly reward?: unknown } =
    given;
  if (!(observation instanceof Float64Array)) {
    return `expected an observation in a Float64Array, got ${shown(observation)}`;
  }
  if (observation.length !== size) {
    return `expected an observation of ${size} numbers, got ${observation.length}`;
  }
  const i = observation.findIndex((x) => !Number.isFinite(x));
  if (i >= 0) return `observation[${i}] is ${observation[i]}`;
  return reward === undefined || Number.isFinite(reward) ? null : `the reward is ${shown(reward)}`;
}
