/**
 * The loops of sparseProduct.ts: one row of the first factor is collected, and its entries that count are multiplied with the
 * other factor, where that lies or copied into lanes, eight columns side by side.
 *
 * The collected row and the lanes are arrays of this module, of which V8 knows type, place and length: docs/performance.md.
 * No product depends on what an earlier one left there. The sums are local variables, which V8 can keep in registers: so each loop
 * has its own, and the loop in place and that in the lanes share neither beginning nor end.
 */

/** Entries of a row that are collected at a time; a longer row is taken in several parts. */
export const WIDEST_ROW = 4096;

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

/** Collects what counts of left[from], left[from + step], …; returns how many entries there are. */
export function collect(
  left: Float64Array,
  from: number,
  step: number,
  length: number,
  onlyPositive: boolean,
): number {
  return onlyPositive
    ? collectPositive(left, from, step, length)
    : collectNonZero(left, from, step, length);
}

function collectNonZero(left: Float64Array, from: number, step: number, length: number): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = left[from + k * step];
    values[count] = x;
    columns[count] = k;
    count += Number(x !== 0); // true is 1; a zero is overwritten by the next entry
  }
  return count;
}

function collectPositive(left: Float64Array, from: number, step: number, length: number): number {
  let count = 0;
  for (let k = 0; k < length; k++) {
    const x = left[from + k * step];
    values[count] = x;
    columns[count] = k;
    count += Number(!(x <= 0));
  }
  return count;
}

/**
 * One row of the product, the other factor read where it lies: out[o + j] = start[f + j] + Σₜ values[t] right[rowₜ, j] for j < N,
 * over the `count` entries collected.
 */
export function rowInto(
  out: Float64Array,
  o: number,
  start: Float64Array,
  f: number,
  count: number,
  right: Float64Array,
  first: number,
  N: number,
): void {
  let j = 0;
  for (; j + 7 < N; j += 8) eightColumns(out, o + j, start, f + j, count, right, first * N + j, N);
  for (; j < N; j++) {
    let s = start[f + j];
    for (let t = 0; t < count; t++) s += values[t] * right[(first + columns[t]) * N + j];
    out[o + j] = s;
  }
}

function eightColumns(
  out: Float64Array,
  o: number,
  start: Float64Array,
  f: number,
  count: number,
  right: Float64Array,
  origin: number,
  N: number,
): void {
  let s0 = start[f];
  let s1 = start[f + 1];
  let s2 = start[f + 2];
  let s3 = start[f + 3];
  let s4 = start[f + 4];
  let s5 = start[f + 5];
  let s6 = start[f + 6];
  let s7 = start[f + 7];
  for (let t = 0; t < count; t++) {
    const x = values[t];
    const p = (origin + Math.imul(columns[t], N)) & 0x3fffffff; // so that p + 7 need not be checked for overflow
    s0 += x * right[p];
    s1 += x * right[p + 1];
    s2 += x * right[p + 2];
    s3 += x * right[p + 3];
    s4 += x * right[p + 4];
    s5 += x * right[p + 5];
    s6 += x * right[p + 6];
    s7 += x * right[p + 7];
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
 * Copies columns j, j + 1, … of K rows of `right` into the lanes, panel by panel, as far as there is room.
 *
 * @param first row of `right` to begin with
 * @param K     rows, at most WIDEST_ROW: with more, not one panel would ever fit
 * @returns     the first column that did not fit, or N
 */
export function fillLanes(
  right: Float64Array,
  first: number,
  K: number,
  N: number,
  j: number,
): number {
  for (let place = 0; j < N && place + K <= WIDEST_ROW; place += K) {
    const width = panelWidth(N - j);
    const origin = first * N + j;
    if (width === 8) fillEightLanes(right, origin, K, N, place);
    else fillThreeLanes(right, origin, K, N, place, width);
    j += width;
  }
  return j;
}

function fillEightLanes(
  right: Float64Array,
  origin: number,
  K: number,
  N: number,
  place: number,
): void {
  for (let k = 0; k < K; k++) {
    const p = (origin + Math.imul(k, N)) & 0x3fffffff;
    const at = (place + k) | 0;
    lane0[at] = right[p];
    lane1[at] = right[p + 1];
    lane2[at] = right[p + 2];
    lane3[at] = right[p + 3];
    lane4[at] = right[p + 4];
    lane5[at] = right[p + 5];
    lane6[at] = right[p + 6];
    lane7[at] = right[p + 7];
  }
}

function fillThreeLanes(
  right: Float64Array,
  origin: number,
  K: number,
  N: number,
  place: number,
  width: number,
): void {
  for (let k = 0; k < K; k++) {
    const p = origin + k * N;
    lane0[place + k] = right[p];
    if (width > 1) lane1[place + k] = right[p + 1];
    if (width > 2) lane2[place + k] = right[p + 2];
  }
}

/** The same row of the product, for the columns from j to `end` that are in the lanes, K rows in a panel. */
export function laneRowInto(
  out: Float64Array,
  o: number,
  start: Float64Array,
  f: number,
  count: number,
  K: number,
  j: number,
  end: number,
): void {
  for (let place = 0; j < end; place += K) {
    const width = panelWidth(end - j);
    if (width === 8) eightLanes(out, o + j, start, f + j, count, place);
    else threeLanes(out, o + j, start, f + j, count, place, width);
    j += width;
  }
}

function eightLanes(
  out: Float64Array,
  o: number,
  start: Float64Array,
  f: number,
  count: number,
  place: number,
): void {
  let s0 = start[f];
  let s1 = start[f + 1];
  let s2 = start[f + 2];
  let s3 = start[f + 3];
  let s4 = start[f + 4];
  let s5 = start[f + 5];
  let s6 = start[f + 6];
  let s7 = start[f + 7];
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
  start: Float64Array,
  f: number,
  count: number,
  place: number,
  width: number,
): void {
  let s0 = start[f];
  let s1 = width > 1 ? start[f + 1] : 0;
  let s2 = width > 2 ? start[f + 2] : 0;
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
