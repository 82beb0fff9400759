/**
 * Powers of two and the binary exponent of a double.
 *
 * A positive double is m · 2ᵏ with 1 ≤ m < 2. Multiplying by a power of two only moves the exponent,
 * so it is exact (until the result leaves the range of normal doubles, where it rounds once), and
 * looking the power up in a table is faster than assembling its bits.
 *
 * Tables and constants of a hot function of this folder stand in its own file and are not exported, and `return +f(x)` says that a
 * result is a number: docs/performance.md.
 */

const SMALLEST_EXPONENT = -1074;
const LARGEST_EXPONENT = 1023;

const TABLE = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
let power = Number.MIN_VALUE; // 2⁻¹⁰⁷⁴
for (let i = 0; i < TABLE.length; i++) {
  TABLE[i] = power;
  power *= 2;
}

/** 2ᵏ for a whole number k, −1074 ≤ k ≤ 1023. */
export function powerOfTwo(k: number): number {
  return TABLE[k - SMALLEST_EXPONENT];
}

// One piece of memory seen as doubles and as 32-bit words. Which word holds sign and exponent depends
// on the byte order of the machine, so we ask: in 1.0 only that word is non-zero.
const scratch = new Float64Array(16);
const words = new Int32Array(scratch.buffer);
scratch[0] = 1;
const HIGH = words[0] === 0 ? 1 : 0;

/** The upper 32 bits of a double: sign, 11 bits of exponent + 1023, and the first 20 bits of m − 1. */
export function highWord(x: number): number {
  scratch[0] = x;
  return words[HIGH];
}
