/** Whether a curiosity has the parts that curiosity.ts names, and gives what it says. */
import { shown } from '../env/messages.ts';
import { calling, demand, isObject, isText, promiseFault } from '../env/rules.ts';
import { firstNonFinite } from '../math/kernels/reduce.ts';
import type { Transition } from '../replay/transition.ts';
import type { Curiosity, CuriosityUpdate, Quantity } from './curiosity.ts';

const isCount = (value: unknown, least: number): boolean =>
  Number.isInteger(value) && (value as number) >= least;
const isQuantity = (value: unknown): boolean =>
  isObject(value) && ['name', 'unit', 'meaning'].every((name) => isText(value[name]));

const METHODS = ['update', 'learn', 'measure', 'state', 'restore'] as const;
const OPTIONAL = ['modelUncertainty', 'predict', 'layout'] as const;

/** @throws BrokenRule with the sentence */
export function checkShape(curiosity: Partial<Curiosity>): void {
  const { measured, learnt, batchSize, rows } = curiosity;
  demand(
    isQuantity(measured),
    `measured: expected an object with the texts name, unit and meaning, got ${shown(measured)}.`,
  );
  const { objective, uncertainty } = measured!;
  const of: string = measured!.of;
  demand(
    of === 'memory' || of === 'q-batch',
    `measured.of: expected 'memory' or 'q-batch', got ${shown(of)}.`,
  );
  for (const [name, quantity] of Object.entries({ objective, uncertainty } satisfies Record<
    string,
    Quantity | null
  >)) {
    demand(
      quantity === null || isQuantity(quantity),
      `measured.${name}: expected null or an object with the texts name, unit and meaning, got ${shown(quantity)}.`,
    );
  }
  demand(Array.isArray(learnt), `learnt: expected a list, got ${shown(learnt)}.`);
  demand(isCount(batchSize, 0), `batchSize: expected a whole number, got ${shown(batchSize)}.`);
  demand(isCount(rows, 1), `rows: expected a whole number above 0, got ${shown(rows)}.`);
  for (const name of METHODS) {
    const method: unknown = curiosity[name];
    demand(typeof method === 'function', `${name}: expected a method, got ${shown(method)}.`);
  }
  for (const name of OPTIONAL) {
    const method: unknown = curiosity[name];
    demand(
      method === undefined || typeof method === 'function',
      `${name}: expected a method or nothing, got ${shown(method)}.`,
    );
  }
  const fault = curiosity.layout ? layoutFault(calling('layout', () => curiosity.layout!())) : null;
  demand(fault === null, `layout: ${fault}.`);
  const { anticipate } = curiosity;
  demand(
    (anticipate !== undefined) === (measured!.anticipates === true),
    'anticipate: expected a method where measured.anticipates is true, and nowhere else.',
  );
}

/** The states of a transition as they are now. */
type States = Pick<Transition, 'state' | 'nextState'>;
export const statesOf = ({ state, nextState }: States): States => ({
  state: state.slice(),
  nextState: nextState.slice(),
});

/**
 * What is wrong with what `update` did to the transition that it was given, from whose next state the agent goes on; null: nothing.
 *
 * @param before the states that it was given
 */
export function changedFault(before: States, after: States): string | null {
  for (const name of ['state', 'nextState'] as const) {
    const i = before[name].findIndex((x, n) => !Object.is(x, after[name][n]));
    if (i >= 0)
      return `${name}[${i}] of the transition was ${before[name][i]} and is now ${after[name][i]}; copy what is to be changed`;
  }
  return null;
}

/** The same curiosity, but that its methods throw a BrokenRule if they are async, or change the transition that they are given. */
export function strict(curiosity: Curiosity): Curiosity {
  const methods = Object.entries(curiosity).flatMap(([name, method]: [string, unknown]) => {
    if (typeof method !== 'function') return [];
    const call = (...given: unknown[]): unknown => {
      const before = name === 'update' ? statesOf(given[0] as Transition) : null;
      const answer = (method as (...all: unknown[]) => unknown)(...given);
      const changed = before && changedFault(before, given[0] as Transition);
      const fault = promiseFault(answer) ?? changed;
      demand(fault === null, `${name}: ${fault}.`);
      return answer;
    };
    return [[name, call] as const];
  });
  return { ...curiosity, ...Object.fromEntries(methods) };
}

/** What is wrong with what measuring gave, before training and during it; null: nothing. */
export function noveltyFault({ measured }: Curiosity, novelties: unknown): string | null {
  if (!(novelties instanceof Float64Array)) {
    return `expected a Float64Array of novelties, got ${shown(novelties)}`;
  }
  const fault = numbersFault('novelty', novelties);
  if (fault !== null) return fault;
  const negative = measured.isSigned === true ? undefined : novelties.find((x) => x < 0);
  return negative === undefined
    ? null
    : `the novelty is ${negative}, expected 0 or more unless measured.isSigned is true`;
}

/** The same of numbers that a method wrote. @param what they are: `prediction` */
export function numbersFault(what: string, numbers: Float64Array): string | null {
  const i = firstNonFinite(numbers);
  return i < 0 ? null : `the ${what} is ${numbers[i]}, expected a finite number`;
}

const isNumbers = (value: unknown): boolean => Array.isArray(value) && value.every(Number.isFinite);

function isNoise(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  if (value['kind'] === 'fixed') return Number.isFinite(value['sd']);
  return value['kind'] === 'learned' && isNumbers([value['low'], value['high']]);
}

/** The same of a layout. */
export function layoutFault(given: unknown): string | null {
  if (!isObject(given)) return `expected an object, got ${shown(given)}`;
  const { inputScale, targetMean, targetSd, noise } = given;
  if (!Number.isFinite(inputScale)) {
    return `inputScale is ${shown(inputScale)}, expected a finite number`;
  }
  for (const [name, numbers] of Object.entries({ targetMean, targetSd })) {
    if (!isNumbers(numbers))
      return `${name} is ${shown(numbers)}, expected a list of finite numbers`;
  }
  return isNoise(noise)
    ? null
    : `noise is ${shown(noise)}, expected { kind: 'fixed', sd } or { kind: 'learned', low, high }`;
}

/** The same of what an update gave. */
export function updateFault({ measured, batchSize }: Curiosity, update: unknown): string | null {
  if (update === null) return null;
  if (batchSize === 0 || measured.objective === null) {
    return `expected null, since batchSize is 0 or measured.objective is null, got ${shown(update)}`;
  }
  if (!isObject(update)) {
    return `expected null or an object with objective and gradNorm, got ${shown(update)}`;
  }
  const wrong = (
    ['objective', 'gradNorm'] as const satisfies readonly (keyof CuriosityUpdate)[]
  ).find((name) => !Number.isFinite(update[name]));
  return wrong === undefined
    ? null
    : `the ${wrong} is ${shown(update[wrong])}, expected a finite number`;
}
