/**
 * Reparameterised draws from N(m, v): z = m + √v ε with ε ~ N(0, 1), so that a gradient by z gives those by m and v:
 * ∂z/∂m = 1 and ∂z/∂v = ε / (2 √v) (Kingma and Welling 2014). The loops are their own definition.
 */

/**
 * @param draws          [S, N] results z
 * @param sd             [N] √v, kept for the gradient
 * @param mean, variance [N] m and v
 * @param epsilon        [S, N] standard normal noise
 */
export function reparameteriseInto(
  draws: Float64Array,
  sd: Float64Array,
  mean: Float64Array,
  variance: Float64Array,
  epsilon: Float64Array,
): void {
  const N = mean.length;
  for (let i = 0; i < N; i++) sd[i] = Math.sqrt(variance[i]);
  for (let start = 0; start < draws.length; start += N) {
    for (let i = 0; i < N; i++) draws[start + i] = mean[i] + sd[i] * epsilon[start + i];
  }
}

/**
 * Gradients by m and v, summed over the draws.
 *
 * @param meanGrad, varianceGrad [N] added to
 * @param drawsGrad              [S, N]
 */
export function addReparameterisedGradients(
  meanGrad: Float64Array,
  varianceGrad: Float64Array,
  drawsGrad: Float64Array,
  sd: Float64Array,
  epsilon: Float64Array,
): void {
  const N = meanGrad.length;
  for (let i = 0; i < N; i++) {
    let byMean = 0;
    let bySd = 0;
    for (let at = i; at < drawsGrad.length; at += N) {
      byMean += drawsGrad[at];
      bySd += drawsGrad[at] * epsilon[at];
    }
    meanGrad[i] += byMean;
    varianceGrad[i] += (0.5 * bySd) / sd[i];
  }
}
