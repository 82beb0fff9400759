/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), as NumPy's `RandomState(seed)` seeds and reads it.
 *
 * Only for tables that a published environment draws from NumPy: every random choice of this project comes from the
 * streams of rng.ts.
 */

const WORDS = 624; // of state
const MIDDLE = 397; // distance of the word that is mixed in
const TWIST = 0x9908b0df; // coefficients of the recurrence, mixed in where the lowest bit is 1

/** The words of state after seeding: Knuth's linear congruential recurrence. */
function seeded(seed: number): Uint32Array {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const before = state[i - 1] ^ (state[i - 1] >>> 30);
    state[i] = Math.imul(before, 1812433253) + i;
  }
  return state;
}

/** Replaces all words of state by the next ones, in place. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const bits = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
    const mixed = (bits >>> 1) ^ (bits & 1 ? TWIST : 0);
    state[i] = state[(i + MIDDLE) % WORDS] ^ mixed;
  }
}

/** One sequence of random numbers, equal to that of NumPy's `RandomState(seed)`. */
export class MersenneTwister {
  readonly #state: Uint32Array;
  #position = WORDS;

  /**
   * @param seed a whole number from 0 to 2³² − 1
   * @throws RangeError if it is none
   */
  constructor(seed: number) {
    if (seed >>> 0 !== seed) {
      throw new RangeError(
        `MersenneTwister: seed ${seed}; expected a whole number from 0 to 2^32 - 1`,
      );
    }
    this.#state = seeded(seed);
  }

  /** A whole number from 0 to 2³² − 1, all equally likely. */
  word(): number {
    if (this.#position === WORDS) {
      twist(this.#state);
      this.#position = 0;
    }
    let word = this.#state[this.#position++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  }

  /** Uniform in [0, 1), 53 random bits: NumPy's `random_sample`. */
  uniform53(): number {
    const high = this.word() >>> 5; // 27 bits
    const low = this.word() >>> 6; // 26 bits
    return (high * 67108864 + low) / 9007199254740992; // (high · 2²⁶ + low) / 2⁵³
  }
}
