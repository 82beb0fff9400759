/**
 * Products of matrices of which one has many zeros. With rectifiedLinear.ts these loops take more than half of a run.
 *
 * After a ReLU about half the activations are exactly zero. Row by row of the first factor the entries that count are collected, once
 * and without a branch, and the products then run over those alone. Zeros need not be multiplied because x + 0 w = x.
 * The loops over a row are in sparseRow.ts.
 */
import { collect, fillLanes, laneRowInto, rowInto, WIDEST_ROW } from './sparseRow.ts';

/**
 * The definition: out[i, j] = start[i, j] + Σₖ left[i, k] right[k, j], added in the order of k, over the entries of `left` that are not
 * zero, or with `onlyPositive` over those that are positive or NaN (so that a network with non-finite numbers is detected).
 *
 * @param out      [M, N]; may be `start` itself
 * @param start    [M, N], or [N] for all rows alike
 * @param startRow step from a row of `start` to the next: N, or 0 if one serves all
 * @param left     [M, K], element (i, k) at i leftRow + k leftColumn
 * @param right    [K, N]
 */
export function referenceSparseProductInto(
  out: Float64Array,
  start: Float64Array,
  startRow: number,
  left: Float64Array,
  leftRow: number,
  leftColumn: number,
  right: Float64Array,
  M: number,
  K: number,
  N: number,
  onlyPositive: boolean,
): void {
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) {
      let sum = start[i * startRow + j];
      for (let k = 0; k < K; k++) {
        const x = left[i * leftRow + k * leftColumn];
        if (onlyPositive ? !(x <= 0) : x !== 0) sum += x * right[k * N + j];
      }
      out[i * N + j] = sum;
    }
  }
}

/** With fewer rows than this the copy into lanes does not pay, and the product reads the other factor where it lies. */
const FEW_ROWS = 8;

/** The same, faster. Arguments as above. */
export function sparseProductInto(
  out: Float64Array,
  start: Float64Array,
  startRow: number,
  left: Float64Array,
  leftRow: number,
  leftColumn: number,
  right: Float64Array,
  M: number,
  K: number,
  N: number,
  onlyPositive: boolean,
): void {
  M |= 0; // sizes as integers: docs/performance.md
  N |= 0;
  leftRow |= 0;
  leftColumn |= 0;
  startRow |= 0;
  for (let first = 0; first === 0 || first < K; first += WIDEST_ROW) {
    const length = Math.min(K - first, WIDEST_ROW) | 0;
    const origin = first * leftColumn;
    if (M < FEW_ROWS) {
      for (let i = 0; i < M; i++) {
        const count = collect(left, origin + i * leftRow, leftColumn, length, onlyPositive);
        rowInto(out, i * N, start, i * startRow, count, right, first, N);
      }
    } else {
      for (let j = 0; j < N;) {
        const end = fillLanes(right, first, length, N, j);
        for (let i = 0; i < M; i++) {
          const count = collect(left, origin + i * leftRow, leftColumn, length, onlyPositive);
          laneRowInto(out, i * N, start, i * startRow, count, length, j, end);
        }
        j = end;
      }
    }
    start = out; // to which the next part is added
    startRow = N;
  }
}
