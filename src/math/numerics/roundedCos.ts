/**
 * Cosine and sine as the doubles nearest to their values, some ten times slower than cos.ts.
 *
 * For systems that are not stable: where a difference doubles every few steps, two programs agree only as long as every
 * last bit agrees, and good libraries round almost every sine and cosine correctly.
 *
 * The reduction to |r| ≤ π/4 is that of cos.ts. Then sin r = r S(r²) and cos r = C(r²) are summed from the last term of the
 * Taylor series on, the terms that matter as `high + low` (doubleDouble.ts). The error before rounding is below 2⁻⁶⁸ of the
 * value, so of some 10,000 results one may be the second nearest double.
 */
import { reduced } from './cos.ts';
import { productError, sumError } from './doubleDouble.ts';
import { divide, ONE, restAfter, toNumber } from './fixedPoint.ts';

const TERMS = 10; // the first dropped one is below 2⁻⁶⁸ · 2⁻⁵
const PRECISE_TERMS = 5; // the others together are below 2⁻²⁰, so a double holds enough of them

/** ±1 / n! for n = first, first + 2, …: 1/1!, −1/3!, … of the sine, 1/0!, −1/2!, … of the cosine. */
function coefficients(first: bigint): { high: Float64Array; low: Float64Array } {
  const high = new Float64Array(TERMS);
  const low = new Float64Array(TERMS);
  let factorial = 1n;
  for (let i = 0; i < TERMS; i++) {
    const value = divide(i % 2 === 0 ? ONE : -ONE, factorial * ONE);
    high[i] = toNumber(value);
    low[i] = restAfter(value, high[i]);
    const n = first + 2n * BigInt(i);
    factorial *= (n + 1n) * (n + 2n);
  }
  return { high, low };
}
const SINE = coefficients(1n);
const COSINE = coefficients(0n);

/** sin(quadrant · π/2 + r + low), |r| ≤ π/4. */
function sinInQuadrant(quadrant: number, r: number, low: number): number {
  const isCos = (quadrant & 1) === 1;
  const { high: C, low: CLow } = isCos ? COSINE : SINE;
  const w = r * r;
  const wLow = productError(r, r, w) + 2 * r * low; // (r + low)² = w + wLow
  let sum = 0;
  for (let i = TERMS - 1; i >= PRECISE_TERMS; i--) sum = C[i] + w * sum;
  let sumLow = 0;
  for (let i = PRECISE_TERMS - 1; i >= 0; i--) {
    const product = w * sum;
    const productLow = productError(w, sum, product) + (w * sumLow + wLow * sum);
    sum = C[i] + product;
    sumLow = sumError(C[i], product, sum) + (CLow[i] + productLow);
  }
  const sign = 1 - (quadrant & 2);
  if (isCos) return sign * (sum + sumLow);
  const product = r * sum;
  return sign * (product + (productError(r, sum, product) + (r * sumLow + low * sum)));
}

/** sin(x + shift · π/2). */
function shiftedSin(x: number, shift: number): number {
  const { quadrant, r, low } = reduced(x);
  return sinInQuadrant(quadrant + shift, r, low);
}

/**
 * The double nearest to the sine of x, or in one of some 10,000 cases the second nearest.
 *
 * sin(±0) = ±0, sin(±∞) = sin(NaN) = NaN.
 */
export function roundedSin(x: number): number {
  return x === 0 ? x : shiftedSin(x, 0);
}

/**
 * The double nearest to the cosine of x, or in one of some 10,000 cases the second nearest.
 *
 * cos(±0) = 1, cos(±∞) = cos(NaN) = NaN.
 */
export function roundedCos(x: number): number {
  return shiftedSin(x, 1);
}
