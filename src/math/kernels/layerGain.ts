/**
 * The information gain of many transitions at once, one layer at a time.
 *
 * The gain k = ½ ∇ᵀ H⁻¹ ∇ (VIME, 2.5, for a step of λ = 1) needs the gradient ∇ of each single transition, but only in this sum.
 * H is diagonal, H⁻¹ = σ² for μ and σ² / 2 for σ, so 2 k = Σ over weights of σ² (g_μ² + ½ g_σ²), g_μ and g_σ being the
 * derivatives by that weight's μ and σ. Within a layer these are products of what came in (x) and of the log-likelihood's
 * derivatives by the pre-activation's mean (g) and variance (h, not a hidden unit), which one backward pass gives for all
 * rows. So nothing but these small arrays is needed, and no gradient of a weight
 * is ever stored.
 *
 * All functions add their layer's share of 2 k to `out` [B]; for a layer with random inputs see randomInputGain.ts. Rows of
 * sample s and transition b stand at s B + b.
 */

/** Where a layer's numbers lie in the flat vectors [P]. */
export interface LayerPlace {
  readonly inputs: number;
  readonly outputs: number;
  readonly weightStart: number;
  readonly biasStart: number;
}

/**
 * The definition: out[b] += Σ σ² (g_μ² + ½ g_σ²) over all weights, from the gradients of every row by every weight.
 *
 * @param muGrad, sigmaGrad [B, P]
 * @param sigmaSquared      [P]
 */
export function referenceGain(
  out: Float64Array,
  muGrad: Float64Array,
  sigmaGrad: Float64Array,
  sigmaSquared: Float64Array,
): void {
  const P = sigmaSquared.length;
  for (let b = 0; b < out.length; b++) {
    for (let p = 0; p < P; p++) {
      const [gMu, gSigma] = [muGrad[b * P + p], sigmaGrad[b * P + p]];
      out[b] += sigmaSquared[p] * (gMu * gMu + 0.5 * gSigma * gSigma);
    }
  }
}

/**
 * A layer with known inputs, z ~ N(x μ + μ_b, v) with v = x² σ² + σ_b², by the definition: g_μ = x g and g_σ = 2 x² σ h, summed over
 * the samples of a transition. The bias is one more weight, whose input is always 1.
 *
 * @param inputs                 [S B, in] x
 * @param meanGrad, varianceGrad [S B, out] derivatives g and h by the mean and the variance of z
 * @param sigmaSquared           [P]
 */
export function referenceKnownInputGain(
  out: Float64Array,
  inputs: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  sigmaSquared: Float64Array,
  { inputs: I, outputs: O, weightStart, biasStart }: LayerPlace,
  samples: number,
): void {
  const [B, P] = [out.length, sigmaSquared.length];
  const [muGrad, sigmaGrad] = [new Float64Array(B * P), new Float64Array(B * P)];
  for (let row = 0; row < samples * B; row++) {
    for (let i = 0; i <= I; i++) {
      const x = i < I ? inputs[row * I + i] : 1;
      for (let j = 0; j < O; j++) {
        const p = (i < I ? weightStart + i * O : biasStart) + j;
        const at = (row % B) * P + p;
        muGrad[at] += x * meanGrad[row * O + j];
        sigmaGrad[at] += 2 * x * x * Math.sqrt(sigmaSquared[p]) * varianceGrad[row * O + j];
      }
    }
  }
  referenceGain(out, muGrad, sigmaGrad, sigmaSquared);
}

/**
 * The same for one sample, faster: Σ σ² (g_μ² + ½ g_σ²) over the weights into one unit is g² v + 2 h² q with q = x⁴ σ⁴ + σ_b⁴.
 *
 * @param meanGrad, varianceGrad [B, out]
 * @param variance, fourthPowers [B, out] v and q
 */
