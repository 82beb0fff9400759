/**
 * Logarithms.
 *
 * Write x = 2ᵏ m with 1 ≤ m < 2 and let F = 1 + j/128 be the grid point nearest to m. Then
 *
 *     log x = k log 2 + log F + log(m/F).
 *
 * log F comes from a table. m/F is within 1/256 of 1, and with t = 2 (m − F)/(m + F)
 *
 *     log(m/F) = 2 artanh(t/2) = t + t³/12 + t⁵/80 + …,
 *
 * where three terms are enough (table method after Tang 1990). log 2 and log F are kept in two parts;
 * the high parts lie on a grid of 2⁻⁴², so k log 2 + log F is exact. Near 1 the three summands would
 * cancel: there the same series is used around F = 1, with more terms.
 */
import { powerOfTwo } from './bits.ts';
import { LN2, makeLogTable } from './logTable.ts';

const LN2_HIGH = LN2.high;
const LN2_LOW = LN2.low;
const { high: LOG_HIGH, low: LOG_LOW } = makeLogTable();
const SMALLEST_NORMAL = powerOfTwo(-1022); // below, a double is subnormal: fewer than 53 bits

// `highWord` and `powerOfTwo` of bits.ts once more, at hand: with them from there a logarithm takes a quarter longer.
const scratch = new Float64Array(16);
const words = new Int32Array(scratch.buffer);
scratch[0] = 1;
const HIGH = words[0] === 0 ? 1 : 0;
/** 2⁻ᵏ at k + 1023, for the exponents k of normal numbers. */
const INVERSE_POWERS = Float64Array.from({ length: 2047 }, (_, i) => powerOfTwo(1023 - i));

/**
 * offset + log(high + low) by the formula above, where high is normal and low at most its rounding error.
 * The offset meets the exact high parts before the small ones are added.
 */
function offsetPlusLog(offset: number, high: number, low: number): number {
  scratch[0] = high;
  const word = words[HIGH];
  const biased = word >>> 20; // the exponent k, and 1023
  const k = biased - 1023;
  const j = ((word & 0xfffff) + 0x1000) >> 13; // the first 7 bits of m − 1, rounded
  const scale = INVERSE_POWERS[biased];
  const m = high * scale;
  const F = 1 + j * 0.0078125;
  const t = (2 * (m - F + low * scale)) / (m + F);
  const t2 = t * t;
  const rest = t * t2 * (1 / 12 + t2 * (1 / 80)) + (k * LN2_LOW + LOG_LOW[j]);
  return offset + (k * LN2_HIGH + LOG_HIGH[j]) + (t + rest);
}

/**
 * log(1 + f) for |f| < 1/16. With s = f/(2 + f): log(1 + f) = 2 artanh(s) = 2s + s R, R = 2/3 s² + 2/5 s⁴ + …,
 * and 2s = f − s f, so f itself, which is exact, carries the leading digits.
 */
function logNearOne(f: number): number {
  const s = f / (2 + f);
  const w = s * s;
  const R = w * (2 / 3 + w * (2 / 5 + w * (2 / 7 + w * (2 / 9 + w * (2 / 11)))));
  return f - s * (f - R);
}

/**
 * Natural logarithm. Error below 0.57 ulp (measured), subnormal arguments included.
 *
 * log(±0) = −∞, log(1) = 0, log(∞) = ∞, log(x < 0) = log(NaN) = NaN.
 */
export function log(x: number): number {
  if (x > 0.9375 && x < 1.0625) return +logNearOne(x - 1);
  if (x >= SMALLEST_NORMAL && x < Infinity) return +offsetPlusLog(0, x, 0);
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  if (!(x > 0)) return NaN;
  const shift = 64; // a subnormal number: log x = log(2⁶⁴ x) − 64 log 2
  return offsetPlusLog(-shift * LN2_HIGH, x * powerOfTwo(shift), 0) - shift * LN2_LOW;
}

/**
 * log(1 + x), with full relative accuracy near 0. Error below 0.57 ulp (measured).
 *
 * 1 + x is rounded to u; what the rounding took, x − (u − 1), is exact and handed on as a low part
 * (from x = 2⁵³ on it is not, but then the 1 does not matter).
 *
 * log1p(±0) = ±0, log1p(−1) = −∞, log1p(∞) = ∞, log1p(x < −1) = log1p(NaN) = NaN.
 */
export function log1p(x: number): number {
  if (x > -0.0625 && x < 0.0625) return +logNearOne(x);
  const u = 1 + x;
  if (u > 0 && u < Infinity) return +offsetPlusLog(0, u, x - (u - 1));
  return +log(u);
}

/**
 * x − log(1 + x) ≥ 0: the part of the divergence between two Gaussians that comes from their widths.
 * Error below 1.8 ulp (measured), the worst near x = 0.18.
 *
 * For |x| < 1/4, with s = x/(2 + x) and R as above: x − log(1 + x) = x²/2 − s (x²/2 + R), no cancellation.
 * Otherwise x − (high part) is formed first inside the logarithm, before the small parts are added.
 *
 * 0 at ±0, ∞ at −1 and at ∞, NaN below −1.
 */
export function xMinusLog1p(x: number): number {
  if (x > -0.25 && x < 0.25) {
    const s = x / (2 + x);
    const w = s * s;
    const fromFifth = 2 / 11 + w * (2 / 13 + w * (2 / 15 + w * (2 / 17 + w * (2 / 19))));
    const R = w * (2 / 3 + w * (2 / 5 + w * (2 / 7 + w * (2 / 9 + w * fromFifth))));
    const half = 0.5 * x * x;
    return half - s * (half + R);
  }
  const u = 1 + x;
  if (u > 0 && u < Infinity) return -offsetPlusLog(-x, u, x - (u - 1));
  return u === 0 || u === Infinity ? Infinity : NaN;
}
