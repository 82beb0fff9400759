/**
 * Curiosity by counting (Strehl and Littman 2008; Bellemare et al. 2016): the state space is cut into cells, and the
 * measure is 1 / n, with n the visits so far to the cell of the state that was reached. Its root, 1/√n, is the bonus.
 */
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type { RivalSizes } from './learner.ts';
import type { Curiosity, LearntVector, Measure } from '../curiosity.ts';

export interface CountsState {
  /** [cells] visits, in the order in which the cells were found. */
  readonly visits: Float64Array;
  /** [cells, S] where they are. */
  readonly places: Int32Array;
}

/** Which of `count` equal parts of [−1, 1] holds x; the nearest for x outside. */
export function cellAlong(x: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(((x + 1) / 2) * count)));
}

export const COUNTS_MEASURE: Measure = {
  name: 'inverse count',
  unit: '1 / visits',
  meaning: 'One over the number of visits so far to the cell of the state that was reached.',
  of: 'memory',
  objective: null,
  uncertainty: null,
};

/** Cells along each state variable. Found by experiment (results/TUNING.md). */
const BINS = 20;

export class Counts implements Curiosity<CountsState> {
  readonly measured = COUNTS_MEASURE;
  readonly learnt: readonly LearntVector[] = [];
  readonly batchSize = 0;
  readonly rows: number;
  readonly #bins: number;
  #visits = new Map<string, number>();

  /** @param bins cells along each state variable, which lies in [−1, 1] */
  constructor({ rows }: Pick<RivalSizes, 'rows'>, bins = BINS) {
    this.rows = rows;
    this.#bins = bins;
  }

  /** Counts a visit. */
  update({ nextState }: Transition): void {
    const place = this.#placeOf(nextState, 0, nextState.length);
    this.#visits.set(place, (this.#visits.get(place) ?? 0) + 1);
  }

  /** The cell of the state from `start` to `end`: its number along each variable. */
  #placeOf(states: Float64Array, start: number, end: number): string {
    let place = '';
    for (let i = start; i < end; i++) place += `${cellAlong(states[i], this.#bins)},`;
    return place;
  }

  learn(): null {
    return null;
  }

  /** 1 / n of the cell of each; a cell that was never visited is as good as one visited once. */
  measure({ nextStates }: TransitionBatch, out: Float64Array): void {
    const S = nextStates.length / out.length;
    for (let row = 0; row < out.length; row++) {
      out[row] = 1 / (this.#visits.get(this.#placeOf(nextStates, row * S, (row + 1) * S)) ?? 1);
    }
  }

  state(): CountsState {
    const places = [...this.#visits.keys()].flatMap((place) =>
      place.split(',').slice(0, -1).map(Number),
    );
    return {
      visits: Float64Array.from(this.#visits.values()),
      places: Int32Array.from(places),
    };
  }

  /** @throws RangeError if there are not equally many numbers for each place */
  restore({ visits, places }: CountsState): void {
    const S = visits.length === 0 ? 0 : places.length / visits.length;
    if (!Number.isInteger(S)) {
      throw new RangeError(
        `Counts.restore: ${places.length} numbers for ${visits.length} places; expected as many for each`,
      );
    }
    this.#visits = new Map(
      Array.from(visits, (count, cell) => {
        const numbers = places.subarray(cell * S, (cell + 1) * S);
        return [Array.from(numbers, (n) => `${n},`).join(''), count] as const;
      }),
    );
  }
}
