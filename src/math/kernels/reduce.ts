/** Sums and searches over flat arrays, always from the first element to the last. All but `addRowsTo` are their own definition. */

/** Σ xᵢ, 0 for an empty array. */
export function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** ‖x‖₂ = √Σ xᵢ². */
export function norm(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] * values[i];
  return Math.sqrt(total);
}

/** Index of the largest of values[start .. start + length − 1], relative to `start`; the lowest on a tie. */
export function argMax(values: Float64Array, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}

/** Index of the first element that is NaN or infinite, −1 if all are finite. */
export function firstNonFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** The definition: out[j] += Σᵢ matrix[i, j], the rows of matrix [B, N], one after the other, added to out [N]. */
export function referenceAddRowsTo(out: Float64Array, matrix: Float64Array): void {
  for (let i = 0; i < matrix.length; i++) out[i % out.length] += matrix[i];
}

/** The same, faster: four columns at a time, in registers. */
export function addRowsTo(out: Float64Array, matrix: Float64Array): void {
  const N = out.length;
  let j = 0;
  for (; j + 3 < N; j += 4) {
    let s0 = out[j];
    let s1 = out[j + 1];
    let s2 = out[j + 2];
    let s3 = out[j + 3];
    for (let at = j; at < matrix.length; at += N) {
      s0 += matrix[at];
      s1 += matrix[at + 1];
      s2 += matrix[at + 2];
      s3 += matrix[at + 3];
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }
  for (; j < N; j++) {
    let s = out[j];
    for (let at = j; at < matrix.length; at += N) s += matrix[at];
    out[j] = s;
  }
}
