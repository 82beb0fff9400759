/**
 * Matrix products: nine tenths of a training step is spent in this file.
 *
 * V8 uses no SIMD, so what counts is fewer multiplications and fewer loads. After a ReLU about half the
 * activations are exactly zero; the fast version collects the others of a row first and never multiplies
 * by a zero. It then keeps eight sums in registers while it walks down eight columns at once.
 */

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

// Room for the non-zero entries of one row: their values and where the matching row of b starts.
let rowValues = new Float64Array(256);
let rowOffsets = new Int32Array(256);

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
  if (rowValues.length < K) {
    rowValues = new Float64Array(K);
    rowOffsets = new Int32Array(K);
  }
  const values = rowValues;
  const offsets = rowOffsets;
  for (let i = 0; i < M; i++) {
    let count = 0;
    for (let k = 0, p = i * aRow; k < K; k++, p += aColumn) {
      const x = a[p];
      values[count] = x;
      offsets[count] = k * N;
      if (x !== 0) count++; // a zero is overwritten by the next entry: no branch to mispredict
    }
    let j = 0;
    let o = i * N;
    for (; j + 7 < N; j += 8, o += 8) {
      let s0 = out[o];
      let s1 = out[o + 1];
      let s2 = out[o + 2];
      let s3 = out[o + 3];
      let s4 = out[o + 4];
      let s5 = out[o + 5];
      let s6 = out[o + 6];
      let s7 = out[o + 7];
      for (let t = 0; t < count; t++) {
        const x = values[t];
        const p = offsets[t] + j;
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
    for (; j + 2 < N; j += 3, o += 3) {
      let s0 = out[o];
      let s1 = out[o + 1];
      let s2 = out[o + 2];
      for (let t = 0; t < count; t++) {
        const x = values[t];
        const p = offsets[t] + j;
        s0 += x * b[p];
        s1 += x * b[p + 1];
        s2 += x * b[p + 2];
      }
      out[o] = s0;
      out[o + 1] = s1;
      out[o + 2] = s2;
    }
    for (; j < N; j++, o++) {
      let s = out[o];
      for (let t = 0; t < count; t++) s += values[t] * b[offsets[t] + j];
      out[o] = s;
    }
  }
}

/** out [N, M] ← the transpose of a [M, N]. */
export function transposeInto(out: Float64Array, a: Float64Array, M: number, N: number): void {
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) out[j * M + i] = a[i * N + j];
  }
}
