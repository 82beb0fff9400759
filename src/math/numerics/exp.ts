/**
 * The exponential function.
 *
 * Write x as a whole number n of steps of size log(2)/128 plus a rest r, |r| ≤ log(2)/256 ≈ 0.0027.
 * With n = 128 k + j,
 *
 *     eˣ = 2ᵏ · 2^(j/128) · eʳ,
 *
 * where 2ᵏ and 2^(j/128) come from tables and eʳ = 1 + r + r²/2 + … needs only five terms because r is
 * so small. The work is in not losing digits: the step size is stored in two parts, so that
 * x − n · step keeps all its bits (argument reduction after Cody & Waite 1980), and 2^(j/128) too, so
 * that the only rounding of note is the last addition (table method after Tang 1989).
 */
import { powerOfTwo } from './bits.ts';
import { sumError } from './doubleDouble.ts';
import {
  ONE,
  exponential,
  leadingPart,
  logOfNeighbours,
  multiply,
  restAfter,
  toNumber,
} from './fixedPoint.ts';

const STEP = logOfNeighbours(3n) / 128n; // log(2) / 128, as log((3 + 1) / (3 − 1)) = log 2
const STEP_HIGH = leadingPart(STEP, 42n); // 35 bits: times n < 2¹⁸ is exact
const STEP_LOW = restAfter(STEP, STEP_HIGH);
const STEPS_PER_UNIT = toNumber((ONE * ONE) / STEP);

/** 2^(j/128) as the sum of two doubles. */
const ROOTS_HIGH = new Float64Array(128);
const ROOTS_LOW = new Float64Array(128);
const ratio = exponential(STEP);
let root = ONE;
for (let j = 0; j < 128; j++) {
  ROOTS_HIGH[j] = toNumber(root);
  ROOTS_LOW[j] = restAfter(root, ROOTS_HIGH[j]);
  root = multiply(root, ratio);
}

/** 2ᵏ at k + 1024, for −1024 ≤ k ≤ 1023: at hand, a call for it would cost as much as the rest (bits.ts). */
const POWERS = Float64Array.from({ length: 2048 }, (_, i) => powerOfTwo(i - 1024));

/** eʳ − 1 for |r| ≤ 0.0028; the first dropped term, r⁶/720, is below 2⁻⁶⁰. */
function smallExpm1(r: number): number {
  return r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
}

/** 2^(j/128) eʳ for step n = 128 k + j, between 1 and 2 give or take the rest. */
function mantissa(n: number, r: number): number {
  const j = n & 127;
  const root = ROOTS_HIGH[j];
  return root + (ROOTS_LOW[j] + root * smallExpm1(r));
}

/**
 * eˣ. Error below 0.51 ulp (measured); below 0.76 where the result is subnormal, being rounded twice.
 *
 * exp(±0) = 1, exp(−∞) = 0, exp(∞) = ∞, exp(NaN) = NaN; overflows above 709.782…, is 0 below −745.133…
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return +expNearTheLimits(x, 0);
  const n = Math.floor(x * STEPS_PER_UNIT + 0.5);
  const r = x - n * STEP_HIGH - n * STEP_LOW;
  return mantissa(n, r) * POWERS[(n >> 7) + 1024];
}

/**
 * e^(high + low), where |low| ≤ 1/16: for an exponent known to more digits than one double holds.
 * Error below 0.52 ulp.
 */
export function expOfSum(high: number, low: number): number {
  if (!(high > -708 && high < 709)) return +expNearTheLimits(high, low);
  const n = Math.floor((high + low) * STEPS_PER_UNIT + 0.5);
  const r = high - n * STEP_HIGH - n * STEP_LOW + low;
  return mantissa(n, r) * POWERS[(n >> 7) + 1024];
}

/** Where 2ᵏ or the result leaves the normal range: multiply in two stages, only the last one rounds. */
function expNearTheLimits(high: number, low: number): number {
  if (high !== high) return NaN;
  if (high > 710) return Infinity;
  if (high < -746) return 0;
  const n = Math.floor((high + low) * STEPS_PER_UNIT + 0.5);
  const r = high - n * STEP_HIGH - n * STEP_LOW + low;
  const k = n >> 7;
  const detour = k > 0 ? -1 : 128;
  return mantissa(n, r) * powerOfTwo(k + detour) * powerOfTwo(-detour);
}

/**
 * eˣ − 1, with full relative accuracy near 0 where the subtraction would cancel. Error below 0.8 ulp.
 *
 * For |x| < 1/8 the Taylor series from its second term on. Otherwise S = 2ᵏ 2^(j/128) from the table, and
 * (S − 1) + (rest of S + S (eʳ − 1)), the rounding error of S − 1 being recovered and added back.
 *
 * expm1(±0) = ±0, expm1(−∞) = −1, expm1(∞) = ∞, expm1(NaN) = NaN.
 */
export function expm1(x: number): number {
  if (x > -0.125 && x < 0.125) return x === 0 ? x : x + x * x * expm1Tail(x);
  if (!(x > -40 && x < 708)) return x <= -40 ? -1 : exp(x);
  const n = Math.floor(x * STEPS_PER_UNIT + 0.5);
  const r = x - n * STEP_HIGH - n * STEP_LOW;
  const scale = POWERS[(n >> 7) + 1024];
  const high = ROOTS_HIGH[n & 127] * scale;
  const low = ROOTS_LOW[n & 127] * scale;
  const difference = high - 1;
  return difference + (sumError(high, -1, difference) + low + high * smallExpm1(r));
}

/** (eˣ − 1 − x) / x² = 1/2 + x/6 + x²/24 + … for |x| < 1/8; the first dropped term is below 2⁻⁵⁵ x. */
function expm1Tail(x: number): number {
  const fromSixth =
    1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + x * (1 / 3628800))));
  return 1 / 2 + x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * fromSixth)));
}
