/**
 * A linear layer with Gaussian weights N(μ, σ²) applied to independent random inputs of mean a, variance c and
 * second moment e = c + a²: the output's
 *
 *     mean      fⱼ = Σᵢ aᵢ μᵢⱼ + μ_bⱼ
 *     variance  vⱼ = Σᵢ (eᵢ σ²ᵢⱼ + cᵢ μ²ᵢⱼ) + σ²_bⱼ
 *
 * One pass over the inputs instead of three products of matrices: such a layer is the last one of a small network,
 * two columns wide, and a general product would spend its time on collecting rows.
 *
 * Two columns of the weights at a time are copied to fixed arrays, of which V8 knows place and length (sparseRow.ts), and
 * each input, once loaded, serves both: with everything in the arrays of the caller the loops took three times as long.
 */
import { WIDEST_ROW } from './sparseRow.ts';

// μ, μ² and σ² of the weights into two neighbouring outputs, for up to WIDEST_ROW inputs.
const mean0 = new Float64Array(WIDEST_ROW);
const mean1 = new Float64Array(WIDEST_ROW);
const square0 = new Float64Array(WIDEST_ROW);
const square1 = new Float64Array(WIDEST_ROW);
const spread0 = new Float64Array(WIDEST_ROW);
const spread1 = new Float64Array(WIDEST_ROW);

/** Copies the weights of outputs j and j + 1 (zeros if there is none), from input `first` on; returns how many. */
function copyColumns(
  mu: Float64Array,
  sigma2: Float64Array,
  first: number,
  j: number,
  I: number,
  O: number,
): number {
  const count = Math.min(I - first, WIDEST_ROW);
  const both = j + 1 < O;
  for (let i = 0, at = first * O + j; i < count; i++, at += O) {
    mean0[i] = mu[at];
    mean1[i] = both ? mu[at + 1] : 0;
    square0[i] = mean0[i] * mean0[i];
    square1[i] = mean1[i] * mean1[i];
    spread0[i] = sigma2[at];
    spread1[i] = both ? sigma2[at + 1] : 0;
  }
  return count;
}

/**
 * @param mean, variance [B, O] results
 * @param a, c, e        [B, I]
 * @param mu, sigma2     [I, O]
 * @param muBias, sigma2Bias [O]
 */
export function randomInputMomentsInto(
  mean: Float64Array,
  variance: Float64Array,
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  mu: Float64Array,
  sigma2: Float64Array,
  muBias: Float64Array,
  sigma2Bias: Float64Array,
  I: number,
  O: number,
): void {
  for (let out = 0; out < mean.length; out++) {
    mean[out] = muBias[out % O];
    variance[out] = sigma2Bias[out % O];
  }
  for (let j = 0; j < O; j += 2) {
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigma2, first, j, I, O);
      for (let out = j, start = first; out < mean.length; out += O, start += I) {
        addTwoOutputs(mean, variance, out, j + 1 < O, a, c, e, start, count);
      }
    }
  }
}

function addTwoOutputs(
  mean: Float64Array,
  variance: Float64Array,
  out: number,
  both: boolean,
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  start: number,
  count: number,
): void {
  let f0 = 0;
  let f1 = 0;
  let v0 = 0;
  let v1 = 0;
  for (let i = 0; i < count; i++) {
    const ai = a[start + i];
    const ci = c[start + i];
    const ei = e[start + i];
    f0 += ai * mean0[i];
    f1 += ai * mean1[i];
    v0 += ei * spread0[i] + ci * square0[i];
    v1 += ei * spread1[i] + ci * square1[i];
  }
  mean[out] += f0;
  variance[out] += v0;
  if (!both) return;
  mean[out + 1] += f1;
  variance[out + 1] += v1;
}

/**
 * Gradients by the inputs: da += g μᵀ, dc += h (μ²)ᵀ and de += h (σ²)ᵀ.
 *
 * @param da, dc, de [B, I] added to
 * @param g, h       [B, O] by mean and variance of the output
 */
export function addRandomInputGradients(
  da: Float64Array,
  dc: Float64Array,
  de: Float64Array,
  g: Float64Array,
  h: Float64Array,
  mu: Float64Array,
  sigma2: Float64Array,
  I: number,
  O: number,
): void {
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0; // a missing second output has zeros for weights, so any gradient will do
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigma2, first, j, I, O);
      for (let out = j, start = first; out < g.length; out += O, start += I) {
        const other = out + next;
        addFromTwoOutputs(da, dc, de, start, count, g[out], g[other], h[out], h[other]);
      }
    }
  }
}

function addFromTwoOutputs(
  da: Float64Array,
  dc: Float64Array,
  de: Float64Array,
  start: number,
  count: number,
  g0: number,
  g1: number,
  h0: number,
  h1: number,
): void {
  for (let i = 0; i < count; i++) {
    da[start + i] += g0 * mean0[i] + g1 * mean1[i];
    dc[start + i] += h0 * square0[i] + h1 * square1[i];
    de[start + i] += h0 * spread0[i] + h1 * spread1[i];
  }
}

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

/** From one input to two outputs: the sums over the rows stay in registers. */
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

/**
 * Information gains (layerGain.ts) of the layer's weights, 2 k for each row: Σ σ² (g_μ² + ½ g_σ²) with g_μ = a g + 2 c μ h and
 * g_σ = 2 e σ h.
 *
 * @param out [B] added to
 */
export function addRandomInputGain(
  out: Float64Array,
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  g: Float64Array,
  h: Float64Array,
  mu: Float64Array,
  sigma2: Float64Array,
  sigma2Bias: Float64Array,
  I: number,
  O: number,
): void {
  for (let j = 0; j < O; j++) {
    const s2 = sigma2Bias[j];
    for (let b = 0, at = j; b < out.length; b++, at += O) {
      out[b] += s2 * (g[at] * g[at] + 2 * s2 * (h[at] * h[at]));
    }
  }
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0;
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigma2, first, j, I, O);
      for (let b = 0, at = j, start = first; b < out.length; b++, at += O, start += I) {
        const other = at + next;
        out[b] += gainOfTwoOutputs(a, c, e, start, count, g[at], g[other], h[at], h[other]);
      }
    }
  }
}

function gainOfTwoOutputs(
  a: Float64Array,
  c: Float64Array,
  e: Float64Array,
  start: number,
  count: number,
  gOf0: number,
  gOf1: number,
  hOf0: number,
  hOf1: number,
): number {
  let total0 = 0;
  let total1 = 0;
  for (let i = 0; i < count; i++) {
    const ai = a[start + i];
    const ci = 2 * c[start + i];
    const ei = e[start + i];
    const byMean0 = ai * gOf0 + ci * (mean0[i] * hOf0);
    const byMean1 = ai * gOf1 + ci * (mean1[i] * hOf1);
    const byVariance0 = ei * hOf0;
    const byVariance1 = ei * hOf1;
    const s0 = spread0[i];
    const s1 = spread1[i];
    total0 += s0 * (byMean0 * byMean0 + 2 * s0 * (byVariance0 * byVariance0));
    total1 += s1 * (byMean1 * byMean1 + 2 * s1 * (byVariance1 * byVariance1));
  }
  return total0 + total1;
}
