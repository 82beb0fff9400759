/** Which cells of an environment a run has visited in training: its score where there is no goal to be reached. */
import { checkSameLength } from '../autodiff/shape.ts';
import type { Exploration } from '../env/environment.ts';

export interface CoverageState {
  /** [cells] 1 where a cell was visited. */
  readonly visited: Float64Array;
}

export class Coverage {
  readonly #visited: Float64Array;
  readonly #cellOf: Exploration['cellOf'];

  constructor({ cells, cellOf }: Exploration) {
    this.#visited = new Float64Array(cells);
    this.#cellOf = cellOf;
  }

  /** Updates with what was observed after a step. */
  add(observation: Float64Array): void {
    this.#visited[this.#cellOf(observation)] = 1;
  }

  /** Cells visited so far. */
  get count(): number {
    return this.#visited.reduce((sum, cell) => sum + cell, 0);
  }

  /** A copy of the whole state. */
  state(): CoverageState {
    return { visited: this.#visited.slice() };
  }

  /** Restores a copied state. @throws RangeError if it belongs to another number of cells */
  restore({ visited }: CoverageState): void {
    checkSameLength('Coverage.restore', this.#visited, visited);
    this.#visited.set(visited);
  }
}
