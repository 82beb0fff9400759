/** Memory that the threads of a comparison share: the progress of each run, and a flag that stops all. */
export class Board {
  readonly memory: SharedArrayBuffer;
  /** The stop flag, then for each run the episodes done when it was started or continued, and those done so far. */
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

  /** Records that a run is started, or continued after so many episodes. */
  begin(run: number, episodes: number): void {
    Atomics.store(this.#cells, 1 + 2 * run, episodes);
    this.setEpisodes(run, episodes);
  }

  setEpisodes(run: number, episodes: number): void {
    Atomics.store(this.#cells, 2 + 2 * run, episodes);
  }

  /** Episodes done, in total and since it was started or continued. */
  episodesOf(run: number): { readonly all: number; readonly since: number } {
    const [before, all] = [1, 2].map((cell) => Atomics.load(this.#cells, cell + 2 * run));
    return { all, since: all - before };
  }
}
