/**
 * One row of a matrix without its zeros, and what is multiplied with it.
 *
 * After a ReLU about half the activations are exactly zero, and which half cannot be predicted: a loop that asks
 * at every entry guesses wrong every other time, at the price of twenty additions. Here the question is
 * asked once for each entry, without a branch, when the others are collected; the products then run over those
 * alone. Zeros need not be multiplied because x + 0 w = x.
 *
 * V8 uses no SIMD and checks type and bounds of an array at every use, but it knows the type, place and length of
 * arrays that are constants of their own module. Hence the fixed room below: collecting into it takes a third of
 * the time. The products keep the sums of a few columns in registers, in functions so short that the registers
 * suffice.
 */

/** Entries of the longest row that can be collected. */
export const WIDEST_ROW = 4096;

// The row at work: its entries, the columns they stood in, and where the rows of the other factor begin.
const values = new Float64Array(WIDEST_ROW);
const columns = new Int32Array(WIDEST_ROW);
const offsets = new Int32Array(WIDEST_ROW);
// The gradient by a row of the product: its entries and their columns.
const dyValues = new Float64Array(WIDEST_ROW);
const dyColumns = new Int32Array(WIDEST_ROW);

/**
 * Collects a[start], a[start + step], … where they are not zero (NaN is not), to be multiplied with rows
 * `first`, `first` + 1, … of a matrix of N columns.
 *
 * @param length ≤ WIDEST_ROW
 * @returns      how many there are
 */
export function collectNonZero(
  a: Float64Array,
  start: number,
  step: number,
  length: number,
  first: number,
  N: number,
): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = a[start + k * step];
    values[count] = x;
    offsets[count] = (first + k) * N;
    count += Number(x !== 0); // true is 1; a zero is overwritten by the next entry
  }
  return count;
}

/** Collects the positive entries of z[start], z[start + 1], … and NaN, so that a broken network is noticed. */
export function collectPositive(z: Float64Array, start: number, length: number, N: number): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = z[start + k];
    values[count] = x;
    columns[count] = k;
    offsets[count] = k * N;
    count += Number(!(x <= 0));
  }
  return count;
}

/**
 * One row of a product: out[o + j] = from[f + j] + Σₜ values[t] b[offsets[t] + j] for j < N, over the `count`
 * entries collected. Eight columns at a time; of what is left, three, two or one.
 */
export function rowProductInto(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  b: Float64Array,
  N: number,
): void {
  let j = 0;
  for (; j + 7 < N; j += 8) eightColumns(out, o + j, from, f + j, count, b, j);
  for (; j + 2 < N; j += 3) threeColumns(out, o + j, from, f + j, count, b, j);
  if (j + 1 < N) twoColumns(out, o + j, from, f + j, count, b, j);
  else if (j < N) {
    let s = from[f + j];
    for (let t = 0; t < count; t++) s += values[t] * b[offsets[t] + j];
    out[o + j] = s;
  }
}

function eightColumns(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  b: Float64Array,
  j: number,
): void {
  let s0 = from[f];
  let s1 = from[f + 1];
  let s2 = from[f + 2];
  let s3 = from[f + 3];
  let s4 = from[f + 4];
  let s5 = from[f + 5];
  let s6 = from[f + 6];
  let s7 = from[f + 7];
  for (let t = 0; t < count; t++) {
    const x = values[t];
    const p = (offsets[t] + j) & 0x3fffffff; // so that p + 7 need not be checked for overflow
    s0 += x * b[p];
    s1 += x * b[p + 1];
    s2 += x * b[p + 2];
    s3 += x * b[p + 3];
    s4 += x * b[p + 4];
    s5 += x * b[p + 5];
    s6 += x * b[p + 6];
    s7 += x * b[p + 7];
  }
  out[o] = s0;
  out[o + 1] = s1;
  out[o + 2] = s2;
  out[o + 3] = s3;
  out[o + 4] = s4;
  out[o + 5] = s5;
  out[o + 6] = s6;
  out[o + 7] = s7;
}

function threeColumns(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  b: Float64Array,
  j: number,
): void {
  let s0 = from[f];
  let s1 = from[f + 1];
  let s2 = from[f + 2];
  for (let t = 0; t < count; t++) {
    const x = values[t];
    const p = (offsets[t] + j) & 0x3fffffff;
    s0 += x * b[p];
    s1 += x * b[p + 1];
    s2 += x * b[p + 2];
  }
  out[o] = s0;
  out[o + 1] = s1;
  out[o + 2] = s2;
}

function twoColumns(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  b: Float64Array,
  j: number,
): void {
  let s0 = from[f];
  let s1 = from[f + 1];
  for (let t = 0; t < count; t++) {
    const x = values[t];
    const p = (offsets[t] + j) & 0x3fffffff;
    s0 += x * b[p];
    s1 += x * b[p + 1];
  }
  out[o] = s0;
  out[o + 1] = s1;
}

/** Collects the entries of dy[start], dy[start + 1], … that are not zero, and adds all of them to db. */
export function collectGradient(
  db: Float64Array,
  dy: Float64Array,
  start: number,
  N: number,
): number {
  let count = 0;
  for (let j = 0; j < N; j++) {
    const g = dy[start + j];
    dyValues[count] = g;
    dyColumns[count] = j;
    count += Number(g !== 0);
    db[j] += g;
  }
  return count;
}

/**
 * For a product y = h W: dh[start + k] += Σⱼ dy[j] W[k, j] and dW[k, j] += h[k] dy[j], for the entries h[k] and
 * dy[j] collected. An entry of dy, once loaded, serves four rows of W and of dW.
 */
export function addRowGradients(
  dh: Float64Array,
  start: number,
  dw: Float64Array,
  w: Float64Array,
  count: number,
  dyCount: number,
): void {
  let t = 0;
  for (; t + 3 < count; t += 4) fourRows(dh, start, dw, w, t, dyCount);
  for (; t < count; t++) {
    let s = 0;
    for (let u = 0; u < dyCount; u++) {
      const p = offsets[t] + dyColumns[u];
      s += dyValues[u] * w[p];
      dw[p] += values[t] * dyValues[u];
    }
    dh[start + columns[t]] += s;
  }
}

function fourRows(
  dh: Float64Array,
  start: number,
  dw: Float64Array,
  w: Float64Array,
  t: number,
  dyCount: number,
): void {
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
    s0 += g * w[p0];
    s1 += g * w[p1];
    s2 += g * w[p2];
    s3 += g * w[p3];
    dw[p0] += h0 * g;
    dw[p1] += h1 * g;
    dw[p2] += h2 * g;
    dw[p3] += h3 * g;
  }
  dh[start + columns[t]] += s0;
  dh[start + columns[t + 1]] += s1;
  dh[start + columns[t + 2]] += s2;
  dh[start + columns[t + 3]] += s3;
}
