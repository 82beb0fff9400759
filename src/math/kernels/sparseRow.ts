/**
 * One row of a matrix without its zeros, and what is multiplied with it.
 *
 * After a ReLU about half the activations are exactly zero, and which half cannot be predicted: a loop that asks
 * at every entry guesses wrong every other time, at the price of twenty additions. Here the question is
 * asked once for each entry, without a branch, when the others are collected; the products then run over those
 * alone. Zeros need not be multiplied because x + 0 w = x.
 *
 * V8 uses no SIMD and checks type and bounds of an array at every use, but it knows the type, place and length of
 * arrays that are constants of their own module, and arrays of one length that are read at one index need one check
 * for all. Hence the fixed room below, and the lanes: eight columns of the other factor are copied side by
 * side into eight arrays, and a product then takes two thirds of the time. For fewer than FEW_ROWS rows the copy would not pay.
 */

/** Entries of the longest row that can be collected. */
export const WIDEST_ROW = 4096;

/** With fewer rows than this a product reads the other factor where it lies. */
export const FEW_ROWS = 8;

// The row at work: its entries, and the columns they stood in.
const values = new Float64Array(WIDEST_ROW);
const columns = new Int32Array(WIDEST_ROW);
// Panels of eight neighbouring columns of the other factor, or three: one after the other, a column in each lane.
const lane0 = new Float64Array(WIDEST_ROW);
const lane1 = new Float64Array(WIDEST_ROW);
const lane2 = new Float64Array(WIDEST_ROW);
const lane3 = new Float64Array(WIDEST_ROW);
const lane4 = new Float64Array(WIDEST_ROW);
const lane5 = new Float64Array(WIDEST_ROW);
const lane6 = new Float64Array(WIDEST_ROW);
const lane7 = new Float64Array(WIDEST_ROW);

/**
 * Collects a[start], a[start + step], … where they are not zero (NaN is not).
 *
 * @param length ≤ WIDEST_ROW
 * @returns      how many there are
 */
export function collectNonZero(
  a: Float64Array,
  start: number,
  step: number,
  length: number,
): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = a[start + k * step];
    values[count] = x;
    columns[count] = k;
    count += Number(x !== 0); // true is 1; a zero is overwritten by the next entry
  }
  return count;
}

/** Collects the positive entries of z[start], z[start + 1], … and NaN, so that a broken network is noticed. */
export function collectPositive(z: Float64Array, start: number, length: number): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = z[start + k];
    values[count] = x;
    columns[count] = k;
    count += Number(!(x <= 0));
  }
  return count;
}

/**
 * One row of a product, the other factor read where it lies: out[o + j] = from[f + j] + Σₜ values[t] b[rowₜ, j] for
 * j < N, over the `count` entries collected.
 *
 * @param b     [?, N]
 * @param first row of b that belongs to the first column
 */
export function rowProductInto(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  b: Float64Array,
  first: number,
  N: number,
): void {
  let j = 0;
  for (; j + 7 < N; j += 8) eightColumns(out, o + j, from, f + j, count, b, first * N + j, N);
  for (; j < N; j++) {
    let s = from[f + j];
    for (let t = 0; t < count; t++) s += values[t] * b[(first + columns[t]) * N + j];
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
  start: number,
  N: number,
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
    const p = (start + Math.imul(columns[t], N)) & 0x3fffffff; // so that p + 7 need not be checked for overflow
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

/** Columns of a panel when so many are left. */
const panelWidth = (left: number): number => (left > 7 ? 8 : Math.min(left, 3));

/**
 * Copies columns j, j + 1, … of K rows of b into the lanes, panel by panel, as far as there is room.
 *
 * @param b     [?, N]
 * @param first row of b to begin with
 * @param K     rows, at most WIDEST_ROW: with more, not one panel would ever fit
 * @returns     the first column that did not fit, or N
 */
export function fillLanes(b: Float64Array, first: number, K: number, N: number, j: number): number {
  for (let place = 0; j < N && place + K <= WIDEST_ROW; place += K) {
    const width = panelWidth(N - j);
    const start = first * N + j;
    if (width === 8) fillEightLanes(b, start, K, N, place);
    else fillThreeLanes(b, start, K, N, place, width);
    j += width;
  }
  return j;
}

function fillEightLanes(b: Float64Array, start: number, K: number, N: number, place: number): void {
  for (let k = 0; k < K; k++) {
    const p = (start + Math.imul(k, N)) & 0x3fffffff;
    const at = (place + k) | 0;
    lane0[at] = b[p];
    lane1[at] = b[p + 1];
    lane2[at] = b[p + 2];
    lane3[at] = b[p + 3];
    lane4[at] = b[p + 4];
    lane5[at] = b[p + 5];
    lane6[at] = b[p + 6];
    lane7[at] = b[p + 7];
  }
}

function fillThreeLanes(
  b: Float64Array,
  start: number,
  K: number,
  N: number,
  place: number,
  width: number,
): void {
  for (let k = 0; k < K; k++) {
    const p = start + k * N;
    lane0[place + k] = b[p];
    if (width > 1) lane1[place + k] = b[p + 1];
    if (width > 2) lane2[place + k] = b[p + 2];
  }
}

/**
 * The same row of a product, for the columns from j to `end` that are in the lanes.
 *
 * @param K rows in a panel, as given to `fillLanes`
 */
export function laneProductInto(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  K: number,
  j: number,
  end: number,
): void {
  for (let place = 0; j < end; place += K) {
    const width = panelWidth(end - j);
    if (width === 8) eightLanes(out, o + j, from, f + j, count, place);
    else threeLanes(out, o + j, from, f + j, count, place, width);
    j += width;
  }
}

function eightLanes(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  place: number,
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
    const at = (place + columns[t]) | 0;
    s0 += x * lane0[at];
    s1 += x * lane1[at];
    s2 += x * lane2[at];
    s3 += x * lane3[at];
    s4 += x * lane4[at];
    s5 += x * lane5[at];
    s6 += x * lane6[at];
    s7 += x * lane7[at];
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

/** Three columns, or fewer: what then stands in the other lanes is not used. */
function threeLanes(
  out: Float64Array,
  o: number,
  from: Float64Array,
  f: number,
  count: number,
  place: number,
  width: number,
): void {
  let s0 = from[f];
  let s1 = width > 1 ? from[f + 1] : 0;
  let s2 = width > 2 ? from[f + 2] : 0;
  for (let t = 0; t < count; t++) {
    const x = values[t];
    const at = (place + columns[t]) | 0;
    s0 += x * lane0[at];
    s1 += x * lane1[at];
    s2 += x * lane2[at];
  }
  out[o] = s0;
  if (width > 1) out[o + 1] = s1;
  if (width > 2) out[o + 2] = s2;
}
