/** Stops a run at the first number that is not finite, and says which one it is. */
import { firstNonFinite } from '../kernels/reduce.ts';
import type { Layer } from '../nn/layers.ts';

/** A number that must be finite is not: the run has broken down. */
export class NonFiniteError extends Error {
  constructor(step: number, what: string, value: number) {
    super(`environment step ${step}: ${what} is ${value}; try less extreme settings`);
  }
}

/** @returns the value @throws NonFiniteError naming it if it is not finite */
export function checkFinite(value: number, name: string, step: number): number {
  if (!Number.isFinite(value)) throw new NonFiniteError(step, name, value);
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
  throw new NonFiniteError(step, `${name}, layer ${n + 1} ${part},`, vector[index]);
}
