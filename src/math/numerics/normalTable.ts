/**
 * Tables behind the normal distribution function Φ(x) = ∫ φ from −∞ to x, φ(x) = e^(−x²/2) / √(2π).
 *
 * Around any centre c a smooth function is its Taylor polynomial, and for Φ the coefficients come from
 * calculus alone: Φ′ = φ and φ′ = −x φ. So we cut the axis into cells, store in each the Taylor
 * coefficients at its centre, and evaluate with one look-up and a polynomial, its terms grouped in pairs
 * (Estrin's scheme) so that the processor can work on several at once. In the far left tail Φ itself is
 * too steep for that; there its logarithm plus x²/2 is tabulated the same way.
 */
import {
  ONE,
  PLACES,
  divide,
  exponential,
  fromNumber,
  halfPi,
  leadingPart,
  logarithm,
  restAfter,
  squareRoot,
  toNumber,
} from './fixedPoint.ts';
import { expOfSum } from './exp.ts';
import { log } from './log.ts';

/** Cells of width 1/16 with centres j/16, from x = −5 to x = 8.375, beyond which Φ rounds to 1. */
const FIRST_CELL = -80;
const LAST_CELL = 134;
/** Doubles per cell: Φ(c) in two parts, then the coefficients of d, d², …, d¹¹. */
const CELL_SIZE = 13;

const INVERSE_SQRT_TWO_PI = divide(ONE, squareRoot(4n * halfPi(PLACES)));

/**
 * Φ(c + h) − Φ(c) for c = j h, h = 1/16. If φ(c + d) = Σ gₙ dⁿ, then φ′ = −x φ says
 * (n + 1) gₙ₊₁ = −(c gₙ + gₙ₋₁), and integrating divides the n-th term by n + 1.
 */
function increment(density: bigint, j: bigint): bigint {
  let sum = 0n;
  let previous = 0n; // gₙ₋₁ hⁿ⁻¹
  let term = density; // gₙ hⁿ
  for (let n = 0n; term !== 0n || previous !== 0n; n++) {
    sum += term / (n + 1n);
    const next = -(j * term + previous) / 256n / (n + 1n);
    previous = term;
    term = next;
  }
  return sum / 16n;
}

function writeCell(table: Float64Array, j: number, cdf: bigint, density: bigint): void {
  const start = (j - FIRST_CELL) * CELL_SIZE;
  table[start] = toNumber(cdf);
  table[start + 1] = restAfter(cdf, table[start]);
  let previous = 0;
  let g = toNumber(density);
  for (let n = 0; n < CELL_SIZE - 2; n++) {
    table[start + 2 + n] = g / (n + 1);
    const next = -((j / 16) * g + previous) / (n + 1);
    previous = g;
    g = next;
  }
}

/** Walks from Φ(0) = 1/2 to the right, cell by cell, and mirrors: Φ(−c) = 1 − Φ(c), φ(−c) = φ(c). */
function makeCells(): Float64Array {
  const table = new Float64Array((LAST_CELL - FIRST_CELL + 1) * CELL_SIZE);
  let cdf = ONE / 2n;
  for (let j = 0; j <= LAST_CELL; j++) {
    const density = divide(INVERSE_SQRT_TWO_PI, exponential((ONE * BigInt(j * j)) / 512n));
    writeCell(table, j, cdf, density);
    if (-j >= FIRST_CELL) writeCell(table, -j, ONE - cdf, density);
    cdf += increment(density, BigInt(j));
  }
  return table;
}

const CELLS = makeCells();

/** Φ(x) for −5 ≤ x ≤ 8.375. */
export function centralCdf(x: number): number {
  const j = (x * 16 + (0.5 - FIRST_CELL)) | 0; // cells counted from the left
  const d = x - (j + FIRST_CELL) * 0.0625;
  const i = j * CELL_SIZE;
  const T = CELLS;
  const d2 = d * d;
  const d4 = d2 * d2;
  const fromNinth = T[i + 10] + d * T[i + 11] + d2 * T[i + 12];
  const fromFifth = T[i + 6] + d * T[i + 7] + d2 * (T[i + 8] + d * T[i + 9]) + d4 * fromNinth;
  const fromFirst = T[i + 2] + d * T[i + 3] + d2 * (T[i + 4] + d * T[i + 5]) + d4 * fromFifth;
  return T[i] + (T[i + 1] + d * fromFirst);
}

