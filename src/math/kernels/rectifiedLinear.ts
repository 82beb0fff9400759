/**
 * A linear layer applied to a ReLU, out = max(z, 0) W + b, and its gradients, without storing max(z, 0).
 *
 * Only the positive pre-activations z are multiplied (sparseProduct.ts), and in the backward pass only with the non-zero entries of the
 * gradient: where the next layer is rectified as well, a quarter of all products is left.
 */
import { addRowsTo } from './reduce.ts';
import { sparseProductInto } from './sparseProduct.ts';
import { WIDEST_ROW } from './sparseRow.ts';

/**
 * The definition.
 *
 * @param out            [B, N]
 * @param preActivations [B, K] z
 * @param weights        [K, N]
 * @param bias           [N]
 */
export function referenceRectifiedLinearInto(
  out: Float64Array,
  preActivations: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  for (let b = 0; b < B; b++) {
    for (let j = 0; j < N; j++) {
      let sum = bias[j];
      for (let k = 0; k < K; k++) {
        const z = preActivations[b * K + k];
        sum += (z <= 0 ? 0 : z) * weights[k * N + j];
      }
      out[b * N + j] = sum;
    }
  }
}

/**
 * Gradients by the definition: by z, Σⱼ outGrad[b, j] W[k, j] where z[b, k] is positive, by W, Σ_b max(z[b, k], 0) outGrad[b, j], and
 * by b, Σ_b outGrad[b, j].
 *
 * @param preActivationGrad [B, K] added to, as are the next two
 * @param weightGrad        [K, N]
 * @param biasGrad          [N]
 * @param outGrad           [B, N]
 */
export function referenceAddRectifiedLinearGradients(
  preActivationGrad: Float64Array,
  weightGrad: Float64Array,
  biasGrad: Float64Array,
  outGrad: Float64Array,
  preActivations: Float64Array,
  weights: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  for (let b = 0; b < B; b++) {
    for (let j = 0; j < N; j++) biasGrad[j] += outGrad[b * N + j];
    for (let k = 0; k < K; k++) {
      const z = preActivations[b * K + k];
      if (z <= 0) continue;
      let sum = 0;
      for (let j = 0; j < N; j++) {
        sum += outGrad[b * N + j] * weights[k * N + j];
        weightGrad[k * N + j] += z * outGrad[b * N + j];
      }
      preActivationGrad[b * K + k] += sum;
    }
  }
}

/** The same value, faster, with the same bits. */
export function rectifiedLinearInto(
  out: Float64Array,
  preActivations: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  sparseProductInto(out, bias, 0, preActivations, K, 1, weights, B, K, N, true);
}

// Arrays of which V8 knows place and length, as in sparseRow.ts: docs/performance.md.
/** Entries of W that are at work at a time: its rows, and what is added to their gradient, are copied here and back. */
const ROOM = 16 * WIDEST_ROW;
const weightRows = new Float64Array(ROOM);
const weightRowGrads = new Float64Array(ROOM);
// Positive entries of z, their places, and where their rows of W begin.
const values = new Float64Array(WIDEST_ROW);
const places = new Int32Array(WIDEST_ROW);
const offsets = new Int32Array(WIDEST_ROW);
// Non-zero entries of a row of the gradient, and their columns.
const gradValues = new Float64Array(WIDEST_ROW);
const gradColumns = new Int32Array(WIDEST_ROW);

/**
 * The same gradients, faster. They are summed in the same order and have the same bits, except that a zero in the gradient or in
 * max(z, 0) contributes nothing even against infinity, and that a −0 may stay −0. Layers wider than WIDEST_ROW take the definition.
 */
