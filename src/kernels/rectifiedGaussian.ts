/**
 * What a ReLU makes of a Gaussian: mean, second moment and variance of h = max(z, 0) for z ~ N(m, v).
 *
 * With s = √v and the standard normal's distribution Φ and density φ at m / s,
 *
 *     E[h]   = m Φ + s φ
 *     E[h²]  = (m² + v) Φ + m s φ = m E[h] + v Φ
 *     Var[h] = E[h²] − E[h]²
 *
 * (Frey and Hinton 1999). Their derivatives are short: ∂E[h]/∂m = Φ, ∂E[h]/∂v = φ / (2 s),
 * ∂E[h²]/∂m = 2 E[h] and ∂E[h²]/∂v = Φ.
 */
import { normalPdf } from '../numerics/erf.ts';
import { millsRatio } from '../numerics/mills.ts';

/**
 * All arrays have the same length; v > 0.
 *
 * @param mean         E[h]
 * @param secondMoment E[h²]
 * @param variance     Var[h]
 * @param active       Φ, the probability that the unit is on; within 5 ulp of `normalCdf`
 * @param slope        φ / (2 s)
 */
export function rectifiedGaussianInto(
  mean: Float64Array,
  secondMoment: Float64Array,
  variance: Float64Array,
  active: Float64Array,
  slope: Float64Array,
  m: Float64Array,
  v: Float64Array,
): void {
  // On the way `active` holds z, `slope` 1 / s and `variance` φ. Short loops, each in a function of its own: only so does V8
  // take in what they call, and keep their numbers in registers.
  standardiseInto(active, slope, m, v);
  densityInto(variance, active);
  distributionInto(active, variance);
  for (let i = 0; i < mean.length; i++) {
    const inverse = slope[i];
    const pdf = variance[i];
    const cdf = active[i];
    const first = m[i] * cdf + v[i] * inverse * pdf;
    const second = m[i] * first + v[i] * cdf;
    mean[i] = first;
    secondMoment[i] = second;
    variance[i] = second - first * first;
    slope[i] = 0.5 * inverse * pdf;
  }
}

/** inverse = 1 / √v and z = m / √v. */
function standardiseInto(
  z: Float64Array,
  inverse: Float64Array,
  m: Float64Array,
  v: Float64Array,
): void {
  for (let i = 0; i < z.length; i++) {
    inverse[i] = 1 / Math.sqrt(v[i]);
    z[i] = m[i] * inverse[i];
  }
}

function densityInto(pdf: Float64Array, z: Float64Array): void {
  for (let i = 0; i < pdf.length; i++) pdf[i] = normalPdf(z[i]);
}

/** z ← Φ(z), given φ(z). */
function distributionInto(z: Float64Array, pdf: Float64Array): void {
  for (let i = 0; i < z.length; i++) {
    const tail = pdf[i] === 0 ? 0 : pdf[i] * millsRatio(Math.abs(z[i])); // Φ(−|z|)
    const on = Number(z[i] > 0); // no branch: half the signs would be guessed wrong
    z[i] = on + (1 - 2 * on) * tail;
  }
}

/**
 * The gradients by m and v, given those by the three moments.
 *
 * @param dm, dv              added to
 * @param dMean, dSecond, dVar by E[h], E[h²] and Var[h]
 * @param mean, active, slope what `rectifiedGaussianInto` found
 */
export function addRectifiedGaussianGradients(
  dm: Float64Array,
  dv: Float64Array,
  dMean: Float64Array,
  dSecond: Float64Array,
  dVar: Float64Array,
  mean: Float64Array,
  active: Float64Array,
  slope: Float64Array,
): void {
  for (let i = 0; i < dm.length; i++) {
    const second = dSecond[i] + dVar[i];
    const first = dMean[i] - 2 * mean[i] * dVar[i];
    // Both loads before both stores: V8 must assume that a store to one array changes the other.
    const newM = dm[i] + (first * active[i] + second * 2 * mean[i]);
    const newV = dv[i] + (first * slope[i] + second * active[i]);
    dm[i] = newM;
    dv[i] = newV;
  }
}
