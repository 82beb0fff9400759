/**
 * How fast V8 can be at best on this machine, measured in the same rounds as the work.
 *
 * For arithmetic: a dense 64 × 64 × 64 product in blocks of 2 × 4, eight sums in registers and six loads for eight
 * multiply-adds. V8 has no SIMD, and larger blocks spill. For streaming: a copy of an array, which the C library
 * does with the widest loads there are; a loop in JavaScript cannot be faster.
 */
import type { Work } from './case.ts';
import { normals } from './inputs.ts';

const N = 64;
export const FLOPS_OF_CEILING = 2 * N * N * N;

/** c ← a b, all [N, N]. */
function blockedProduct(c: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < N * N; i += 2 * N) {
    for (let j = 0; j < N; j += 4) {
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0, p = j; k < N; k++, p += N) {
        const a0 = a[i + k];
        const a1 = a[i + N + k];
        const b0 = b[p];
        const b1 = b[p + 1];
        const b2 = b[p + 2];
        const b3 = b[p + 3];
        s00 += a0 * b0;
        s01 += a0 * b1;
        s02 += a0 * b2;
        s03 += a0 * b3;
        s10 += a1 * b0;
        s11 += a1 * b1;
        s12 += a1 * b2;
        s13 += a1 * b3;
      }
      c[i + j] = s00;
      c[i + j + 1] = s01;
      c[i + j + 2] = s02;
      c[i + j + 3] = s03;
      c[i + N + j] = s10;
      c[i + N + j + 1] = s11;
      c[i + N + j + 2] = s12;
      c[i + N + j + 3] = s13;
    }
  }
}

/** Does `FLOPS_OF_CEILING` additions and multiplications. */
export function arithmeticCeiling(): Work {
  const a = normals(N * N, 'ceiling a');
  const b = normals(N * N, 'ceiling b');
  const c = new Float64Array(N * N);
  return (times) => {
    for (let i = 0; i < times; i++) blockedProduct(c, a, b);
    return c[0];
  };
}

/** Moves about `bytes` bytes: half of them read, half written. */
export function copyCeiling(bytes: number): Work {
  const from = normals(Math.ceil(bytes / 16), 'ceiling copy');
  const to = new Float64Array(from.length);
  return (times) => {
    for (let i = 0; i < times; i++) to.set(from);
    return to[to.length - 1];
  };
}
