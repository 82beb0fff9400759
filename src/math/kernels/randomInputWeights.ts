/**
 * The gradients by the weights of a linear layer with random inputs (randomInput.ts): sums over the batch, for one input
 * and two neighbouring outputs at a time, which stay in registers while the rows go by.
 */
import { WIDEST_ROW } from './sparseRow.ts';

// Gradients of two neighbouring outputs, by mean and by variance, for up to WIDEST_ROW rows.
const g0 = new Float64Array(WIDEST_ROW);
const g1 = new Float64Array(WIDEST_ROW);
const h0 = new Float64Array(WIDEST_ROW);
const h1 = new Float64Array(WIDEST_ROW);

/**
 * Gradients by the weights: dμ += aᵀ g + 2 μ (cᵀ h), dσ² += eᵀ h, and for the biases the sums of g and h over the batch.
 *
 * @param dMu, dSigma2         [I, O] added to
 * @param dMuBias, dSigma2Bias [O] added to
 */
export function addRandomInputWeightGradients(
  dMu: Float64Array,
  dSigma2: Float64Array,
  dMuBias: Float64Array,
  dSigma2Bias: Float64Array,
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  g: Float64Array,
  h: Float64Array,
  mu: Float64Array,
  I: number,
  O: number,
): void {
  const B = O === 0 ? 0 : g.length / O;
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0;
    for (let first = 0; first < B; first += WIDEST_ROW) {
      const rows = Math.min(B - first, WIDEST_ROW);
      for (let b = 0, at = first * O + j; b < rows; b++, at += O) {
        g0[b] = g[at];
        g1[b] = g[at + next];
        h0[b] = h[at];
        h1[b] = h[at + next];
        dMuBias[j] += g[at];
        dSigma2Bias[j] += h[at];
        if (next === 0) continue;
        dMuBias[j + 1] += g[at + 1];
        dSigma2Bias[j + 1] += h[at + 1];
      }
      for (let i = 0; i < I; i++) {
        addToTwoWeights(dMu, dSigma2, i * O + j, next === 1, mu, a, c, e, first * I + i, rows, I);
      }
    }
  }
}

/** Of the weights from one input to two outputs. */
function addToTwoWeights(
  dMu: Float64Array,
  dSigma2: Float64Array,
  weight: number,
  both: boolean,
  mu: Float64Array,
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  start: number,
  rows: number,
  I: number,
): void {
  let ag0 = 0;
  let ag1 = 0;
  let ch0 = 0;
  let ch1 = 0;
  let eh0 = 0;
  let eh1 = 0;
  for (let b = 0, at = start; b < rows; b++, at += I) {
    const ai = a[at];
    const ci = c[at];
    const ei = e[at];
    ag0 += ai * g0[b];
    ag1 += ai * g1[b];
    ch0 += ci * h0[b];
    ch1 += ci * h1[b];
    eh0 += ei * h0[b];
    eh1 += ei * h1[b];
  }
  dMu[weight] += ag0 + 2 * mu[weight] * ch0;
  dSigma2[weight] += eh0;
  if (!both) return;
  dMu[weight + 1] += ag1 + 2 * mu[weight + 1] * ch1;
  dSigma2[weight + 1] += eh1;
}
