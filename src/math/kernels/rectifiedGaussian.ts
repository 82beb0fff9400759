/**
 * What a ReLU makes of a Gaussian: mean, second moment and variance of h = max(z, 0) for z ~ N(m, v).
 */
import { normalCdf, normalPdf } from '../numerics/normalDistribution.ts';
import { LAST_TAIL, tailRatio } from '../numerics/mills.ts';

/**
 * The definition, with s = √v, u = m / s and the standard normal's distribution Φ and density φ at u (Frey and Hinton 1999):
 *
 *     E[h]   = m Φ + s φ
 *     E[h²]  = (m² + v) Φ + m s φ
 *     Var[h] = E[h²] − E[h]²
 *
 * All arrays have the same length; here v > 0.
 *
 * @param mean, secondMoment, variance E[h], E[h²] and Var[h]
 * @param active, inactive             Φ, the probability that the unit is on, and 1 − Φ
 * @param slope                        φ / (2 s)
 * @param preMean, preVariance         m and v
 */
export function referenceRectifiedGaussianInto(
  mean: Float64Array,
  secondMoment: Float64Array,
  variance: Float64Array,
  active: Float64Array,
  inactive: Float64Array,
  slope: Float64Array,
  preMean: Float64Array,
  preVariance: Float64Array,
): void {
  for (let i = 0; i < mean.length; i++) {
    const [m, v] = [preMean[i], preVariance[i]];
    const s = Math.sqrt(v);
    const [cdf, pdf] = [normalCdf(m / s), normalPdf(m / s)];
    mean[i] = m * cdf + s * pdf;
    secondMoment[i] = (m * m + v) * cdf + m * s * pdf;
    variance[i] = secondMoment[i] - mean[i] * mean[i];
    active[i] = cdf;
    inactive[i] = 1 - cdf;
    slope[i] = pdf / (2 * s);
  }
}

/**
 * The same, exact to the last digits. In the definition the first two moments are, left of 0, small differences of large terms, and
 * right of it the third is: at m = 1, v = 1e-20 nothing is left of the variance. What a standard normal variable has beyond |u|,
 *
 *     a = E[max(Z − |u|, 0)],   b = E[max(Z − |u|, 0)²]
 *
 * (math/numerics/mills.ts), gives the same without cancellation. A unit that is mostly off, u ≤ 0, keeps just that:
 *
 *     E[h] = s a,       E[h²] = v b,            Var[h] = v (b − a²)
 *
 * and one that is mostly on passes all but that, a part h₋ = max(−z, 0), which is 0 where h is not (so z = h − h₋,
 * and v = Var[h] + Var[h₋] + 2 E[h] E[h₋]):
 *
 *     E[h] = m + s a,   E[h²] = m² + v (1 − b),   Var[h] = v (1 − b − a (a + 2 |u|)).
 *
 * All relative errors are below 1e-12 (measured: 2.1e-13 near u = −36, 7e-16 for u > −1): rounding u by 1 part in 10¹⁶ changes φ by
 * u² as much. Where v = 0, h is max(m, 0) and the slope 0.
 */
export function rectifiedGaussianInto(
  mean: Float64Array,
  secondMoment: Float64Array,
  variance: Float64Array,
  active: Float64Array,
  inactive: Float64Array,
  slope: Float64Array,
  preMean: Float64Array,
  preVariance: Float64Array,
): void {
  // On the way `active` holds u, `slope` 1 / s, `variance` φ and `secondMoment` the tail's ratio r. Short loops, each in a function
  // of its own: docs/performance.md.
  standardiseInto(active, slope, preMean, preVariance);
  densityInto(variance, active);
  ratioInto(secondMoment, active);
  for (let i = 0; i < mean.length; i++) {
    const inverse = slope[i];
    const pdf = variance[i];
    const r = secondMoment[i];
    const u = active[i];
    const x = Math.abs(u);
    const on = Number(u > 0); // no branch: it would be mispredicted half of the time
    const sign = 1 - 2 * on; // −1 where the unit is mostly on
    const a = pdf / (1 + x * (x + r));
    const b = r * a;
    const tail = (x + r) * a; // Φ(−|u|)
    const positive = Math.max(preMean[i], 0);
    mean[i] = positive + preVariance[i] * inverse * a;
    secondMoment[i] = positive * positive + preVariance[i] * (on + sign * b);
    variance[i] = preVariance[i] * (on + sign * (b + a * (2 * on * x - sign * a)));
    active[i] = on + sign * tail;
    inactive[i] = 1 - on - sign * tail;
    slope[i] = 0.5 * inverse * pdf;
  }
}

/** inverse = 1 / √v and u = m / √v, at most LAST_TAIL in size; for v = 0, 0 and what u tends to. */
function standardiseInto(
  u: Float64Array,
  inverse: Float64Array,
  preMean: Float64Array,
  preVariance: Float64Array,
): void {
  for (let i = 0; i < u.length; i++) {
    const s = Math.sqrt(preVariance[i]);
    const isRandom = s > 0;
    inverse[i] = isRandom ? 1 / s : 0;
    const unbounded = isRandom ? preMean[i] * inverse[i] : Math.sign(preMean[i]) * LAST_TAIL;
    u[i] = Math.max(-LAST_TAIL, Math.min(LAST_TAIL, unbounded));
  }
}

function densityInto(pdf: Float64Array, u: Float64Array): void {
  for (let i = 0; i < pdf.length; i++) pdf[i] = normalPdf(u[i]);
}

function ratioInto(ratio: Float64Array, u: Float64Array): void {
  for (let i = 0; i < ratio.length; i++) ratio[i] = tailRatio(Math.abs(u[i]));
}

/**
 * The gradients by m and v, given those by the three moments.
 *
 * Its own definition: the derivatives are short, ∂E[h]/∂m = Φ, ∂E[h]/∂v = φ / (2 s), ∂E[h²]/∂m = 2 E[h], ∂E[h²]/∂v = Φ,
 * ∂Var[h]/∂m = 2 E[h] (1 − Φ) and ∂Var[h]/∂v = Φ − 2 E[h] φ / (2 s).
 *
 * @param preMeanGrad, preVarianceGrad             added to
 * @param meanGrad, secondMomentGrad, varianceGrad by E[h], E[h²] and Var[h]
 * @param mean, active, inactive, slope            what `rectifiedGaussianInto` found
 */
export function addRectifiedGaussianGradients(
  preMeanGrad: Float64Array,
  preVarianceGrad: Float64Array,
  meanGrad: Float64Array,
  secondMomentGrad: Float64Array,
  varianceGrad: Float64Array,
  mean: Float64Array,
  active: Float64Array,
  inactive: Float64Array,
  slope: Float64Array,
): void {
  for (let i = 0; i < preMeanGrad.length; i++) {
    const twice = 2 * mean[i];
    const byMean =
      meanGrad[i] * active[i] + twice * (secondMomentGrad[i] + varianceGrad[i] * inactive[i]);
    const byVariance =
      meanGrad[i] * slope[i] +
      secondMomentGrad[i] * active[i] +
      varianceGrad[i] * (active[i] - twice * slope[i]);
    // Both loads before both stores: docs/performance.md.
    const newM = preMeanGrad[i] + byMean;
    const newV = preVarianceGrad[i] + byVariance;
    preMeanGrad[i] = newM;
    preVarianceGrad[i] = newV;
  }
}
