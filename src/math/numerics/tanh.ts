/**
 * The hyperbolic tangent.
 *
 * T = tanh satisfies T′ = 1 − T², so its Taylor coefficients around any centre follow from its value
 * there: (n + 1) aₙ₊₁ = −Σ aᵢ aₙ₋ᵢ, plus 1 for n = 0. The axis is cut into cells of width 1/16 that store
 * these coefficients; a value is one look-up and a polynomial of degree nine, its terms grouped in
 * pairs (Estrin's scheme) so that the processor can work on several at once. Around 0, where tanh itself goes
 * to 0, a longer series at c = 0 keeps the relative accuracy.
 */
import { ONE, divide, exponential, multiply, restAfter, toNumber } from './fixedPoint.ts';

/** Centres j/16 for |j| ≤ 306; beyond 19.0625, tanh rounds to ±1. */
const LAST_CELL = 306;
/** Doubles per cell: tanh(c) in two parts, then the coefficients of d, d², …, d⁹. */
const CELL_SIZE = 11;

/** a₀ given, fills a₁ … a_degree. */
function fillTaylor(a: Float64Array, degree: number): void {
  for (let n = 0; n < degree; n++) {
    let sum = n === 0 ? 1 : 0;
    for (let k = 0; k <= n; k++) sum -= a[k] * a[n - k];
    a[n + 1] = sum / (n + 1);
  }
}

/** tanh c = (e^2c − 1)/(e^2c + 1). */
function makeCells(): Float64Array {
  const table = new Float64Array((2 * LAST_CELL + 1) * CELL_SIZE);
  const ratio = exponential(ONE / 8n);
  const a = new Float64Array(CELL_SIZE);
  let power = ONE; // e^2c
  for (let j = 0; j <= LAST_CELL; j++) {
    const value = divide(power - ONE, power + ONE);
    a[0] = toNumber(value);
    fillTaylor(a, CELL_SIZE - 2);
    const low = restAfter(value, a[0]);
    for (const sign of [1, -1]) {
      const start = (sign * j + LAST_CELL) * CELL_SIZE;
      table[start] = sign * a[0];
      table[start + 1] = sign * low;
      // tanh is odd: mirrored, the coefficients of even powers change sign, those of odd powers do not
      for (let n = 1; n <= CELL_SIZE - 2; n++)
        table[start + 1 + n] = n % 2 === 0 ? sign * a[n] : a[n];
    }
    power = multiply(power, ratio);
  }
  return table;
}

const CELLS = makeCells();

/** Coefficients of x, x², x³, …, x²¹ at 0: 1, 0, −1/3, 0, 2/15, … */
const SERIES = new Float64Array(22);
fillTaylor(SERIES, 21);

/** tanh(x)/x − 1 for |x| < 1/4; the first dropped term is below 2⁻⁵⁸. */
function smallTanh(x: number): number {
  const w = x * x;
  const S = SERIES;
  const fromEleventh = S[11] + w * (S[13] + w * (S[15] + w * (S[17] + w * (S[19] + w * S[21]))));
  return w * (S[3] + w * (S[5] + w * (S[7] + w * (S[9] + w * fromEleventh))));
}

/**
 * tanh(x). Error below 0.9 ulp (measured).
 *
 * tanh(±0) = ±0, tanh(±∞) = ±1, tanh(NaN) = NaN.
 */
export function tanh(x: number): number {
  if (x > -0.25 && x < 0.25) return x === 0 ? x : x + x * smallTanh(x);
  if (!(x > -19.0625 && x < 19.0625)) return x > 0 ? 1 : x < 0 ? -1 : NaN;
  const j = (x * 16 + (LAST_CELL + 0.5)) | 0; // cells counted from the left
  const d = x - (j - LAST_CELL) * 0.0625;
  const i = j * CELL_SIZE;
  const T = CELLS;
  const d2 = d * d;
  const d4 = d2 * d2;
  const fromFifth = T[i + 6] + d * T[i + 7] + d2 * (T[i + 8] + d * T[i + 9]) + d4 * T[i + 10];
  const fromFirst = T[i + 2] + d * T[i + 3] + d2 * (T[i + 4] + d * T[i + 5]) + d4 * fromFifth;
  return T[i] + (T[i + 1] + d * fromFirst);
}
