/**
 * A linear layer with Gaussian weights N(μ, σ²) applied to independent random inputs of mean a, variance c and
 * second moment e = c + a². Its gradients by the weights, which run along the batch, are in randomInputWeights.ts, and the
 * information gains of the weights in randomInputGain.ts.
 *
 * The fast forms take one pass over the inputs instead of three products of matrices: such a layer is the last one of a small
 * network, two columns wide. Two columns of the weights at a time are copied to fixed arrays (docs/performance.md), and each
 * input, once loaded, serves both.
 */
import { WIDEST_ROW } from './sparseRow.ts';

/** Whether a layer has so few outputs that these kernels are faster than matrix products even for inputs that are known. */
export const hasFewOutputs = (outputs: number): boolean => outputs < 8;

/**
 * Moments of the output by the definition:
 *
 *     mean      fⱼ = Σᵢ aᵢ μᵢⱼ + μ_bⱼ
 *     variance  vⱼ = Σᵢ (eᵢ σ²ᵢⱼ + cᵢ μ²ᵢⱼ) + σ²_bⱼ
 *
 * @param mean, variance                              [B, O] results
 * @param inputMean, inputVariance, inputSecondMoment [B, I] a, c and e
 * @param mu, sigmaSquared                            [I, O]
 * @param muBias, sigmaSquaredBias                    [O]
 */
export function referenceRandomInputMomentsInto(
  mean: Float64Array,
  variance: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  muBias: Float64Array,
  sigmaSquaredBias: Float64Array,
  I: number,
  O: number,
): void {
  for (let out = 0; out < mean.length; out++) {
    const [b, j] = [Math.floor(out / O), out % O];
    let [f, v] = [0, 0];
    for (let i = 0; i < I; i++) {
      const [at, weight] = [b * I + i, i * O + j];
      f += inputMean[at] * mu[weight];
      v += inputSecondMoment[at] * sigmaSquared[weight];
      v += inputVariance[at] * mu[weight] * mu[weight];
    }
    mean[out] = f + muBias[j];
    variance[out] = v + sigmaSquaredBias[j];
  }
}

/**
 * Gradients by the inputs, by the definition: g μᵀ by a, h (μ²)ᵀ by c and h (σ²)ᵀ by e.
 *
 * @param inputMeanGrad, inputVarianceGrad, inputSecondMomentGrad [B, I] added to
 * @param meanGrad, varianceGrad                                  [B, O] g and h, by mean and variance of the output
 */
export function referenceAddRandomInputGradients(
  inputMeanGrad: Float64Array,
  inputVarianceGrad: Float64Array,
  inputSecondMomentGrad: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  I: number,
  O: number,
): void {
  for (let out = 0; out < meanGrad.length; out++) {
    const [b, j] = [Math.floor(out / O), out % O];
    for (let i = 0; i < I; i++) {
      const [at, weight] = [b * I + i, i * O + j];
      inputMeanGrad[at] += meanGrad[out] * mu[weight];
      inputVarianceGrad[at] += varianceGrad[out] * mu[weight] * mu[weight];
      inputSecondMomentGrad[at] += varianceGrad[out] * sigmaSquared[weight];
    }
  }
}

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
  sigmaSquared: Float64Array,
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
    spread0[i] = sigmaSquared[at];
    spread1[i] = both ? sigmaSquared[at + 1] : 0;
  }
  return count;
}

/** The same moments, faster. */
export function randomInputMomentsInto(
  mean: Float64Array,
  variance: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  muBias: Float64Array,
  sigmaSquaredBias: Float64Array,
  I: number,
  O: number,
): void {
  I |= 0; // sizes as integers: docs/performance.md
  O |= 0;
  for (let out = 0; out < mean.length; out++) {
    mean[out] = muBias[out % O];
    variance[out] = sigmaSquaredBias[out % O];
  }
  for (let j = 0; j < O; j += 2) {
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigmaSquared, first, j, I, O);
      for (let out = j, start = first; out < mean.length; out += O, start += I) {
        addTwoOutputs(
          mean,
          variance,
          out,
          j + 1 < O,
          inputMean,
          inputVariance,
          inputSecondMoment,
          start,
          count,
        );
      }
    }
  }
}

function addTwoOutputs(
  mean: Float64Array,
  variance: Float64Array,
  out: number,
  both: boolean,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  start: number,
  count: number,
): void {
  let f0 = 0;
  let f1 = 0;
  let v0 = 0;
  let v1 = 0;
  for (let i = 0; i < count; i++) {
    const ai = inputMean[start + i];
    const ci = inputVariance[start + i];
    const ei = inputSecondMoment[start + i];
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

/** The same gradients, faster. */
export function addRandomInputGradients(
  inputMeanGrad: Float64Array,
  inputVarianceGrad: Float64Array,
  inputSecondMomentGrad: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  I: number,
  O: number,
): void {
  I |= 0; // sizes as integers: docs/performance.md
  O |= 0;
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0; // a missing second output has zeros for weights, so any gradient will do
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigmaSquared, first, j, I, O);
      for (let out = j, start = first; out < meanGrad.length; out += O, start += I) {
        const other = out + next;
        addFromTwoOutputs(
          inputMeanGrad,
          inputVarianceGrad,
          inputSecondMomentGrad,
          start,
          count,
          meanGrad[out],
          meanGrad[other],
          varianceGrad[out],
          varianceGrad[other],
        );
      }
    }
  }
}

function addFromTwoOutputs(
  inputMeanGrad: Float64Array,
  inputVarianceGrad: Float64Array,
  inputSecondMomentGrad: Float64Array,
  start: number,
  count: number,
  g0: number,
  g1: number,
  h0: number,
  h1: number,
): void {
  for (let i = 0; i < count; i++) {
    inputMeanGrad[start + i] += g0 * mean0[i] + g1 * mean1[i];
    inputVarianceGrad[start + i] += h0 * square0[i] + h1 * square1[i];
    inputSecondMomentGrad[start + i] += h0 * spread0[i] + h1 * spread1[i];
  }
}
