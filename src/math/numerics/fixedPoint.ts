/**
 * Exact tables from whole numbers.
 *
 * The fast functions beside this file read tables of 2^(j/128), log(1 + j/128), Φ(j/16) and so on,
 * and those entries must be known better than a double can say: a double carries 53 bits, so a value
 * is stored as two doubles, `high + low`, about 106 bits together. To fill the tables we count in
 * units of 2⁻¹⁶⁰: the integer a stands for the number a / 2¹⁶⁰. BigInt arithmetic on such integers is
 * exact up to the last unit, the same in every engine, and slow, which is no matter: it runs once, at
 * import, for about two milliseconds in all.
 *
 * Every series below stops when its terms fall under one unit, so results are good to about 2⁻¹⁵⁰.
 */

/** Binary places after the point. */
export const PLACES = 160n;

/** The number 1. */
export const ONE = 1n << PLACES;

export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> PLACES;
}

export function divide(a: bigint, b: bigint): bigint {
  return (a << PLACES) / b;
}

/** eᵃ for a ≥ 0 of moderate size: the Taylor series Σ aⁿ/n!. */
export function exponential(a: bigint): bigint {
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = multiply(term, a) / n;
  }
  return sum;
}

/** log((n + 1) / (n − 1)) = 2 artanh(1/n) = 2 (1/n + 1/(3n³) + 1/(5n⁵) + …). */
export function logOfNeighbours(n: bigint): bigint {
  let sum = 0n;
  let power = (2n * ONE) / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power /= n * n;
  }
  return sum;
}

/** log a, from an estimate g right to 15 digits: log(a/eᵍ) = 2 artanh((a − eᵍ)/(a + eᵍ)) ≈ 2 (a − eᵍ)/(a + eᵍ). */
export function logarithm(a: bigint, guess: number): bigint {
  const start = fromNumber(guess);
  const power = exponential(start);
  return start + divide(2n * (a - power), a + power);
}

/** arctan(1/n) = 1/n − 1/(3n³) + 1/(5n⁵) − …, to any number of binary places. */
function arctanOfInverse(n: bigint, places: bigint): bigint {
  let sum = 0n;
  let power = (1n << places) / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}

/** π/2 = 8 arctan(1/5) − 2 arctan(1/239) (Machin 1706), to any number of binary places. */
export function halfPi(places: bigint): bigint {
  const guard = 16n; // absorbs the rounding of some thousand terms
  const more = places + guard;
  return (8n * arctanOfInverse(5n, more) - 2n * arctanOfInverse(239n, more)) >> guard;
}

/** √a by Newton's iteration x ← (x + a/x) / 2, started above the root so that it only falls. */
export function squareRoot(a: bigint): bigint {
  let x = a > ONE ? a : ONE;
  for (;;) {
    const next = (x + divide(a, x)) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

const UNIT = 1 / Number(ONE); // 2⁻¹⁶⁰, exact

/** The nearest double. `Number` rounds a BigInt to nearest, ties to even; the scaling is exact. */
export function toNumber(a: bigint): number {
  return Number(a) * UNIT;
}

/** Exact for multiples of 2⁻¹⁶⁰, which every double above 2⁻¹⁰⁷ is. */
export function fromNumber(x: number): bigint {
  return BigInt(x / UNIT);
}

/** What the double `high` leaves of a: `high + restAfter(a, high)` is a to about 106 bits. */
export function restAfter(a: bigint, high: number): number {
  return toNumber(a - fromNumber(high));
}

/** The part of a on the grid of multiples of 2^−bits: few enough bits that small multiples stay exact. */
export function leadingPart(a: bigint, bits: bigint): number {
  const dropped = PLACES - bits;
  return toNumber((a >> dropped) << dropped);
}
