/**
 * The normal distribution: φ(x) = e^(−x²/2) / √(2π) and Φ(x) = ∫ φ from −∞ to x.
 *
 * Φ between −5 and 8.3 is one look-up in a table of Taylor polynomials (normalTable.ts), with no
 * exponential and no division. Further left Φ(−x) = e^(G(x) − x²/2), where G is smooth and comes from a table
 * too, so that one rounding, that of the exponential, is all there is.
 *
 * e^(−x²/2) amplifies the rounding error of x²/2 by x²/2 itself, so x² is split: with x = h + l, h short
 * enough that h² is exact, x² = h² + l (x + h).
 */
import { expOfSum } from './exp.ts';
import { centralCdf, tailCdf } from './normalTable.ts';

const ROUND_TO_20_PLACES = 6442450944; // 1.5 · 2³²: adding and subtracting it leaves multiples of 2⁻²⁰

// Logarithms of constant factors, to be added to the exponent. The high parts are multiples of 2⁻³⁰, so that
// adding h² to them stays exact.
const LOG_PDF_HIGH = -0.9189385324716568; // log(1/√(2π))
const LOG_PDF_LOW = -7.330159424639235e-10;

/**
 * φ(x) = e^(−x²/2) / √(2π). Error below 0.52 ulp (measured), below 0.76 where the result is subnormal.
 *
 * φ(±∞) = 0, φ(NaN) = NaN.
 */
export function normalPdf(x: number): number {
  if (!(x > -40 && x < 40)) return x === x ? 0 : x;
  const h = x + ROUND_TO_20_PLACES - ROUND_TO_20_PLACES;
  return expOfSum(LOG_PDF_HIGH - 0.5 * h * h, LOG_PDF_LOW - 0.5 * (x - h) * (x + h));
}

/**
 * Φ(x), the probability that a standard normal variable is at most x. Error below 1.1 ulp (measured),
 * relative accuracy kept all the way down the left tail: below x = −5 the error is under 0.6 ulp, 0.8 where
 * the result is subnormal, and the last non-zero result is at x = −38.48…
 *
 * Φ(−∞) = 0, Φ(∞) = 1, Φ(NaN) = NaN.
 */
export function normalCdf(x: number): number {
  if (x >= -5 && x <= 8.375) return centralCdf(x);
  if (!(x >= -38.8 && x < 0)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const h = x + ROUND_TO_20_PLACES - ROUND_TO_20_PLACES;
  return tailCdf(-x, -0.5 * h * h, -0.5 * (x - h) * (x + h));
}
