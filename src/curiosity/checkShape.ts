/** Whether a curiosity has the parts that curiosity.ts names, and gives what it says. */
import { demand, shown } from '../env/rules.ts';
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

/** @throws BrokenRule naming the number that is not what it should be */
export function checkStep(
  where: string,
  { measured, batchSize }: Curiosity,
  update: CuriosityUpdate | null,
  novelty: number,
): void {
  demand(
    Number.isFinite(novelty),
    `${where}: measure: the novelty is ${shown(novelty)}, expected a finite number.`,
  );
  demand(
    measured.isSigned === true || novelty >= 0,
    `${where}: measure: the novelty is ${novelty}, expected 0 or more unless measured.isSigned is true.`,
  );
  if (update === null) return;
  demand(
    isObject(update) && batchSize > 0 && measured.objective !== null,
    `${where}: learn: expected null, since batchSize is 0 or measured.objective is null, got ${shown(update)}.`,
  );
  for (const name of ['objective', 'gradNorm'] as const) {
    demand(
      Number.isFinite(update[name]),
      `${where}: learn: ${name} is ${shown(update[name])}, expected a finite number.`,
    );
  }
}
