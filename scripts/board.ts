/** What the threads of a comparison tell each other: how far each run is, and that all shall stop. */
export class Board {
  readonly memory: SharedArrayBuffer;
  /** The flag to stop, then for each run the episodes it began with and those it has done. */
  readonly #cells: Int32Array;

  private constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** @param runs how many */
  static create(runs: number): Board {
    return new Board(new SharedArrayBuffer((1 + 2 * runs) * Int32Array.BYTES_PER_ELEMENT));
  }

  /** The same board in another thread. */
  static at(memory: SharedArrayBuffer): Board {
    return new Board(memory);
  }

  stop(): void {
    Atomics.store(this.#cells, 0, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#cells, 0) === 1;
  }

  /** A run begins, or goes on after so many episodes. */
  begin(run: number, episodes: number): void {
    Atomics.store(this.#cells, 1 + 2 * run, episodes);
    this.setEpisodes(run, episodes);
  }

  setEpisodes(run: number, episodes: number): void {
    Atomics.store(this.#cells, 2 + 2 * run, episodes);
  }

  /** Episodes it has done, in all and since it began. */
  episodesOf(run: number): { readonly all: number; readonly since: number } {
    const [before, all] = [1, 2].map((cell) => Atomics.load(this.#cells, cell + 2 * run));
    return { all, since: all - before };
  }
}
