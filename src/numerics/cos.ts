/**
 * Cosine and sine.
 *
 * Every x is n · π/2 plus a rest r with |r| ≤ π/4, and (n mod 4) says which of ±cos r, ±sin r the answer
 * is. On so short an interval the Taylor series need eight terms. The care is in r: near a multiple of
 * π/2 almost all digits of x − n · π/2 cancel, so π/2 must be known to more digits than a double holds.
 *
 * For |x| ≤ 1000 it is kept in two parts, the first short enough that n times it is exact (Cody & Waite
 * 1980), and the rest as `r + low`. For larger x, or when r comes out below 2⁻²⁰, the reduction is redone
 * in exact integer arithmetic with π to 1200 binary places: right for every double, some hundred times
 * slower.
 */
import { PLACES, halfPi, leadingPart, restAfter, toNumber } from './fixedPoint.ts';

const HALF_PI = halfPi(PLACES);
const HALF_PI_HIGH = leadingPart(HALF_PI, 32n); // 33 bits: times n < 2²⁰ is exact
const HALF_PI_LOW = restAfter(HALF_PI, HALF_PI_HIGH);
const TWO_OVER_PI = 1 / (HALF_PI_HIGH + HALF_PI_LOW);

const LONG_PLACES = 1200n;
const LONG_HALF_PI = halfPi(LONG_PLACES);
const TWO_TO_64 = 18446744073709551616;

const LARGEST_FAST = 1000;
const SMALLEST_FAST_REST = 1 / 1048576; // 2⁻²⁰

/** cos(r + low) for |r| ≤ π/4. 1 − r²/2 is formed first and its rounding error added to the small terms. */
function cosOfRest(r: number, low: number): number {
  const w = r * r;
  const half = 0.5 * w;
  const high = 1 - half;
  const fromTenth =
    -1 / 3628800 + w * (1 / 479001600 + w * (-1 / 87178291200 + w / 20922789888000));
  const tail = w * w * (1 / 24 + w * (-1 / 720 + w * (1 / 40320 + w * fromTenth)));
  return high + (1 - high - half + (tail - r * low));
}

/** sin(r + low) for |r| ≤ π/4. */
function sinOfRest(r: number, low: number): number {
  const w = r * r;
  const fromEleventh =
    -1 / 39916800 + w * (1 / 6227020800 + w * (-1 / 1307674368000 + w / 355687428096000));
  const tail = -1 / 6 + w * (1 / 120 + w * (-1 / 5040 + w * (1 / 362880 + w * fromEleventh)));
  return r + (r * w * tail + low * (1 - 0.5 * w));
}

/** sin(quadrant · π/2 + r + low). */
function sinInQuadrant(quadrant: number, r: number, low: number): number {
  const value = (quadrant & 1) === 0 ? sinOfRest(r, low) : cosOfRest(r, low);
  return (quadrant & 2) === 0 ? value : -value;
}

/** sin(x + shift · π/2). */
function shiftedSin(x: number, shift: number): number {
  if (!(x >= -LARGEST_FAST && x <= LARGEST_FAST)) return shiftedSinExactly(x, shift);
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  const shortened = x - n * HALF_PI_HIGH; // exact
  const correction = n * HALF_PI_LOW;
  const r = shortened - correction;
  if (r > -SMALLEST_FAST_REST && r < SMALLEST_FAST_REST && n !== 0) {
    return shiftedSinExactly(x, shift);
  }
  return sinInQuadrant(n + shift, r, shortened - r - correction);
}

/**
 * The same with x − n · π/2 in whole numbers of 2⁻¹²⁰⁰. A double above 2⁻¹⁰ times 2⁶⁴ is a whole number,
 * and no double comes nearer than 2⁻⁶² to a multiple of π/2 (Muller et al., Handbook of Floating-Point
 * Arithmetic, 2018, table 10.1), so the leading digits of the rest are far above 2⁻¹⁶⁰.
 */
function shiftedSinExactly(x: number, shift: number): number {
  if (x - x !== 0) return NaN; // infinite or NaN
  const magnitude = Math.abs(x);
  const isSmall = magnitude < TWO_TO_64; // then x · 2⁶⁴ is whole and not too large; else x itself is
  const whole = isSmall ? BigInt(magnitude * TWO_TO_64) : BigInt(magnitude);
  const fixed = whole << (isSmall ? LONG_PLACES - 64n : LONG_PLACES);
  const n = (fixed + LONG_HALF_PI / 2n) / LONG_HALF_PI;
  const rest = (fixed - n * LONG_HALF_PI) >> (LONG_PLACES - PLACES);
  const r = toNumber(rest);
  const low = restAfter(rest, r);
  const quadrant = Number(n & 3n);
  // sin(−y + shift · π/2): both n and the rest change sign
  return x > 0
    ? sinInQuadrant(quadrant + shift, r, low)
    : sinInQuadrant(shift - quadrant, -r, -low);
}

/**
 * Sine. Error below 0.TODO ulp for every double.
 *
 * sin(±0) = ±0, sin(±∞) = sin(NaN) = NaN.
 */
export function sin(x: number): number {
  return x === 0 ? x : shiftedSin(x, 0);
}

/**
 * Cosine. Error below 0.TODO ulp for every double.
 *
 * cos(±0) = 1, cos(±∞) = cos(NaN) = NaN.
 */
export function cos(x: number): number {
  return shiftedSin(x, 1);
}
