/**
 * Mills' ratio M(x) = Φ(−x) / φ(x) of the normal distribution: its tail in units of its density.
 *
 * Φ falls as steeply as φ, but their quotient is smooth, from √(π/2) at 0 slowly down to 1/x. So where both Φ and φ are
 * needed one exponential will do: Φ(−x) = φ(x) M(x) and Φ(x) = 1 − φ(x) M(x), for x ≥ 0.
 *
 * M(x) = ∫ e^(−x t − t²/2) dt from 0 to ∞. Its Taylor coefficients around c are (−1)ⁿ Iₙ with
 * Iₙ = ∫ tⁿ/n! e^(−c t − t²/2) dt, and integration by parts gives (n + 1) Iₙ₊₁ = Iₙ₋₁ − c Iₙ. That difference
 * cancels, but solved for the quotients qₙ = Iₙ / Iₙ₋₁ it reads
 *
 *     qₙ = 1 / (c + (n + 1) qₙ₊₁),   q₀ = M(c)
 *
 * without any subtraction: Laplace's continued fraction (Abramowitz & Stegun 26.2.14), evaluated from far out.
 *
 * A value is the leading coefficient M(c) plus a correction of at most 6 %, so nearly all of its error is that of M(c). A
 * relative error of qₙ₊₁ reaches qₙ with the factor −(1 − c qₙ). That is near −1 while n is below 1/c², so in plain doubles the
 * roundings of many levels would meet in q₀, an ulp of them. Every level therefore carries its rounding error along
 * (numerics/doubleDouble.ts), and each M(c) comes out as the double nearest to it.
 */
import { productError, sumError } from './doubleDouble.ts';

/** Cells of width 1/8 with centres j/8, from 0 to 40. */
const CELLS = 321;
const LAST = 40;
/** Taylor coefficients of a cell; the first one dropped contributes less than 2⁻⁵⁶. */
const TERMS = 11;
const ROOT_HALF_PI = 1.2533141373155003;

/** Depth from which the continued fraction at c has all digits; the nearer to 0, the slower. */
const depthAt = (c: number): number => TERMS + Math.floor(60 + 420 / (c * c));

/** [q₀ … q_(TERMS − 1)] at c > 0, each the double nearest to it. */
function quotientsAt(c: number): Float64Array {
  const quotients = new Float64Array(TERMS);
  // the quotient of the level before, as high + low
  let high = 1 / c;
  let low = 0;
  for (let n = depthAt(c); n >= 0; n--) {
    const product = (n + 1) * high;
    const sum = c + product;
    const lost = productError(n + 1, high, product) + sumError(c, product, sum) + (n + 1) * low;
    // One step of Newton's iteration towards 1 / (sum + lost), from the double nearest to 1 / sum.
    high = 1 / sum;
    const one = high * sum;
    low = high * (1 - one - productError(high, sum, one) - high * lost);
    if (n < TERMS) quotients[n] = high + low;
  }
  return quotients;
}

/** For each n the coefficients of dⁿ, a cell after the other. */
function makeCoefficients(): Float64Array[] {
  const coefficients = Array.from({ length: TERMS }, () => new Float64Array(CELLS));
  // At 0 there is no continued fraction, but nothing cancels either: I₀ = √(π/2), I₁ = 1, (n + 1) Iₙ₊₁ = Iₙ₋₁.
  coefficients[0][0] = ROOT_HALF_PI;
  coefficients[1][0] = -1;
  for (let n = 1; n + 1 < TERMS; n++) coefficients[n + 1][0] = coefficients[n - 1][0] / (n + 1);
  for (let j = 1; j < CELLS; j++) {
    const quotients = quotientsAt(j / 8);
    let term = quotients[0];
    coefficients[0][j] = term;
    for (let n = 1; n < TERMS; n++) {
      term *= -quotients[n];
      coefficients[n][j] = term;
    }
  }
  return coefficients;
}

// An array for each, all of one length: V8 checks the index once.
const [C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10] = makeCoefficients();

/**
 * M(x) = Φ(−x) / φ(x) for x ≥ 0. Error below 1.5 ulp (measured: 1.41), the rounding of M(c) and of the sum; 1.02 on
 * most of the range, more just before 8, where ulps halve within a cell, and beyond 40.
 *
 * M(0) = √(π/2), M(∞) = 0, M(NaN) = NaN.
 */
export function millsRatio(x: number): number {
  if (!(x <= LAST)) return +farRatio(x);
  const j = (x * 8 + 0.5) | 0;
  const d = x - j * 0.125;
  const d2 = d * d;
  const d4 = d2 * d2;
  const fromSeventh = C7[j] + d * C8[j] + d2 * (C9[j] + d * C10[j]);
  const fromThird = C3[j] + d * C4[j] + d2 * (C5[j] + d * C6[j]);
  return C0[j] + (d * (C1[j] + d * C2[j]) + d * d2 * (fromThird + d4 * fromSeventh));
}

/** Beyond the table six levels of the continued fraction are enough. */
function farRatio(x: number): number {
  let fraction = x;
  for (let n = 6; n >= 1; n--) fraction = x + n / fraction;
  return 1 / fraction;
}
