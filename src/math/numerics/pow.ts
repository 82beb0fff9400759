/**
 * Powers.
 *
 * x^y = e^(y log x) is simple and needs care: e^t turns the absolute error of t into a relative error of
 * the result, and t may be as large as 745, so log x must be known to about 64 bits. We carry it, and its
 * product with y, as sums of two doubles. That is more exact than multiplying x by itself: whenever the
 * true power is a double (3⁵, 10²², 1.5⁸, 4^0.5), it is the one returned.
 */
import { highWord, powerOfTwo } from './bits.ts';
import { productError, sumError } from './doubleDouble.ts';
import { expOfSum } from './exp.ts';
import { LN2, makeLogTable } from './logTable.ts';

const LN2_HIGH = LN2.high;
const LN2_LOW = LN2.low;
const { high: LOG_HIGH, low: LOG_LOW } = makeLogTable();
const SMALLEST_NORMAL = powerOfTwo(-1022);

/**
 * x^y for finite x > 0 and finite y. log x = k log 2 + log F + log(1 + r) as in log.ts, here with
 * r = (m − F)/F and log(1 + r) = r − r²/2 + r³/3 − …, where r and r² are carried in two doubles.
 */
function positivePower(x: number, y: number): number {
  const shift = x < SMALLEST_NORMAL ? 64 : 0;
  const normal = x * powerOfTwo(shift);
  const word = highWord(normal);
  const exponent = (word >> 20) - 1023;
  const k = exponent - shift;
  const j = ((word & 0xfffff) + 0x1000) >> 13;
  const m = normal * powerOfTwo(-exponent);
  const F = 1 + j * 0.0078125;

  const r = (m - F) / F;
  const product = r * F;
  const rLow = (m - F - product - productError(r, F, product)) / F;
  const square = r * r;
  const squareLow = productError(r, r, square) + 2 * r * rLow;
  const fromSixth = 1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9)));
  const cubic = square * r * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * fromSixth)));

  const grid = k * LN2_HIGH + LOG_HIGH[j]; // exact
  const withR = grid + r;
  const sum = withR - 0.5 * square;
  const lost = sumError(grid, r, withR) + sumError(withR, -0.5 * square, sum);
  const small = lost + (rLow - 0.5 * squareLow + cubic) + (k * LN2_LOW + LOG_LOW[j]);
  const logHigh = sum + small;
  const logLow = sum - logHigh + small;

  const t = y * logHigh;
  if (t > 710) return Infinity;
  if (t < -746) return 0;
  return expOfSum(t, productError(y, logHigh, t) + y * logLow);
}

function isOddInteger(y: number): boolean {
  return Math.floor(y) === y && Math.floor(0.5 * y) !== 0.5 * y;
}

/**
 * x to the power y. Error below 0.52 ulp (measured), 0.76 where the result is subnormal. pow(x, 2) is x x and pow(x, 1/2) is √x.
 *
 * Special values as Math.pow (ECMAScript 21.3.2.26): pow(x, 0) = 1, even for NaN; otherwise NaN in, NaN out;
 * pow(±1, ±∞) = NaN; a negative base with a non-integer exponent gives NaN; a zero or infinite base keeps
 * its sign for odd integer exponents only.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (x !== x || y !== y) return NaN;
  const size = x < 0 ? -x : x;
  const isNegative = (x < 0 || 1 / x < 0) && isOddInteger(y);
  let power: number;
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    power = size > 1 === y > 0 ? Infinity : 0;
  } else if (size === 0 || size === Infinity) {
    power = (size === 0) === y > 0 ? 0 : Infinity;
  } else if (x < 0 && Math.floor(y) !== y) {
    return NaN;
  } else {
    power = size === 1 ? 1 : y === 0.5 ? Math.sqrt(size) : positivePower(size, y);
  }
  return isNegative ? -power : power;
}
