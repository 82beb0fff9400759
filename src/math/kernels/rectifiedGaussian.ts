/**
 * What a ReLU makes of a Gaussian: mean, second moment and variance of h = max(z, 0) for z ~ N(m, v).
 *
 * With s = √v, u = m / s and the standard normal's distribution Φ and density φ at u the textbook has (Frey and Hinton 1999)
 *
 *     E[h]   = m Φ + s φ
 *     E[h²]  = (m² + v) Φ + m s φ
 *     Var[h] = E[h²] − E[h]²
 *
 * but left of 0 the first two are small differences of large terms, and right of it the third is: at m = 1, v = 1e-20
 * nothing is left of the variance. What a standard normal variable has beyond |u|,
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
 * u² as much. Where there is no noise, v = 0, h is max(m, 0).
 *
 * The derivatives are short: ∂E[h]/∂m = Φ, ∂E[h]/∂v = φ / (2 s), ∂E[h²]/∂m = 2 E[h], ∂E[h²]/∂v = Φ,
 * ∂Var[h]/∂m = 2 E[h] (1 − Φ) and ∂Var[h]/∂v = Φ − 2 E[h] φ / (2 s).
 */
import { normalPdf } from '../numerics/erf.ts';
import { LAST_TAIL, tailRatio } from '../numerics/mills.ts';

/**
 * All arrays have the same length; v ≥ 0.
 *
 * @param mean         E[h]
 * @param secondMoment E[h²]
 * @param variance     Var[h]
 * @param active       Φ, the probability that the unit is on
 * @param inactive     1 − Φ
 * @param slope        φ / (2 s); 0 where v = 0
 */
export function rectifiedGaussianInto(
  mean: Float64Array,
  secondMoment: Float64Array,
  variance: Float64Array,
  active: Float64Array,
  inactive: Float64Array,
  slope: Float64Array,
  m: Float64Array,
  v: Float64Array,
): void {
  // On the way `active` holds u, `slope` 1 / s, `variance` φ and `secondMoment` the tail's ratio r. Short loops, each in a function
  // of its own: only so does V8 take in what they call, and keep their numbers in registers.
  standardiseInto(active, slope, m, v);
  densityInto(variance, active);
  ratioInto(secondMoment, active);
  for (let i = 0; i < mean.length; i++) {
    const inverse = slope[i];
    const pdf = variance[i];
    const r = secondMoment[i];
    const u = active[i];
    const x = Math.abs(u);
    const on = Number(u > 0); // no branch: half the signs would be guessed wrong
    const sign = 1 - 2 * on; // −1 where the unit is mostly on
    const a = pdf / (1 + x * (x + r));
    const b = r * a;
    const tail = (x + r) * a; // Φ(−|u|)
    const positive = Math.max(m[i], 0);
    mean[i] = positive + v[i] * inverse * a;
    secondMoment[i] = positive * positive + v[i] * (on + sign * b);
    variance[i] = v[i] * (on + sign * (b + a * (2 * on * x - sign * a)));
    active[i] = on + sign * tail;
    inactive[i] = 1 - on - sign * tail;
    slope[i] = 0.5 * inverse * pdf;
  }
}

/** inverse = 1 / √v and u = m / √v, at most LAST_TAIL in size; for v = 0, 0 and what u tends to. */
function standardiseInto(
  u: Float64Array,
  inverse: Float64Array,
  m: Float64Array,
  v: Float64Array,
): void {
  for (let i = 0; i < u.length; i++) {
    const s = Math.sqrt(v[i]);
    const isRandom = s > 0;
    inverse[i] = isRandom ? 1 / s : 0;
    const unbounded = isRandom ? m[i] * inverse[i] : Math.sign(m[i]) * LAST_TAIL;
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
 * @param dm, dv                        added to
 * @param dMean, dSecond, dVar           by E[h], E[h²] and Var[h]
 * @param mean, active, inactive, slope what `rectifiedGaussianInto` found
 */
export function addRectifiedGaussianGradients(
  dm: Float64Array,
  dv: Float64Array,
  dMean: Float64Array,
  dSecond: Float64Array,
  dVar: Float64Array,
  mean: Float64Array,
  active: Float64Array,
  inactive: Float64Array,
  slope: Float64Array,
): void {
  for (let i = 0; i < dm.length; i++) {
    const twice = 2 * mean[i];
    const byMean = dMean[i] * active[i] + twice * (dSecond[i] + dVar[i] * inactive[i]);
    const byVariance =
      dMean[i] * slope[i] + dSecond[i] * active[i] + dVar[i] * (active[i] - twice * slope[i]);
    // Both loads before both stores: V8 must assume that a store to one array changes the other.
    const newM = dm[i] + byMean;
    const newV = dv[i] + byVariance;
    dm[i] = newM;
    dv[i] = newV;
  }
}
