/** Steps per second, over the last half second or so. */

const WINDOW = 500; // ms

export class Meter {
  #since = 0;
  #steps = 0;
  #rate: number | null = null;

  /** Null before it is known. */
  get rate(): number | null {
    return this.#rate;
  }

  count(): void {
    this.#steps++;
  }

  /** @param now ms */
  read(now: number): void {
    if (now - this.#since <= WINDOW) return;
    if (this.#since > 0) this.#rate = (1000 * this.#steps) / (now - this.#since);
    this.#since = now;
    this.#steps = 0;
  }

  /** To be called when steps begin again: the time before does not count. */
  reset(): void {
    this.#since = 0;
    this.#rate = null;
  }
}
