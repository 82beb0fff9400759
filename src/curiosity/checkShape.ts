/** Whether a curiosity has the parts that curiosity.ts names, and gives what it says. */
import { demand, shown } from '../env/rules.ts';
import { firstNonFinite } from '../math/kernels/reduce.ts';
import type { Curiosity, CuriosityUpdate, Quantity } from './curiosity.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown, least: number): boolean =>
  Number.isInteger(value) && (value as number) >= least;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isQuantity = (value: unknown): boolean =>
  isObject(value) && ['name', 'unit', 'meaning'].every((name) => isText(value[name]));

const METHODS = ['update', 'learn', 'measure', 'state', 'restore'] as const;

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
  const { anticipate } = curiosity;
  demand(
    (anticipate !== undefined) === (measured!.anticipates === true),
    'anticipate: expected a method where measured.anticipates is true, and nowhere else.',
  );
}

/** What is wrong with what measuring gave, before training and during it; null: nothing. */
export function noveltyFault({ measured }: Curiosity, novelties: unknown): string | null {
  if (!(novelties instanceof Float64Array)) {
    return `expected a Float64Array of novelties, got ${shown(novelties)}`;
  }
  const i = firstNonFinite(novelties);
  if (i >= 0) return `the novelty is ${novelties[i]}, expected a finite number`;
  const negative = measured.isSigned === true ? undefined : novelties.find((x) => x < 0);
  return negative === undefined
    ? null
    : `the novelty is ${negative}, expected 0 or more unless measured.isSigned is true`;
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
