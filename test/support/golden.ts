/** Reference data from PyTorch, Gymnasium and NumPy; format and source in test/golden/README.md. */
import { readFileSync } from 'node:fs';
import type { Shape } from '../../src/autodiff/shape.ts';
import { tensor, type Tensor } from '../../src/autodiff/tensor.ts';

/** JSON has no NaN or infinity: the files spell them as strings. */
export type GoldenNumber = number | 'NaN' | 'Infinity' | '-Infinity';
export type GoldenTensor = { readonly shape: Shape; readonly data: readonly GoldenNumber[] };

/** The file `test/golden/<name>.json`. */
// The type parameter says what the file holds.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as T;
}

export const numbers = (data: readonly GoldenNumber[]): Float64Array =>
  Float64Array.from(data, Number);

export const goldenTensor = ({ shape, data }: GoldenTensor): Tensor => tensor(numbers(data), shape);
