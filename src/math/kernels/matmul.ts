/**
 * Matrix products, by the loops of sparseRow.ts. With those of rectifiedLinear.ts, which most layers use, they take more than
 * half of a run.
 */
import {
  collectNonZero,
  FEW_ROWS,
  fillLanes,
  laneProductInto,
  rowProductInto,
  WIDEST_ROW,
} from './sparseRow.ts';

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
  strides: Strides,
  b: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  for (let k = 0; k < K; k += WIDEST_ROW) {
    productInto(out, out, N, a, strides, b, k, M, Math.min(K - k, WIDEST_ROW), N);
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
  const strides: Strides = [K, 1];
  productInto(out, b, 0, x, strides, w, 0, M, Math.min(K, WIDEST_ROW), N);
  for (let k = WIDEST_ROW; k < K; k += WIDEST_ROW) {
    productInto(out, out, N, x, strides, w, k, M, Math.min(K - k, WIDEST_ROW), N);
  }
}

/**
 * out = from + the product of `length` columns of a, from `first` on, with the same rows of b.
 *
 * @param fromRow step from a row of `from` to the next; 0 if one row serves all
 */
function productInto(
  out: Float64Array,
  from: Float64Array,
  fromRow: number,
  a: Float64Array,
  [aRow, aColumn]: Strides,
  b: Float64Array,
  first: number,
  M: number,
  length: number,
  N: number,
): void {
  const start = first * aColumn;
  if (M < FEW_ROWS) {
    for (let i = 0; i < M; i++) {
      const count = collectNonZero(a, start + i * aRow, aColumn, length);
      rowProductInto(out, i * N, from, i * fromRow, count, b, first, N);
    }
    return;
  }
  for (let j = 0; j < N;) {
    const end = fillLanes(b, first, length, N, j);
    for (let i = 0; i < M; i++) {
      const count = collectNonZero(a, start + i * aRow, aColumn, length);
      laneProductInto(out, i * N, from, i * fromRow, count, length, j, end);
    }
    j = end;
  }
}

/** out [N, M] ← the transpose of a [M, N]. */
export function transposeInto(out: Float64Array, a: Float64Array, M: number, N: number): void {
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) out[j * M + i] = a[i * N + j];
  }
}
