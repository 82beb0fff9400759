/** Matrix products and the transpose. The loops are in sparseProduct.ts. */
import { sparseProductInto } from './sparseProduct.ts';

/** Step from a row to the next, and from a column to the next: a transpose is a swap of the two. */
export type Strides = readonly [row: number, column: number];

/**
 * The definition: out[i, j] += Σₖ left[i, k] right[k, j], added in the order of k.
 *
 * @param out     [M, N]
 * @param left    [M, K]; element (i, k) at i row + k column of `strides`, so that XᵀD needs no copy of X
 * @param right   [K, N]
 */
export function referenceAddMatmulInto(
  out: Float64Array,
  left: Float64Array,
  [row, column]: Strides,
  right: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  for (let i = 0; i < M; i++) {
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < N; j++) {
        out[i * N + j] += left[i * row + k * column] * right[k * N + j];
      }
    }
  }
}

/**
 * The same, faster. Sums in the order of the definition and gives the same bits, with one exception: a zero in `left` contributes
 * nothing even where `right` is infinite or NaN (IEEE says NaN), and so a −0 in `out` may stay −0.
 */
export function addMatmulInto(
  out: Float64Array,
  left: Float64Array,
  [row, column]: Strides,
  right: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  sparseProductInto(out, out, N, left, row, column, right, M, K, N, false);
}

/**
 * The definition: out = inputs · weights + bias, the bias on every row.
 *
 * @param out     [M, N]
 * @param inputs  [M, K]
 * @param weights [K, N]
 * @param bias    [N]
 */
export function referenceLinearInto(
  out: Float64Array,
  inputs: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  for (let i = 0; i < M * N; i++) out[i] = bias[i % N];
  referenceAddMatmulInto(out, inputs, [K, 1], weights, M, K, N);
}

/** The same, faster: the sums start from the bias, then add as in `addMatmulInto`. */
export function linearInto(
  out: Float64Array,
  inputs: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  M: number,
  K: number,
  N: number,
): void {
  sparseProductInto(out, bias, 0, inputs, K, 1, weights, M, K, N, false);
}

/** out [N, M] ← the transpose of matrix [M, N]; its own definition. */
export function transposeInto(out: Float64Array, matrix: Float64Array, M: number, N: number): void {
  M |= 0; // sizes as integers: docs/performance.md
  N |= 0;
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) out[j * M + i] = matrix[i * N + j];
  }
}
