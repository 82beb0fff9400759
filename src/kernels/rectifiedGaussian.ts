/**
 * What a ReLU makes of a Gaussian: the mean and second moment of h = max(z, 0) for z ~ N(m, v).
 *
 * With s = √v and the standard normal's distribution Φ and density φ at m / s,
 *
 *     E[h]  = m Φ + s φ
 *     E[h²] = (m² + v) Φ + m s φ = m E[h] + v Φ
 *
 * (Frey and Hinton 1999). Their derivatives are short: ∂E[h]/∂m = Φ, ∂E[h]/∂v = φ / (2 s),
 * ∂E[h²]/∂m = 2 E[h] and ∂E[h²]/∂v = Φ.
 */
import { normalCdf, normalPdf } from '../numerics/erf.ts';

/**
 * All arrays have the same length; v > 0.
 *
 * @param mean         E[h]
 * @param secondMoment E[h²]
 * @param active       Φ, the probability that the unit is on
 * @param slope        φ / (2 s)
 */
export function rectifiedGaussianInto(
  mean: Float64Array,
  secondMoment: Float64Array,
  active: Float64Array,
  slope: Float64Array,
  m: Float64Array,
  v: Float64Array,
): void {
  for (let i = 0; i < mean.length; i++) {
    const s = Math.sqrt(v[i]);
    const z = m[i] / s;
    const cdf = normalCdf(z);
    const pdf = normalPdf(z);
    const first = m[i] * cdf + s * pdf;
    mean[i] = first;
    secondMoment[i] = m[i] * first + v[i] * cdf;
    active[i] = cdf;
    slope[i] = (0.5 * pdf) / s;
  }
}
