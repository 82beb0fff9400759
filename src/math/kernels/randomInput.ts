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
 * The gradients by the weights, which run along the batch instead, are in randomInputWeights.ts.
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
