/** The gradients by the weights of a linear layer with random inputs (randomInput.ts). */
import { WIDEST_ROW } from './sparseRow.ts';

/**
 * The definition: aᵀ g + 2 μ (cᵀ h) by μ, eᵀ h by σ², and for the biases the sums of g and h over the batch.
 *
 * @param muGrad, sigmaSquaredGrad                    [I, O] added to
 * @param muBiasGrad, sigmaSquaredBiasGrad            [O] added to
 * @param inputMean, inputVariance, inputSecondMoment [B, I] a, c and e
 * @param meanGrad, varianceGrad                      [B, O] g and h, by mean and variance of the output
 */
export function referenceAddRandomInputWeightGradients(
  muGrad: Float64Array,
  sigmaSquaredGrad: Float64Array,
  muBiasGrad: Float64Array,
  sigmaSquaredBiasGrad: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  I: number,
  O: number,
): void {
  for (let out = 0; out < meanGrad.length; out++) {
    const [b, j] = [Math.floor(out / O), out % O];
    for (let i = 0; i < I; i++) {
      const [at, weight] = [b * I + i, i * O + j];
      muGrad[weight] += inputMean[at] * meanGrad[out];
      muGrad[weight] += 2 * mu[weight] * inputVariance[at] * varianceGrad[out];
      sigmaSquaredGrad[weight] += inputSecondMoment[at] * varianceGrad[out];
    }
    muBiasGrad[j] += meanGrad[out];
    sigmaSquaredBiasGrad[j] += varianceGrad[out];
  }
}

// Gradients of two neighbouring outputs, by mean and by variance, for up to WIDEST_ROW rows.
const g0 = new Float64Array(WIDEST_ROW);
const g1 = new Float64Array(WIDEST_ROW);
const h0 = new Float64Array(WIDEST_ROW);
const h1 = new Float64Array(WIDEST_ROW);

/**
 * The same gradients, faster: sums over the batch, for one input and two neighbouring outputs at a time, which stay in registers
 * while the rows are read.
 */
export function addRandomInputWeightGradients(
  muGrad: Float64Array,
  sigmaSquaredGrad: Float64Array,
  muBiasGrad: Float64Array,
  sigmaSquaredBiasGrad: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  I: number,
  O: number,
): void {
  I |= 0; // sizes as integers: docs/performance.md
  O |= 0;
  const B = O === 0 ? 0 : meanGrad.length / O;
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0;
    for (let first = 0; first < B; first += WIDEST_ROW) {
      const rows = Math.min(B - first, WIDEST_ROW);
      for (let b = 0, at = first * O + j; b < rows; b++, at += O) {
        g0[b] = meanGrad[at];
        g1[b] = meanGrad[at + next];
        h0[b] = varianceGrad[at];
        h1[b] = varianceGrad[at + next];
        muBiasGrad[j] += meanGrad[at];
        sigmaSquaredBiasGrad[j] += varianceGrad[at];
        if (next === 0) continue;
        muBiasGrad[j + 1] += meanGrad[at + 1];
        sigmaSquaredBiasGrad[j + 1] += varianceGrad[at + 1];
      }
      for (let i = 0; i < I; i++) {
        addToTwoWeights(
          muGrad,
          sigmaSquaredGrad,
          i * O + j,
          next === 1,
          mu,
          inputMean,
          inputVariance,
          inputSecondMoment,
          first * I + i,
          rows,
          I,
        );
      }
    }
  }
}

/** Of the weights from one input to two outputs. */
function addToTwoWeights(
  muGrad: Float64Array,
  sigmaSquaredGrad: Float64Array,
  weight: number,
  both: boolean,
  mu: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
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
    const ai = inputMean[at];
    const ci = inputVariance[at];
    const ei = inputSecondMoment[at];
    ag0 += ai * g0[b];
    ag1 += ai * g1[b];
    ch0 += ci * h0[b];
    ch1 += ci * h1[b];
    eh0 += ei * h0[b];
    eh1 += ei * h1[b];
  }
  muGrad[weight] += ag0 + 2 * mu[weight] * ch0;
  sigmaSquaredGrad[weight] += eh0;
  if (!both) return;
  muGrad[weight + 1] += ag1 + 2 * mu[weight + 1] * ch1;
  sigmaSquaredGrad[weight + 1] += eh1;
}
