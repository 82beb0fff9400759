/** Seeded inputs. */
import { normal } from '../src/math/random/normal.ts';
import { stream } from '../src/math/random/rng.ts';

/** `count` draws from N(0, 1), of the stream `name`. */
export function normals(count: number, name: string): Float64Array {
  return normal(count, stream(1, name));
}

/** The same with the negative half set to zero, as after a ReLU. */
export function halfZero(count: number, name: string): Float64Array {
  return normals(count, name).map((x) => Math.max(x, 0));
}

/** Uniform in [low, high). */
export function uniforms(count: number, low: number, high: number, name: string): Float64Array {
  const rng = stream(1, name);
  return Float64Array.from({ length: count }, () => low + (high - low) * rng.uniform53());
}

/** Numbers in a pool: more than the branch predictor can learn, fewer than the cache holds. */
const POOL_NUMBERS = 65_536;

/**
 * Different inputs for successive calls. If one matrix were multiplied again and again, the branch predictor would learn
 * where its zeros are; in training they change.
 *
 * @returns a power of two of them, so that `& (pool.length − 1)` goes around
 */
export function pool<T>(numbersEach: number, make: (n: number) => T): T[] {
  let count = 1;
  while (count < 64 && 2 * count * numbersEach <= POOL_NUMBERS) count *= 2;
  return Array.from({ length: count }, (_, n) => make(n));
}
