/** Checks that numbers are finite. The first that is not stops the run and is named; it is written to no record. */
import { firstNonFinite } from '../math/kernels/reduce.ts';
import type { Layer } from '../nn/layers.ts';

/** A number that must be finite is not: the run cannot be continued. */
export class NonFiniteError extends Error {
  /** @param where the environment step, or the file and the episode it is about */
  constructor(where: string, what: string, value: number) {
    super(`${where}: ${what} is ${value}; try less extreme settings`);
  }
}

const atStep = (step: number): string => `environment step ${step}`;

/** @returns the value @throws NonFiniteError naming it if it is not finite */
export function checkFinite(value: number, name: string, step: number): number {
  if (!Number.isFinite(value)) throw new NonFiniteError(atStep(step), name, value);
  return value;
}

/**
 * @param vector [P], the parameters of these layers or something else for each of them
 * @throws NonFiniteError naming the vector and the layer if an element is not finite
 */
export function checkLayers(
  vector: Float64Array,
  layers: readonly Layer[],
  name: string,
  step: number,
): void {
  const index = firstNonFinite(vector);
  if (index < 0) return;
  const n = layers.findIndex(({ end }) => index < end);
  const part = index < layers[n].biasStart ? 'weights' : 'bias';
  throw new NonFiniteError(atStep(step), `${name}, layer ${n + 1} ${part},`, vector[index]);
}

/**
 * The JSON of a record. JSON has no NaN and no infinity: JSON.stringify turns them into null, which is read back as no number.
 *
 * @param where the file, and what the record is of
 * @throws NonFiniteError naming the field of the first number that is not finite
 */
export function finiteJson(where: string, record: object, indent?: number): string {
  checkNumbers(where, record);
  return JSON.stringify(record, null, indent);
}

/**
 * @param where the file, and what the record is of
 * @param path  of the value in the record, such as `curiosity.novelty[3]`
 * @throws NonFiniteError naming the field of the first number that is not finite
 */
export function checkNumbers(where: string, value: unknown, path = ''): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NonFiniteError(where, path, value);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => checkNumbers(where, item, `${path}[${i}]`));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      checkNumbers(where, part, path === '' ? name : `${path}.${name}`);
    }
  }
}

/** What is wrong with tensors that are about to be written, or null: names the first element that is not finite. */
export function nonFiniteTensor(
  where: string,
  tensors: readonly { readonly name: string; readonly data: ArrayLike<number> }[],
): NonFiniteError | null {
  for (const { name, data } of tensors) {
    const index = data instanceof Float64Array ? firstNonFinite(data) : -1;
    if (index >= 0) return new NonFiniteError(where, `${name}[${index}]`, data[index]);
  }
  return null;
}