export function addRectifiedLinearGradients(
  preActivationGrad: Float64Array,
  weightGrad: Float64Array,
  biasGrad: Float64Array,
  outGrad: Float64Array,
  preActivations: Float64Array,
  weights: Float64Array,
  B: number,
  K: number,
  N: number,
): void {
  if (Math.max(K, N) > WIDEST_ROW) {
    const grads = [preActivationGrad, weightGrad, biasGrad] as const;
    referenceAddRectifiedLinearGradients(...grads, outGrad, preActivations, weights, B, K, N);
    return;
  }
  addRowsTo(biasGrad, outGrad);
  B |= 0; // sizes as integers: docs/performance.md
  K |= 0;
  N |= 0;
  for (let first = 0; first < K;) {
    const rows = takeRows(weights, weightGrad, first, K, N);
    for (let b = 0; b < B; b++) {
      const gradCount = collectGradient(outGrad, b * N, N);
      addRowGradients(preActivationGrad, preActivations, b * K + first, rows, gradCount, N);
    }
    giveBackRows(weightGrad, first, rows, N);
    first += rows;
  }
}

/** Copies rows `first`, `first` + 1, … of W and of its gradient to work on; returns how many there was room for. */
function takeRows(
  weights: Float64Array,
  weightGrad: Float64Array,
  first: number,
  K: number,
  N: number,
): number {
  const rows = Math.min(K - first, Math.floor(ROOM / Math.max(N, 1)));
  const start = first * N;
  const length = rows * N;
  for (let p = 0; p < length; p++) {
    weightRows[p] = weights[start + p];
    weightRowGrads[p] = weightGrad[start + p];
  }
  return rows;
}

/** Writes those rows of the gradient back. */
function giveBackRows(weightGrad: Float64Array, first: number, rows: number, N: number): void {
  const start = first * N;
  const length = rows * N;
  for (let p = 0; p < length; p++) weightGrad[start + p] = weightRowGrads[p];
}

/** Collects the entries of outGrad[start], outGrad[start + 1], … that are not zero; returns how many there are. */
function collectGradient(outGrad: Float64Array, start: number, N: number): number {
  let count = 0;
  for (let j = 0; j < N; j++) {
    const g = outGrad[start + j];
    gradValues[count] = g;
    gradColumns[count] = j;
    count += Number(g !== 0);
  }
  return count;
}

/**
 * Of one row of the batch: the gradients by z, and by the rows of W at work, from the units that are on and the entries collected.
 * An entry, once loaded, serves four rows of W and of its gradient.
 */
function addRowGradients(
  preActivationGrad: Float64Array,
  preActivations: Float64Array,
  start: number,
  rows: number,
  gradCount: number,
  N: number,
): void {
  let count = 0;
  for (let k = 0; k < rows; k++) {
    const x = preActivations[start + k];
    values[count] = x;
    places[count] = start + k;
    offsets[count] = k * N;
    count += Number(!(x <= 0));
  }
  let t = 0;
  for (; t + 3 < count; t += 4) fourRows(preActivationGrad, t, gradCount);
  for (; t < count; t++) {
    let s = 0;
    for (let u = 0; u < gradCount; u++) {
      const p = offsets[t] + gradColumns[u];
      s += gradValues[u] * weightRows[p];
      weightRowGrads[p] += values[t] * gradValues[u];
    }
    preActivationGrad[places[t]] += s;
  }
}

function fourRows(preActivationGrad: Float64Array, t: number, gradCount: number): void {
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
  for (let u = 0; u < gradCount; u++) {
    const g = gradValues[u];
    const j = gradColumns[u];
    const p0 = (row0 + j) | 0;
    const p1 = (row1 + j) | 0;
    const p2 = (row2 + j) | 0;
    const p3 = (row3 + j) | 0;
    s0 += g * weightRows[p0];
    s1 += g * weightRows[p1];
    s2 += g * weightRows[p2];
    s3 += g * weightRows[p3];
    weightRowGrads[p0] += h0 * g;
    weightRowGrads[p1] += h1 * g;
    weightRowGrads[p2] += h2 * g;
    weightRowGrads[p3] += h3 * g;
  }
  preActivationGrad[places[t]] += s0;
  preActivationGrad[places[t + 1]] += s1;
  preActivationGrad[places[t + 2]] += s2;
  preActivationGrad[places[t + 3]] += s3;
}
