/**
 * The gradients of a product h W where both h and the gradient dy by the product are full of zeros.
 *
 * Row by row of the batch, the positive entries of h and the non-zero ones of dy are collected, and only their pairs
 * are multiplied. As in sparseRow.ts all this happens in arrays of which V8 knows place and length: the rows
 * of W, and what is added to the gradient dW, are copied into fixed room and back.
 */
import { WIDEST_ROW } from './sparseRow.ts';

/** Entries of W that are at work at a time. */
const ROOM = 16 * WIDEST_ROW;
const weights = new Float64Array(ROOM);
const weightGradients = new Float64Array(ROOM);
// Positive entries of h, their places in dz, and where their rows of W begin.
const values = new Float64Array(WIDEST_ROW);
const places = new Int32Array(WIDEST_ROW);
const offsets = new Int32Array(WIDEST_ROW);
// Non-zero entries of dy, and their columns.
const dyValues = new Float64Array(WIDEST_ROW);
const dyColumns = new Int32Array(WIDEST_ROW);

/**
 * Takes rows `first`, `first` + 1, … of W and dW to work on.
 *
 * @param w, dw [K, N], N ≤ WIDEST_ROW
 * @returns     how many there was room for
 */
export function takeRows(
  w: Float64Array,
  dw: Float64Array,
  first: number,
  K: number,
  N: number,
): number {
  const rows = Math.min(K - first, Math.floor(ROOM / Math.max(N, 1)));
  const start = first * N;
  const length = rows * N;
  for (let p = 0; p < length; p++) {
    weights[p] = w[start + p];
    weightGradients[p] = dw[start + p];
  }
  return rows;
}

/** Writes those rows of dW back. */
export function giveBackRows(dw: Float64Array, first: number, rows: number, N: number): void {
  const start = first * N;
  const length = rows * N;
  for (let p = 0; p < length; p++) dw[start + p] = weightGradients[p];
}

/** Collects the entries of dy[start], dy[start + 1], … that are not zero; returns how many there are. */
export function collectGradient(dy: Float64Array, start: number, N: number): number {
  let count = 0;
  for (let j = 0; j < N; j++) {
    const g = dy[start + j];
    dyValues[count] = g;
    dyColumns[count] = j;
    count += Number(g !== 0);
  }
  return count;
}

/**
 * dz[start + k] += Σⱼ dy[j] W[k, j] and dW[k, j] += z[start + k] dy[j] for the k < rows where z is positive (or NaN), over the
 * `dyCount` entries of dy collected. An entry of dy, once loaded, serves four rows of W and of dW.
 */
export function addRowGradients(
  dz: Float64Array,
  z: Float64Array,
  start: number,
  rows: number,
  dyCount: number,
  N: number,
): void {
  let count = 0;
  for (let k = 0; k < rows; k++) {
    const x = z[start + k];
    values[count] = x;
    places[count] = start + k;
    offsets[count] = k * N;
    count += Number(!(x <= 0));
  }
  let t = 0;
  for (; t + 3 < count; t += 4) fourRows(dz, t, dyCount);
  for (; t < count; t++) {
    let s = 0;
    for (let u = 0; u < dyCount; u++) {
      const p = offsets[t] + dyColumns[u];
      s += dyValues[u] * weights[p];
      weightGradients[p] += values[t] * dyValues[u];
    }
    dz[places[t]] += s;
  }
}

function fourRows(dz: Float64Array, t: number, dyCount: number): void {
  const h0 = values[t];
  const h1 = values[t + 1];
  const h2 = values[t + 2];
  const h3 = values[t + 3];
  const row0 = offsets[t];
  const row1 = offsets[t + 1];
  const row2 = offsets[t + 2];
  const row3 = offsets[t + 3];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let u = 0; u < dyCount; u++) {
    const g = dyValues[u];
    const j = dyColumns[u];
    const p0 = (row0 + j) | 0;
    const p1 = (row1 + j) | 0;
    const p2 = (row2 + j) | 0;
    const p3 = (row3 + j) | 0;
    s0 += g * weights[p0];
    s1 += g * weights[p1];
    s2 += g * weights[p2];
    s3 += g * weights[p3];
    weightGradients[p0] += h0 * g;
    weightGradients[p1] += h1 * g;
    weightGradients[p2] += h2 * g;
    weightGradients[p3] += h3 * g;
  }
  dz[places[t]] += s0;
  dz[places[t + 1]] += s1;
  dz[places[t + 2]] += s2;
  dz[places[t + 3]] += s3;
}
