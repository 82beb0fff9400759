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

/** out[j] += Σᵢ x[i, j]: the rows of x [B, N], one after the other, added to out [N]. */
export function addRowsTo(out: Float64Array, x: Float64Array): void {
  const N = out.length;
  for (let start = 0; start < x.length; start += N) {
    for (let j = 0; j < N; j++) out[j] += x[start + j];
  }
}