export function addKnownInputGain(
  out: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  variance: Float64Array,
  fourthPowers: Float64Array,
): void {
  const O = out.length === 0 ? 0 : meanGrad.length / out.length;
  for (let b = 0; b < out.length; b++) {
    let total = 0;
    for (let at = b * O; at < (b + 1) * O; at++) {
      const g = meanGrad[at];
      const h = varianceGrad[at];
      total += g * g * variance[at] + 2 * (h * h) * fourthPowers[at];
    }
    out[b] += total;
  }
}

/** The same for several samples, faster: weight by weight, the gradients of one at a time. Arguments as above. */
export function addSampledInputGain(
  out: Float64Array,
  inputs: Float64Array,
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  sigmaSquared: Float64Array,
  { inputs: I, outputs: O, weightStart, biasStart }: LayerPlace,
  samples: number,
): void {
  const B = out.length;
  for (let b = 0; b < B; b++) {
    let total = 0;
    for (let i = 0; i <= I; i++) {
      // The bias is one more weight, whose input is always 1.
      const place = i < I ? weightStart + i * O : biasStart;
      for (let j = 0; j < O; j++) {
        let gMu = 0;
        let gVariance = 0;
        for (let row = b; row < samples * B; row += B) {
          const xi = i < I ? inputs[row * I + i] : 1;
          gMu += xi * meanGrad[row * O + j];
          gVariance += xi * xi * varianceGrad[row * O + j];
        }
        const s2 = sigmaSquared[place + j];
        total += s2 * (gMu * gMu + 2 * s2 * gVariance * gVariance);
      }
    }
    out[b] += total;
  }
}

/**
 * A layer whose weights were drawn, θ = μ + σ ε, the same draws for all rows: g_μ = Σₛ x g and
 * g_σ = Σₛ x g ε. By the definition.
 *
 * @param inputs     for each sample [B, in]
 * @param outputGrad for each sample [B, out]
 * @param draws      [S, P]
 */
export function referenceDrawnWeightsGain(
  out: Float64Array,
  inputs: readonly Float64Array[],
  outputGrad: readonly Float64Array[],
  draws: Float64Array,
  sigmaSquared: Float64Array,
  { inputs: I, outputs: O, weightStart, biasStart }: LayerPlace,
): void {
  const [B, P] = [out.length, sigmaSquared.length];
  const [muGrad, sigmaGrad] = [new Float64Array(B * P), new Float64Array(B * P)];
  for (let s = 0; s < inputs.length; s++) {
    for (let b = 0; b < B; b++) {
      for (let i = 0; i <= I; i++) {
        const x = i < I ? inputs[s][b * I + i] : 1;
        for (let j = 0; j < O; j++) {
          const p = (i < I ? weightStart + i * O : biasStart) + j;
          const share = x * outputGrad[s][b * O + j];
          muGrad[b * P + p] += share;
          sigmaGrad[b * P + p] += share * draws[s * P + p];
        }
      }
    }
  }
  referenceGain(out, muGrad, sigmaGrad, sigmaSquared);
}

/** The same, faster: the gradients of one weight at a time. */
export function addDrawnWeightsGain(
  out: Float64Array,
  inputs: readonly Float64Array[],
  outputGrad: readonly Float64Array[],
  draws: Float64Array,
  sigmaSquared: Float64Array,
  { inputs: I, outputs: O, weightStart, biasStart }: LayerPlace,
): void {
  const P = sigmaSquared.length;
  for (let b = 0; b < out.length; b++) {
    let total = 0;
    for (let i = 0; i <= I; i++) {
      const place = i < I ? weightStart + i * O : biasStart;
      for (let j = 0; j < O; j++) {
        let gMu = 0;
        let gSigma = 0;
        for (let s = 0; s < inputs.length; s++) {
          const gWeight = (i < I ? inputs[s][b * I + i] : 1) * outputGrad[s][b * O + j];
          gMu += gWeight;
          gSigma += gWeight * draws[s * P + place + j];
        }
        total += sigmaSquared[place + j] * (gMu * gMu + 0.5 * gSigma * gSigma);
      }
    }
    out[b] += total;
  }
}
