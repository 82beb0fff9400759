/**
 * The normal distribution and the error function.
 *
 *     φ(x) = e^(−x²/2) / √(2π),   Φ(x) = ∫ φ from −∞ to x,
 *     erfc(x) = 2 Φ(−√2 x),       erf(x) = 1 − erfc(x).
 *
 * Φ between −5 and 8.3 is one look-up in a table of Taylor polynomials (normalTable.ts), with no
 * exponential and no division. Further left Φ(−x) = e^(G(x) − x²/2), where G is smooth and comes from a table
 * too, so that one rounding, that of the exponential, is all there is.
 *
 * e^(−x²/2) amplifies the rounding error of x²/2 by x²/2 itself, so x² is split: with x = h + l, h short
 * enough that h² is exact, x² = h² + l (x + h).
 */
import { productError } from './doubleDouble.ts';
import { expOfSum } from './exp.ts';
import { centralCdf, tailCdf } from './normalTable.ts';

const ROUND_TO_20_PLACES = 6442450944; // 1.5 · 2³²: adding and subtracting it leaves multiples of 2⁻²⁰

// Logarithms of constant factors, to be added to the exponent. The high parts are multiples of 2⁻³⁰, so that
// adding h² to them stays exact.
const LOG_PDF_HIGH = -0.9189385324716568; // log(1/√(2π))
const LOG_PDF_LOW = -7.330159424639235e-10;
const LN2_HIGH = 0.6931471796706319; // log 2
const LN2_LOW = 8.893134238886677e-10;

const SQRT_TWO_HIGH = 1.4142135623730951; // √2 as the sum of two doubles
const SQRT_TWO_LOW = -9.667293313452913e-17;
const TWO_OVER_SQRT_PI = 1.1283791670955126;
const TWO_OVER_SQRT_PI_LESS_ONE = 0.12837916709551256;

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
  if (x >= -5 && x <= 8.375) return centralCdf(x, 0);
  if (!(x >= -38.8 && x < 0)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const h = x + ROUND_TO_20_PLACES - ROUND_TO_20_PLACES;
  return tailCdf(-x, 0, -0.5 * h * h, -0.5 * (x - h) * (x + h));
}

/**
 * erfc(x) = 1 − erf(x) = 2 Φ(−√2 x), with √2 x in two parts. Error below 1 ulp (measured), also in
 * the right tail, down to the last non-zero result at x = 27.22…
 *
 * erfc(−∞) = 2, erfc(∞) = 0, erfc(NaN) = NaN.
 */
export function erfc(x: number): number {
  if (!(x >= -5.9 && x <= 27.4)) return x > 0 ? 0 : x < 0 ? 2 : NaN;
  const y = SQRT_TWO_HIGH * x;
  const low = productError(SQRT_TWO_HIGH, x, y) + SQRT_TWO_LOW * x;
  if (y <= 5) return 2 * centralCdf(-y, -low);
  const h = x + ROUND_TO_20_PLACES - ROUND_TO_20_PLACES;
  return tailCdf(y, low, LN2_HIGH - h * h, LN2_LOW - (x - h) * (x + h));
}

/**
 * erf(x) = 2/√π ∫ e^(−t²) from 0 to x. Error below 0.9 ulp (measured).
 *
 * For |x| < 1/2 the Taylor series 2/√π (x − x³/3 + x⁵/10 − x⁷/42 + …), summed as x + x · (small), so that x
 * itself carries the leading digits. Beyond, 1 − erfc(|x|), which loses nothing.
 *
 * erf(±0) = ±0, erf(±∞) = ±1, erf(NaN) = NaN.
 */
export function erf(x: number): number {
  if (x > -0.5 && x < 0.5) return x + x * erfSeries(x * x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}

/** erf(x)/x − 1 as a series in w = x²: coefficients 2/√π · (−1)ⁿ / (n! (2n + 1)). */
function erfSeries(w: number): number {
  const fromSeventh =
    1 / 75600 - w * (1 / 685440 - w * (1 / 6894720 - w * (1 / 76204800 - w * (1 / 918086400))));
  const fromFirst =
    1 / 3 -
    w * (1 / 10 - w * (1 / 42 - w * (1 / 216 - w * (1 / 1320 - w * (1 / 9360 - w * fromSeventh)))));
  return TWO_OVER_SQRT_PI_LESS_ONE - TWO_OVER_SQRT_PI * w * fromFirst;
}
