const MILLION = 1e6; // memory that threads share holds whole numbers

/** Memory that the threads of a comparison share: the progress of each run, and a flag that stops all. */
export class Board {
  readonly memory: SharedArrayBuffer;
  /** The stop flag, then for each run the share that was done when it was started or continued, and that done so far, in millionths. */
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

  /** Records that a run is started, or continued. @param share of it that is done, in [0, 1] */
  begin(run: number, share: number): void {
    this.#store(1 + 2 * run, share);
    this.setDone(run, share);
  }

  setDone(run: number, share: number): void {
    this.#store(2 + 2 * run, share);
  }

  /** The share of a run that is done, in total and since it was started or continued. */
  doneOf(run: number): { readonly all: number; readonly since: number } {
    const [before, all] = [1, 2].map((cell) => Atomics.load(this.#cells, cell + 2 * run));
    return { all: all / MILLION, since: (all - before) / MILLION };
  }

  #store(cell: number, share: number): void {
    Atomics.store(this.#cells, cell, Math.round(share * MILLION));
  }
}
