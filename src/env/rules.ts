/** Rules of an environment, and what is said of one that is broken: one sentence, with the place. */
import { messageOf, shown } from './messages.ts';
import type { Environment, Ink, Shape, Start, Step } from './environment.ts';

/** A rule is broken. Its message is the sentence. */
export class BrokenRule extends Error {}

/** @throws BrokenRule with the sentence, unless the rule holds */
export function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new BrokenRule(sentence);
}

/** @throws BrokenRule naming where, if `call` throws anything else */
export function calling<T>(where: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new BrokenRule(
      error instanceof BrokenRule
        ? `${where}: ${error.message}`
        : `${where} throws: ${messageOf(error)}.`,
    );
  }
}

/** What is wrong with what any function gave, whatever it is asked for; null: nothing. */
export function promiseFault(given: unknown): string | null {
  if (!(given instanceof Promise)) return null;
  given.catch(() => undefined); // it is refused in any case
  return 'got a promise; it must not be async';
}

const unless =
  (holds: (given: unknown) => boolean, expected: string) =>
  (given: unknown): string | null =>
    holds(given) ? null : `expected ${expected}, got ${shown(given)}`;

const finite = unless(Number.isFinite, 'a finite number');

/** Whether it is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Whether it is two finite numbers. */
export const isPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

const INKS = ['agent', 'ground', 'goal', 'line', 'plain'] as const satisfies readonly Ink[];

/** Where a function of an environment is: `step`, `score.of`. */
type FunctionPath = keyof Environment | `${keyof Environment}.${string}`;

/** What is wrong with what each function of an environment gave, before training and during it; null: nothing. */
export const FAULTS = {
  reset: startFault,
  step: stepFault,
  'score.of': finite,
  isGoal: unless((given) => typeof given === 'boolean', 'true or false'),
  rewardScale: finite,
  potential: finite,
  'phaseSpace.placeOf': unless(isPair, 'two finite numbers'),
  'phaseSpace.observationAt': observationFault,
  'phaseSpace.stepFrom': stepFault,
  'picture.draw': pictureFault,
  'exploration.cellOf': (given, { exploration }) => {
    const cells = exploration!.cells;
    const isCell = Number.isInteger(given) && (given as number) >= 0 && (given as number) < cells;
    return isCell ? null : `expected a whole number from 0 to ${cells - 1}, got ${shown(given)}`;
  },
} as const satisfies Partial<
  Record<FunctionPath, (given: unknown, env: Environment) => string | null>
>;

/** Functions that every environment has. */
const CORE: readonly string[] = ['reset', 'step'] satisfies FunctionPath[];

/**
 * What a function of an environment gives.
 *
 * @param where it is asked, for the message
 * @throws BrokenRule naming where, if it throws or gives what it must not; or the path, if there is no function
 */
export function answerOf<T>(
  where: string,
  path: keyof typeof FAULTS,
  env: Environment,
  ask: () => T,
): T {
  const [property, ...parts] = path.split('.');
  const value = Reflect.get(env, property) as unknown;
  const method = parts.length === 0 || !isObject(value) ? value : value[parts[0]];
  const isDefault = value === undefined && !CORE.includes(path);
  demand(
    isDefault || typeof method === 'function',
    `${path}: expected a function, got ${shown(method)}.`,
  );
  const given = calling(where, ask);
  const fault = promiseFault(given) ?? FAULTS[path](given, env);
  demand(fault === null, `${where}: ${fault}.`);
  return given;
}

/**
 * Share of the larger bound by which an observation may lie outside: what rounding leaves, some eight steps of a float32 there.
 * Gymnasium compares exactly, but with bounds that it has rounded to float32, as it does observations.
 */
const ROUNDING = 1e-6;

/**
 * Largest number of an observation, and largest bound that is one. Far larger ones overflow in a network, and between bounds such as
 * 3.4e38, by which other libraries say that there are none, every value would be scaled to 0.
 */
export const LARGEST = 1e30;

/** What rounding is measured by: of a bound that there is not, 1. */
const sizeOfBound = (bound: number): number => (Number.isFinite(bound) ? Math.abs(bound) : 1);

function isWithin(x: number, low: number, high: number): boolean {
  if (x >= low && x <= high) return true;
  const slack = ROUNDING * Math.max(sizeOfBound(low), sizeOfBound(high));
  return x >= low - slack && x <= high + slack;
}

function observationFault(given: unknown, { observationSpace }: Environment): string | null {
  const { low, high } = observationSpace;
  if (!(given instanceof Float64Array) || given.length !== low.length) {
    const came = given instanceof Float64Array ? `one of ${given.length}` : shown(given);
    return `expected an observation of ${low.length} numbers in a Float64Array, got ${came}`;
  }
  for (let i = 0; i < given.length; i++) {
    const x = given[i];
    if (!Number.isFinite(x)) return `observation[${i}] is ${x}, expected a finite number`;
    if (Math.abs(x) > LARGEST) {
      return `observation[${i}] is ${x}, expected at most ${LARGEST} in size; use another unit`;
    }
    if (!isWithin(x, low[i], high[i])) {
      return `observation[${i}] is ${x}, outside its bounds ${low[i]} and ${high[i]}`;
    }
  }
  return null;
}

function startFault(given: unknown, env: Environment): string | null {
  if (!isObject(given)) return `expected an object, got ${shown(given)}`;
  return observationFault((given as Partial<Start>).observation, env);
}

function stepFault(given: unknown, env: Environment): string | null {
  const fault = startFault(given, env);
  if (fault !== null) return fault;
  const { reward, terminated, truncated } = given as Partial<Step>;
  if (!Number.isFinite(reward)) return `the reward is ${shown(reward)}, expected a finite number`;
  if (typeof terminated !== 'boolean') return flagFault('terminated', terminated);
  return typeof truncated === 'boolean' ? null : flagFault('truncated', truncated);
}

function pictureFault(given: unknown): string | null {
  if (!Array.isArray(given)) return `expected a list of shapes, got ${shown(given)}`;
  for (const [n, shape] of given.entries()) {
    const fault = shapeFault(shape);
    if (fault !== null) return `shape ${n}: expected ${fault}`;
  }
  return null;
}

/** `a shape, got 5` */
function shapeFault(shape: unknown): string | null {
  if (!isObject(shape)) return `a shape, got ${shown(shape)}`;
  const { ink, isFilled, points }: Partial<Record<keyof Shape, unknown>> = shape;
  if (!INKS.includes(ink as Ink)) return `an ink of ${INKS.join(', ')}, got ${shown(ink)}`;
  if (typeof isFilled !== 'boolean') return `isFilled to be true or false, got ${shown(isFilled)}`;
  if (!Array.isArray(points)) return `a list of points, got ${shown(points)}`;
  const wrong = points.findIndex((point) => !isPair(point));
  return wrong < 0 ? null : `two finite numbers as point ${wrong}, got ${shown(points[wrong])}`;
}

const flagFault = (name: string, flag: unknown): string =>
  `${name} is ${shown(flag)}, expected true or false; a goal terminates, a time limit truncates`;
