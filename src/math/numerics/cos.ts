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

/**
 * Coefficients of P in sin r = r (1 + w P(w)) and, from 8 on, in cos r = 1 (1 + w P(w)), w = r²: −1/3!, 1/5!, …
 * and −1/2!, 1/4!, … The first dropped term is below 2⁻⁵⁸.
 */
const COEFFICIENTS = new Float64Array(16);
let factorial = 1;
for (let n = 2; n <= 17; n++) {
  factorial *= n; // exact up to 18!
  const i = (n - 2) >> 1;
  COEFFICIENTS[n % 2 === 1 ? i : 8 + i] = (i % 2 === 0 ? -1 : 1) / factorial;
}

/**
 * sin(quadrant · π/2 + r + low), |r| ≤ π/4. Sine and cosine series have the same shape, so which of them is
 * needed only selects a row of coefficients: the quadrant is unpredictable, and a mispredicted
 * `if` costs more than the whole polynomial. `low` enters by the derivative, cos r or −sin r.
 */
function sinInQuadrant(quadrant: number, r: number, low: number): number {
  const isCos = quadrant & 1;
  const i = isCos * 8;
  const C = COEFFICIENTS;
  const w = r * r;
  const w2 = w * w;
  const first = isCos + (1 - isCos) * r;
  const second = first * w * C[i];
  const rest =
    C[i + 1] +
    w * C[i + 2] +
    w2 * (C[i + 3] + w * C[i + 4] + w2 * (C[i + 5] + w * C[i + 6] + w2 * C[i + 7]));
  const derivative = (1 - isCos) * (1 - 0.5 * w) - isCos * r;
  const sum = first + second;
  const lost = first - sum + second; // what rounding took from the sum
  return (1 - (quadrant & 2)) * (sum + (lost + (first * w2 * rest + low * derivative)));
}

/** sin(x + shift · π/2). */
function shiftedSin(x: number, shift: number): number {
  const { quadrant, r, low } = reduced(x);
  return sinInQuadrant(quadrant + shift, r, low);
}

/** x = quadrant · π/2 + r + low, up to whole turns; |r| ≤ π/4. */
export interface Reduced {
  readonly quadrant: number;
  readonly r: number;
  readonly low: number;
}

/** x − n · π/2, with π/2 in two parts as long as these hold enough digits; r is NaN if x is infinite or NaN. */
export function reduced(x: number): Reduced {
  if (!(x >= -LARGEST_FAST && x <= LARGEST_FAST)) return reducedExactly(x);
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  const shortened = x - n * HALF_PI_HIGH; // exact
  const correction = n * HALF_PI_LOW;
  const r = shortened - correction;
  if (r > -SMALLEST_FAST_REST && r < SMALLEST_FAST_REST && n !== 0) return reducedExactly(x);
  return { quadrant: n, r, low: shortened - r - correction };
}

/**
 * The same for any x but 0, in whole numbers of 2⁻¹²⁰⁰. A double above 2⁻¹⁰ times 2⁶⁴ is a whole number,
 * and no double comes nearer than 2⁻⁶² to a multiple of π/2 (Muller et al., Handbook of Floating-Point
 * Arithmetic, 2018, table 10.1), so the leading digits of the rest are far above 2⁻¹⁶⁰.
 */
function reducedExactly(x: number): Reduced {
  if (x - x !== 0) return { quadrant: 0, r: NaN, low: NaN };
  const magnitude = Math.abs(x);
  const isSmall = magnitude < TWO_TO_64; // then x · 2⁶⁴ is whole and not too large; else x itself is
  const whole = isSmall ? BigInt(magnitude * TWO_TO_64) : BigInt(magnitude);
  const fixed = whole << (isSmall ? LONG_PLACES - 64n : LONG_PLACES);
  const n = (fixed + LONG_HALF_PI / 2n) / LONG_HALF_PI;
  const rest = (fixed - n * LONG_HALF_PI) >> (LONG_PLACES - PLACES);
  const r = toNumber(rest);
  const low = restAfter(rest, r);
  const quadrant = Number(n & 3n);
  return x > 0 ? { quadrant, r, low } : { quadrant: -quadrant, r: -r, low: -low };
}

/**
 * Sine. Error below 0.78 ulp (measured), for arguments of any size.
 *
 * sin(±0) = ±0, sin(±∞) = sin(NaN) = NaN.
 */
export function sin(x: number): number {
  return x === 0 ? x : shiftedSin(x, 0);
}

/**
 * Cosine. Error below 0.78 ulp (measured), for arguments of any size.
 *
 * cos(±0) = 1, cos(±∞) = cos(NaN) = NaN.
 */
export function cos(x: number): number {
  return shiftedSin(x, 1);
}
