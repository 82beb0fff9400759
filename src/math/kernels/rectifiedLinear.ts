/**
 * A linear layer applied to a ReLU, y = max(z, 0) W + b, without ever writing down max(z, 0).
 *
 * Only the positive entries of z are multiplied, and in the backward pass only with the non-zero entries of dy:
 * where the next layer is rectified as well, a quarter of all products is left (sparseRow.ts).
 *
 * Widths K and N go up to WIDEST_ROW.
 */
import { addRowsTo } from './reduce.ts';
import { addRowGradients, collectGradient, giveBackRows, takeRows } from './rowGradients.ts';
import {
  collectPositive,
  FEW_ROWS,
  fillLanes,
  laneProductInto,
  rowProductInto,
} from './sparseRow.ts';

/**
 * y = max(z, 0) W + b, with the bits of `reluInto` followed by `linearInto`.
 *
 * @param y [B, N]
 * @param z [B, K]
 * @param w [K, N]
 * @param b [N]
 */
export function rectifiedLinearInto(
  y: Float64Array,
  z: Float64Array,
  w: Float64Array,
  b: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  if (B < FEW_ROWS) {
    for (let i = 0; i < B; i++) {
      rowProductInto(y, i * N, b, 0, collectPositive(z, i * K, K), w, 0, N);
    }
    return;
  }
  for (let j = 0; j < N;) {
    const end = fillLanes(w, 0, K, N, j);
    for (let i = 0; i < B; i++) {
      laneProductInto(y, i * N, b, 0, collectPositive(z, i * K, K), K, j, end);
    }
    j = end;
  }
}

/**
 * Its gradients: dz[i, k] += Σⱼ dy[i, j] W[k, j] where z[i, k] is positive, dW[k, j] += Σᵢ max(z[i, k], 0) dy[i, j] and
 * db[j] += Σᵢ dy[i, j], summed in the order of the separate operations and with their bits, except that a zero in
 * dy or max(z, 0) contributes nothing even against infinity, and that a −0 in dz or dW may stay −0.
 *
 * @param dz [B, K]
 * @param dw [K, N]
 * @param db [N]
 * @param dy [B, N]
 */
export function addRectifiedLinearGradients(
  dz: Float64Array,
  dw: Float64Array,
  db: Float64Array,
  dy: Float64Array,
  z: Float64Array,
  w: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  addRowsTo(db, dy);
  for (let first = 0; first < K;) {
    const rows = takeRows(w, dw, first, K, N);
    for (let i = 0; i < B; i++) {
      const dyCount = collectGradient(dy, i * N, N);
      addRowGradients(dz, z, i * K + first, rows, dyCount, N);
    }
    giveBackRows(dw, first, rows, N);
    first += rows;
  }
}
