/**
 * Matrix products: nine tenths of a training step is spent here, in the loops of sparseRow.ts.
 */
import { collectNonZero, rowProductInto, WIDEST_ROW } from './sparseRow.ts';

/**
 * The definition: out[i, j] += Σₖ a[i, k] b[k, j], added in the order of k.
 *
 * @param out [M, N]
 * @param a   [M, K]
 * @param b   [K, N]
 */
export function addMatmul(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  for (let i = 0; i < M; i++) {
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < N; j++) out[i * N + j] += a[i * K + k] * b[k * N + j];
    }
  }
}

/** Step from a row to the next, and from a column to the next: a transpose is a swap of the two. */
export type Strides = readonly [row: number, column: number];

/**
 * `addMatmul` with any strides for `a`, so that XᵀD needs no copy of X. Sums in the order of the definition and
 * gives the same bits, with one exception: a zero in `a` contributes nothing even where `b` is infinite or
 * NaN (IEEE says NaN), and so a −0 in `out` may stay −0.
 *
 * @param out [M, N] contiguous, added to
 * @param a   [M, K]; element (i, k) at i aRow + k aColumn
 * @param b   [K, N] contiguous
 */
export function addMatmulInto(
  out: Float64Array,
  a: Float64Array,
  [aRow, aColumn]: Strides,
  b: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  for (let k = 0; k < K; k += WIDEST_ROW) {
    const length = Math.min(K - k, WIDEST_ROW);
    for (let i = 0; i < M; i++) {
      const count = collectNonZero(a, i * aRow + k * aColumn, aColumn, length, k, N);
      rowProductInto(out, i * N, out, i * N, count, b, N);
    }
  }
}

/**
 * out = x W + b, the bias on every row: the sums start from the bias and go on as in `addMatmulInto`.
 *
 * @param out [M, N]
 * @param x   [M, K]
 * @param w   [K, N]
 * @param b   [N]
 */
export function linearInto(
  out: Float64Array,
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  const length = Math.min(K, WIDEST_ROW);
  for (let i = 0; i < M; i++) {
    const count = collectNonZero(x, i * K, 1, length, 0, N);
    rowProductInto(out, i * N, b, 0, count, w, N);
    for (let k = WIDEST_ROW; k < K; k += WIDEST_ROW) {
      const more = collectNonZero(x, i * K + k, 1, Math.min(K - k, WIDEST_ROW), k, N);
      rowProductInto(out, i * N, out, i * N, more, w, N);
    }
  }
}

/** out [N, M] ← the transpose of a [M, N]. */
export function transposeInto(out: Float64Array, a: Float64Array, M: number, N: number): void {
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) out[j * M + i] = a[i * N + j];
  }
}