/**
 * Left of −5 Φ is written Φ(−x) = e^(G(x) − x²/2), where G is smooth and slowly varying, and G is tabulated.
 * Cells of width 1/4 with centres i/4, from x = 5 to x = 38.75, beyond which Φ(−x) rounds to 0.
 */
const FIRST_TAIL_CELL = 20;
const LAST_TAIL_CELL = 155;
/** Doubles per cell: G(c) in two parts, the first a multiple of 2⁻³⁰, then the coefficients of d, … d¹⁰. */
const TAIL_CELL_SIZE = 12;

const LOG_INVERSE_SQRT_TWO_PI = -logarithm(divide(ONE, INVERSE_SQRT_TWO_PI), 0.9189385332046728);

/**
 * C(x) in φ(x)/Φ(−x) = x + C(x), by Laplace's continued fraction (Abramowitz & Stegun 26.2.14):
 * C(x) = 1/(x + 2/(x + 3/(x + …))).
 */
function hazardExcess(x: number): number {
  let fraction = x;
  for (let n = 100; n >= 2; n--) fraction = x + n / fraction;
  return 1 / fraction;
}

/**
 * G(x) = −log √(2π) − log(x + C(x)), and G′ = −C. From φ′ = −x φ and Φ′ = φ follows C′ = C² + x C − 1, so
 * the Taylor coefficients aₙ of C obey (n + 1) aₙ₊₁ = Σ aₖ aₙ₋ₖ + c aₙ + aₙ₋₁, less 1 for n = 0.
 */
function makeTailCells(): Float64Array {
  const table = new Float64Array((LAST_TAIL_CELL - FIRST_TAIL_CELL + 1) * TAIL_CELL_SIZE);
  const a = new Float64Array(TAIL_CELL_SIZE - 2);
  for (let i = FIRST_TAIL_CELL; i <= LAST_TAIL_CELL; i++) {
    const c = i / 4;
    const start = (i - FIRST_TAIL_CELL) * TAIL_CELL_SIZE;
    a[0] = hazardExcess(c);
    const hazard = fromNumber(c) + fromNumber(a[0]);
    const G = LOG_INVERSE_SQRT_TWO_PI - logarithm(hazard, log(c + a[0]));
    table[start] = leadingPart(G, 30n);
    table[start + 1] = restAfter(G, table[start]);
    for (let n = 0; n < a.length; n++) {
      table[start + 2 + n] = -a[n] / (n + 1);
      let sum = n === 0 ? -1 : a[n - 1];
      for (let k = 0; k <= n; k++) sum += a[k] * a[n - k];
      if (n + 1 < a.length) a[n + 1] = (sum + c * a[n]) / (n + 1);
    }
  }
  return table;
}

const TAIL_CELLS = makeTailCells();

/** e^(squareHigh + squareLow) e^G(x), for 5 ≤ x ≤ 38.8. */
export function tailCdf(x: number, squareHigh: number, squareLow: number): number {
  const j = (x * 4 + (0.5 - FIRST_TAIL_CELL)) | 0; // cells counted from x = 5
  const d = x - (j + FIRST_TAIL_CELL) * 0.25;
  const i = j * TAIL_CELL_SIZE;
  const T = TAIL_CELLS;
  const d2 = d * d;
  const d4 = d2 * d2;
  const fromFifth =
    T[i + 6] + d * T[i + 7] + d2 * (T[i + 8] + d * T[i + 9]) + d4 * (T[i + 10] + d * T[i + 11]);
  const fromFirst = T[i + 2] + d * T[i + 3] + d2 * (T[i + 4] + d * T[i + 5]) + d4 * fromFifth;
  return expOfSum(squareHigh + T[i], squareLow + T[i + 1] + d * fromFirst);
}
