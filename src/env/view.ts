/** What networks see of an observation: each variable with finite bounds scaled to [−1, 1], or all as they are. */
import type { BoxSpace } from './environment.ts';

export type ObservationKind = 'scaled' | 'raw';

/** Numbers in an observation. */
export const sizeOf = ({ shape }: BoxSpace): number => shape.reduce((size, n) => size * n, 1);

/**
 * A variable x in [low, high] is seen as (2x − low − high) / (high − low); where low is −high, that is x / high. One without
 * finite bounds is seen as it is.
 */
export class View {
  /** S */
  readonly size: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** [S] 1 where a variable is scaled. */
  readonly #isScaled: Uint8Array;

  constructor(space: BoxSpace, kind: ObservationKind) {
    this.size = sizeOf(space);
    this.#low = space.low;
    this.#high = space.high;
    this.#isScaled = Uint8Array.from({ length: this.size }, (_, i) => {
      const span = space.high[i] - space.low[i];
      return kind === 'scaled' && span > 0 && span < Infinity ? 1 : 0;
    });
  }

  /** The bounds between which a variable is scaled; null: it is seen as it is. */
  boundsOf(variable: number): readonly [low: number, high: number] | null {
    return this.#isScaled[variable] === 0 ? null : [this.#low[variable], this.#high[variable]];
  }

  /** Writes what networks see of an observation to `out`, from `offset` on. */
  seeInto(out: Float64Array, offset: number, observation: Float64Array): void {
    for (let i = 0; i < this.size; i++) {
      const [x, low, high] = [observation[i], this.#low[i], this.#high[i]];
      if (this.#isScaled[i] === 0) out[offset + i] = x;
      else if (low === -high) out[offset + i] = x / high;
      else out[offset + i] = (2 * x - low - high) / (high - low);
    }
  }

  /** The same, in an array of its own. */
  see(observation: Float64Array): Float64Array {
    const seen = new Float64Array(this.size);
    this.seeInto(seen, 0, observation);
    return seen;
  }

  /** The observation of which networks see this, but for rounding. @param at where it begins in `seen` */
  observationOf(seen: Float64Array, at = 0): Float64Array {
    const observation = seen.slice(at, at + this.size);
    for (let i = 0; i < this.size; i++) {
      const [low, high] = [this.#low[i], this.#high[i]];
      if (this.#isScaled[i] === 0) continue;
      observation[i] =
        low === -high ? observation[i] * high : (observation[i] * (high - low) + low + high) / 2;
    }
    return observation;
  }
}
