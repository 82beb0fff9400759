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
 * All functions add their layer's share of 2 k to `out` [B]; for a layer with random inputs see randomInput.ts. Rows of
 * sample s and transition b stand at s B + b.
 */

/** Where a layer's numbers lie in the flat vectors [P]. */
interface LayerPlace {
  readonly inputs: number;
  readonly outputs: number;
  readonly weightStart: number;
  readonly biasStart: number;
}

/**
 * A layer with known inputs, z ~ N(x μ + μ_b, v) with v = x² σ² + σ_b²: g_μ = x g and g_σ = 2 x² σ h, so that
 * Σ σ² (g_μ² + ½ g_σ²) over the weights into one unit is g² v + 2 h² q with q = x⁴ σ⁴ + σ_b⁴.
 *
 * @param g, h [B, out] derivatives by the mean and the variance of z
 * @param v, q [B, out] variance of z, and x⁴ σ⁴ + σ_b⁴
 */
export function addKnownInputGain(
  out: Float64Array,
  g: Float64Array,
  h: Float64Array,
  v: Float64Array,
  q: Float64Array,
): void {
  const O = out.length === 0 ? 0 : g.length / out.length;
  for (let b = 0; b < out.length; b++) {
    let total = 0;
    for (let at = b * O; at < (b + 1) * O; at++) {
      total += g[at] * g[at] * v[at] + 2 * (h[at] * h[at]) * q[at];
    }
    out[b] += total;
  }
}

/**
 * The same layer where every transition has several samples behind it: g_μ and g_σ are summed over them first.
 *
 * @param x            [S B, in]
 * @param g, h         [S B, out]
 * @param sigmaSquared [P]
 */
export function addSampledInputGain(
  out: Float64Array,
  x: Float64Array,
  g: Float64Array,
  h: Float64Array,
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
          const xi = i < I ? x[row * I + i] : 1;
          gMu += xi * g[row * O + j];
          gVariance += xi * xi * h[row * O + j];
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
 * g_σ = Σₛ x g ε.
 *
 * @param x     for each sample [B, in]
 * @param g     for each sample [B, out]
 * @param noise [S, P]
 */
export function addDrawnWeightsGain(
  out: Float64Array,
  x: readonly Float64Array[],
  g: readonly Float64Array[],
  noise: Float64Array,
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
        for (let s = 0; s < x.length; s++) {
          const gWeight = (i < I ? x[s][b * I + i] : 1) * g[s][b * O + j];
          gMu += gWeight;
          gSigma += gWeight * noise[s * P + place + j];
        }
        total += sigmaSquared[place + j] * (gMu * gMu + 0.5 * gSigma * gSigma);
      }
    }
    out[b] += total;
  }
}
