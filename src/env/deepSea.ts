/**
 * Deep sea: a diver on an N × N grid sinks one row a step and moves left or right; the only treasure lies in the
 * bottom right corner, so N right moves in a row are needed to find it.
 *
 * bsuite's DeepSea (Osband et al. 2020, arXiv:1908.03568), deterministic, whose episodes it reproduces.
 *
 * | | |
 * |-|-|
 * | observation | [N²] the cell (row, column) as one-hot, row by row; all 0 after the last step |
 * | actions | 0 and 1; which of them means right differs from cell to cell |
 * | start | top left |
 * | ends | after N steps, terminated: the row is a part of the observation, so the end is no time limit from outside |
 * | reward | −0.01 / N for each move right, 1 for a move right in the last column, which is reached at the bottom only |
 * | score | return; the best is 0.99 |
 *
 * Of the 2ᴺ sequences of actions one finds the treasure, and all others teach that moving right costs.
 */
import { pow } from '../math/numerics/pow.ts';
import { MersenneTwister } from '../math/random/mersenneTwister.ts';
import type { BoxSpace, DiscreteSpace, Environment, Picture, Start, Step } from './environment.ts';
import { deepSeaPicture } from './pictures/deepSeaPicture.ts';

const COST = 0.01; // of N moves right; bsuite, unscaled_move_cost
const TREASURE = 1;

/** In the form of the settings table (train/config/field.ts). */
export const options = {
  size: {
    kind: 'whole',
    default: 10,
    min: 1,
    max: 100,
    help: 'Rows and columns of the sea. bsuite has 10, 12, ... 50.',
  },
  mappingSeed: {
    kind: 'whole',
    default: 42,
    min: 0,
    max: 4294967295,
    help: "What the meaning of the actions in each cell is drawn from, whatever the run's seed. bsuite has 42.",
  },
} as const;

export interface DeepSeaOptions {
  /** N, rows and columns. */
  readonly size?: number;
  readonly mappingSeed?: number;
}

export default function createDeepSea(given: DeepSeaOptions): Environment {
  return new DeepSea(given);
}

/** The action that means right in each cell, [N²], row by row. NumPy's `RandomState(seed).binomial(1, 0.5, [N, N])`. */
export function rightActions(size: number, mappingSeed: number): Uint8Array {
  const twister = new MersenneTwister(mappingSeed);
  return Uint8Array.from({ length: size * size }, () => (twister.uniform53() > 0.5 ? 1 : 0));
}

export class DeepSea implements Environment {
  readonly observationSpace: BoxSpace;
  readonly actionSpace: DiscreteSpace = { type: 'discrete', n: 2 };
  readonly optimum = TREASURE - COST;
  /** By chance every second move is to the right. */
  readonly randomScore: number;
  readonly milestones = [0.9];
  readonly picture: Picture;
  readonly #size: number;
  readonly #right: Uint8Array;
  #row: number;
  #column = 0;

  constructor({
    size = options.size.default,
    mappingSeed = options.mappingSeed.default,
  }: DeepSeaOptions = {}) {
    const cells = size * size;
    this.observationSpace = {
      type: 'box',
      low: new Float64Array(cells).fill(-1), // not 0, so that scaling to [−1, 1] leaves 0 and 1 as they are
      high: new Float64Array(cells).fill(1),
      shape: [size, size],
    };
    this.randomScore = TREASURE * pow(0.5, size) - COST / 2;
    this.#size = size;
    this.#row = size; // until reset
    this.#right = rightActions(size, mappingSeed);
    this.picture = deepSeaPicture(size, ({ row, column }, action) =>
      this.#isRight(row, column, action),
    );
  }

  /** Nothing is drawn from the seed: every episode starts top left. */
  reset(_seed: number): Start {
    this.#row = 0;
    this.#column = 0;
    return { observation: this.#observation(), info: {} };
  }

  /** @throws RangeError if `action` is not 0 or 1, or the episode has ended */
  step(action: number): Step {
    if (action !== 0 && action !== 1) {
      throw new RangeError(`DeepSea.step: action ${action}; expected 0 or 1`);
    }
    if (this.#row === this.#size) {
      throw new RangeError(`DeepSea.step: the episode has ended; call reset`);
    }
    const isRight = this.#isRight(this.#row, this.#column, action);
    const last = this.#size - 1;
    let reward = isRight && this.#column === last ? TREASURE : 0;
    if (isRight) reward -= COST / this.#size;
    this.#column = Math.min(Math.max(this.#column + (isRight ? 1 : -1), 0), last);
    this.#row++;
    return {
      observation: this.#observation(),
      reward,
      terminated: this.#row === this.#size,
      truncated: false,
      info: { row: this.#row, column: this.#column },
    };
  }

  #isRight(row: number, column: number, action: number): boolean {
    return action === this.#right[row * this.#size + column];
  }

  #observation(): Float64Array {
    const observation = new Float64Array(this.#size * this.#size);
    if (this.#row < this.#size) observation[this.#row * this.#size + this.#column] = 1;
    return observation;
  }
}
