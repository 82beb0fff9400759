/**
 * Powers of two and the binary exponent of a double.
 *
 * A positive double is m · 2ᵏ with 1 ≤ m < 2. Multiplying by a power of two only moves the exponent,
 * so it is exact (until the result leaves the range of normal doubles, where it rounds once), and
 * looking the power up in a table is faster than assembling its bits.
 */

const SMALLEST_EXPONENT = -1074;
const LARGEST_EXPONENT = 1023;

/** Index of 2⁰ in `POWER_OF_TWO`. */
export const ZERO_EXPONENT = -SMALLEST_EXPONENT;

/** `POWER_OF_TWO[ZERO_EXPONENT + k]` is 2ᵏ, for −1074 ≤ k ≤ 1023. */
export const POWER_OF_TWO = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
for (let i = 0, power = Number.MIN_VALUE; i < POWER_OF_TWO.length; i++, power *= 2) {
  POWER_OF_TWO[i] = power;
}

/** Below this a double is subnormal: it has fewer than 53 bits and no exponent field of its own. */
export const SMALLEST_NORMAL = POWER_OF_TWO[ZERO_EXPONENT - 1022];

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
