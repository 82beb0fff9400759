/**
 * One seed, many streams.
 *
 * Every random choice of a run comes from a stream named after its purpose
 * (`policy`, `replay`, `bnn.noise`, ...) and derived from the run's one seed. One more draw in one stream
 * leaves all the others where they were, so evaluating more often, say, changes no training.
 *
 * The generator is Alea (Baagøe 2010, period about 2^116) from the `seedrandom` package: it uses
 * exact arithmetic only, so that a stream has the same bits in every engine, and takes about 9 ns
 * a draw.
 */
import alea from 'seedrandom/lib/alea.js';

/** The whole state of a stream: four numbers, safe to write as JSON. */
export type RngState = {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
};

const isState = (state: unknown): boolean =>
  typeof state === 'object' &&
  state !== null &&
  ['c', 's0', 's1', 's2'].every((part) =>
    Number.isFinite((state as Record<string, unknown>)[part]),
  );

export class Rng {
  readonly #next;

  /**
   * @param state what `state()` gave, or a name to start afresh from
   * @throws TypeError if it is neither, as a number: every number would make the same stream
   */
  constructor(state: string | RngState) {
    if (typeof state !== 'string' && !isState(state)) {
      throw new TypeError(
        `Rng: expected a name or what state() gave, got ${JSON.stringify(state)}; stream(seed, name) makes the stream of a seed`,
      );
    }
    this.#next = typeof state === 'string' ? alea(state, { state: true }) : alea('', { state });
  }

  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number {
    return this.#next();
  }

  /** Uniform in [0, 1), 53 random bits. */
  uniform53(): number {
    return this.#next.double();
  }

  /** Uniform integer in 0 .. n - 1. */
  integer(n: number): number {
    return Math.floor(this.#next() * n);
  }

  /** A copy of the whole state: `new Rng(rng.state())` continues with the same numbers. */
  state(): RngState {
    return this.#next.state();
  }
}

/**
 * The stream called `name` of the run seeded with `seed`.
 *
 * The seed enters as text: to `seedrandom` the number 1 and the string '1' are different seeds.
 */
export function stream(seed: number, name: string): Rng {
  return new Rng(`${seed}/${name}`);
}
