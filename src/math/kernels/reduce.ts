/** Sums and searches over flat arrays, always from the first element to the last. */

/** Σ xᵢ, 0 for an empty array. */
export function sum(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total;
}

/** ‖x‖₂ = √Σ xᵢ². */
export function norm(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i] * x[i];
  return Math.sqrt(total);
}

/** Index of the largest of x[start .. start + length − 1], relative to `start`; the lowest on a tie. */
export function argMax(x: Float64Array, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (x[start + i] > x[start + best]) best = i;
  return best;
}

/** Index of the first element that is NaN or infinite, −1 if all are finite. */
export function firstNonFinite(x: Float64Array): number {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return i;
  return -1;
}

/** out[j] += Σᵢ x[i, j]: the rows of x [B, N], one after the other, added to out [N]. Four columns at a time, in registers. */
export function addRowsTo(out: Float64Array, x: Float64Array): void {
  const N = out.length;
  let j = 0;
  for (; j + 3 < N; j += 4) {
    let s0 = out[j];
    let s1 = out[j + 1];
    let s2 = out[j + 2];
    let s3 = out[j + 3];
    for (let at = j; at < x.length; at += N) {
      s0 += x[at];
      s1 += x[at + 1];
      s2 += x[at + 2];
      s3 += x[at + 3];
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }
  for (; j < N; j++) {
    let s = out[j];
    for (let at = j; at < x.length; at += N) s += x[at];
    out[j] = s;
  }
}
