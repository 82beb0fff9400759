/**
 * Draws from N(m, v) that remember where they came from: z = m + √v ε with ε ~ N(0, 1), so that a gradient by z is one by m
 * and v too: ∂z/∂m = 1 and ∂z/∂v = ε / (2 √v). (Kingma and Welling 2014.)
 */

/**
 * @param z   [S, N] results
 * @param sd  [N] √v, kept for the gradient
 * @param m, v [N]
 * @param epsilon [S, N] standard normal noise
 */
export function reparameteriseInto(
  z: Float64Array,
  sd: Float64Array,
  m: Float64Array,
  v: Float64Array,
  epsilon: Float64Array,
): void {
  const N = m.length;
  for (let i = 0; i < N; i++) sd[i] = Math.sqrt(v[i]);
  for (let start = 0; start < z.length; start += N) {
    for (let i = 0; i < N; i++) z[start + i] = m[i] + sd[i] * epsilon[start + i];
  }
}

/**
 * Gradients by m and v, summed over the draws.
 *
 * @param dm, dv [N] added to
 * @param dz     [S, N]
 */
export function addReparameterisedGradients(
  dm: Float64Array,
  dv: Float64Array,
  dz: Float64Array,
  sd: Float64Array,
  epsilon: Float64Array,
): void {
  const N = dm.length;
  for (let i = 0; i < N; i++) {
    let byMean = 0;
    let bySd = 0;
    for (let at = i; at < dz.length; at += N) {
      byMean += dz[at];
      bySd += dz[at] * epsilon[at];
    }
    dm[i] += byMean;
    dv[i] += (0.5 * bySd) / sd[i];
  }
}
