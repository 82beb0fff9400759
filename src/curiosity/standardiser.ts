import { checkSameLength } from '../autodiff/shape.ts';

/** The whole state of a standardiser: [S] each, and how many vectors have counted. */
export interface StandardiserState {
  readonly mean: Float64Array;
  readonly sumOfSquares: Float64Array;
  readonly count: number;
}

/**
 * Least spread, in units of the observation. A variable that changes by the same amount at every step varies by its rounding
 * errors; divided by their spread, 3e-17 or so, it would be noise of size 1 among the targets.
 */
const LEAST_SPREAD = 1e-6;

/**
 * Brings the targets of the dynamics model to mean 0 and standard deviation 1, from what has been seen.
 *
 * As networks see them, position and velocity change by some three hundredths a step and a noisy picture by ten times
 * that; a network learns all equally well only in equal units. Mean and spread are updated with every transition at first (Welford 1962)
 * and then frozen: otherwise one change would be another target each time that the model learns from it.
 */
export class Standardiser {
  /** [S] each */
  readonly mean: Float64Array;
  readonly #sumOfSquares: Float64Array;
  readonly #freezeAfter: number;
  #count = 0;

  /** @param freezeAfter vectors that count */
  constructor(size: number, freezeAfter: number) {
    this.mean = new Float64Array(size);
    this.#sumOfSquares = new Float64Array(size);
    this.#freezeAfter = freezeAfter;
  }

  /** Updates mean and spread with one more vector [S]; does nothing once `freezeAfter` have counted. */
  update(values: Float64Array): void {
    if (this.#count >= this.#freezeAfter) return;
    this.#count++;
    for (let i = 0; i < this.mean.length; i++) {
      const fromOldMean = values[i] - this.mean[i];
      this.mean[i] += fromOldMean / this.#count;
      this.#sumOfSquares[i] += fromOldMean * (values[i] - this.mean[i]);
    }
  }

  /** Spread of variable `i`, at least LEAST_SPREAD; 1 as long as it has not varied at all. */
  standardDeviation(i: number): number {
    const variance = this.#sumOfSquares[i] / this.#count;
    return variance > 0 ? Math.max(Math.sqrt(variance), LEAST_SPREAD) : 1;
  }

  /** A copy of the whole state. */
  state(): StandardiserState {
    const sumOfSquares = this.#sumOfSquares.slice();
    return { mean: this.mean.slice(), sumOfSquares, count: this.#count };
  }

  /** Restores a copied state. @throws RangeError if it belongs to another number of variables */
  restore({ mean, sumOfSquares, count }: StandardiserState): void {
    checkSameLength('Standardiser.restore', this.mean, mean);
    checkSameLength('Standardiser.restore', this.mean, sumOfSquares);
    this.mean.set(mean);
    this.#sumOfSquares.set(sumOfSquares);
    this.#count = count;
  }
}
