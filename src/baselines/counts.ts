/**
 * Curiosity by counting (Strehl and Littman 2008; Bellemare et al. 2016): the state space is cut into cells, and the
 * measure is 1 / n, with n the visits so far to the cell of the state that was reached. Its root, 1/√n, is the bonus.
 */
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
import type { Curiosity, LearntVector } from '../vime/curiosity.ts';

export interface CountsOptions {
  /** Cells along each state variable, which lies in [−1, 1]. */
  readonly bins: number;
  readonly capacity: number;
}

export interface CountsState {
  /** [cells] visits; a cell's number is the order in which it was found. */
  readonly visits: Float64Array;
  /** [cells, S] where it is. */
  readonly places: Int32Array;
  /** [capacity] the cell of each stored transition. */
  readonly cells: Int32Array;
}

export class Counts implements Curiosity<CountsState> {
  readonly measureName = '1 / visits';
  readonly learnt: readonly LearntVector[] = [];
  readonly #bins: number;
  readonly #cells: Int32Array;
  #numbers = new Map<string, number>();
  #visits: number[] = [];

  constructor({ bins, capacity }: CountsOptions) {
    this.#bins = bins;
    this.#cells = new Int32Array(capacity);
  }

  /** Counts a visit. */
  observe(replay: ReplayBuffer): void {
    const place = this.#placeOf(replay, replay.newest);
    let cell = this.#numbers.get(place);
    if (cell === undefined) {
      cell = this.#visits.length;
      this.#numbers.set(place, cell);
      this.#visits.push(0);
    }
    this.#visits[cell]++;
    this.#cells[replay.newest] = cell;
  }

  #placeOf({ stateSize: S, nextStates }: ReplayBuffer, slot: number): string {
    const bins = Array.from(nextStates.subarray(slot * S, (slot + 1) * S), (x) =>
      Math.min(this.#bins - 1, Math.max(0, Math.floor(((x + 1) / 2) * this.#bins))),
    );
    return bins.join();
  }

  learn(): null {
    return null;
  }

  measure(_: ReplayBuffer, slots: Int32Array, out: Float64Array): void {
    for (let row = 0; row < slots.length; row++) {
      out[row] = 1 / this.#visits[this.#cells[slots[row]]];
    }
  }

  state(): CountsState {
    const places = [...this.#numbers.keys()].flatMap((place) => place.split(',').map(Number));
    return {
      visits: Float64Array.from(this.#visits),
      places: Int32Array.from(places),
      cells: this.#cells.slice(),
    };
  }

  /** @throws RangeError if it belongs to a memory of another size */
  restore({ visits, places, cells }: CountsState): void {
    if (cells.length !== this.#cells.length) {
      throw new RangeError(
        `Counts.restore: ${cells.length} transitions; expected ${this.#cells.length}`,
      );
    }
    const S = places.length / visits.length;
    this.#visits = [...visits];
    this.#numbers = new Map(
      this.#visits.map(
        (_, cell) => [places.subarray(cell * S, (cell + 1) * S).join(), cell] as const,
      ),
    );
    this.#cells.set(cells);
  }
}
