/** Information gains (layerGain.ts) of the weights of a linear layer with random inputs (randomInput.ts). */
import { referenceGain } from './layerGain.ts';
import { WIDEST_ROW } from './sparseRow.ts';

/**
 * The definition, 2 k for each row: g_μ = a g + 2 c μ h and g_σ = 2 e σ h, and for the bias g and 2 σ h.
 *
 * @param out                                         [B] added to
 * @param inputMean, inputVariance, inputSecondMoment [B, I] a, c and e
 * @param meanGrad, varianceGrad                      [B, O] g and h, by mean and variance of the output
 * @param mu, sigmaSquared                            [I, O]
 * @param sigmaSquaredBias                            [O]
 */
export function referenceAddRandomInputGain(
  out: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  sigmaSquaredBias: Float64Array,
  I: number,
  O: number,
): void {
  const P = I * O + O; // the bias comes last
  const [muGrad, sigmaGrad] = [0, 0].map(() => new Float64Array(out.length * P));
  const variances = Float64Array.of(...sigmaSquared, ...sigmaSquaredBias);
  for (let b = 0; b < out.length; b++) {
    for (let p = 0; p < P; p++) {
      const [i, j] = [Math.floor(p / O), p % O];
      const [g, h] = [meanGrad[b * O + j], varianceGrad[b * O + j]];
      const [a, c, e] = [inputMean, inputVariance, inputSecondMoment].map((x) => x[b * I + i]);
      muGrad[b * P + p] = i < I ? a * g + 2 * c * mu[p] * h : g;
      sigmaGrad[b * P + p] = 2 * (i < I ? e : 1) * Math.sqrt(variances[p]) * h;
    }
  }
  referenceGain(out, muGrad, sigmaGrad, variances);
}

// μ and σ² of the weights into two neighbouring outputs, for up to WIDEST_ROW inputs: docs/performance.md. Like the copy and the loop
// below they are not shared with randomInput.ts: there, imported, the gain of a batch of 64 took a third longer.
const mean0 = new Float64Array(WIDEST_ROW);
const mean1 = new Float64Array(WIDEST_ROW);
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
    spread0[i] = sigmaSquared[at];
    spread1[i] = both ? sigmaSquared[at + 1] : 0;
  }
  return count;
}

/** The same gains, faster. */
export function addRandomInputGain(
  out: Float64Array,
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  mu: Float64Array,
  sigmaSquared: Float64Array,
  sigmaSquaredBias: Float64Array,
  I: number,
  O: number,
): void {
  I |= 0; // sizes as integers: docs/performance.md
  O |= 0;
  for (let j = 0; j < O; j++) {
    const s2 = sigmaSquaredBias[j];
    for (let b = 0, at = j; b < out.length; b++, at += O) {
      out[b] += s2 * (meanGrad[at] * meanGrad[at] + 2 * s2 * (varianceGrad[at] * varianceGrad[at]));
    }
  }
  for (let j = 0; j < O; j += 2) {
    const next = j + 1 < O ? 1 : 0;
    for (let first = 0; first < I; first += WIDEST_ROW) {
      const count = copyColumns(mu, sigmaSquared, first, j, I, O);
      for (let b = 0, at = j, start = first; b < out.length; b++, at += O, start += I) {
        const other = at + next;
        out[b] += gainOfTwoOutputs(
          inputMean,
          inputVariance,
          inputSecondMoment,
          start,
          count,
          meanGrad[at],
          meanGrad[other],
          varianceGrad[at],
          varianceGrad[other],
        );
      }
    }
  }
}

function gainOfTwoOutputs(
  inputMean: Float64Array,
  inputVariance: Float64Array,
  inputSecondMoment: Float64Array,
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
    const ai = inputMean[start + i];
    const ci = 2 * inputVariance[start + i];
    const ei = inputSecondMoment[start + i];
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
