/** Plays a run at a pace: so many steps per second, or as many as possible, with pauses in which messages arrive. */

/** ms of work before messages are handled. */
const SLICE = 12;
/** ms from one time that steps are taken to the next, at least: timers are no finer. */
const TICK = 4;
/** s of steps that are made up for after a delay, at most. */
const BEHIND = 0.1;

export class Pump {
  readonly #step: () => void;
  readonly #afterSlice: () => void;
  readonly #channel = new MessageChannel();
  #rate: number | null = null;
  #playing = false;
  #timer = 0;
  /** ms; steps taken are counted from here. */
  #since = 0;
  #taken = 0;

  /** @param step takes one step; may pause @param afterSlice called after a step or some */
  constructor(step: () => void, afterSlice: () => void) {
    this.#step = step;
    this.#afterSlice = afterSlice;
    this.#channel.port1.onmessage = () => this.#tick();
  }

  isPlaying(): boolean {
    return this.#playing;
  }

  /** @param rate steps per second; null: as many as possible */
  play(rate: number | null): void {
    this.#rate = rate;
    this.#since = performance.now();
    this.#taken = 0;
    if (this.#playing) return;
    this.#playing = true;
    this.#next();
  }

  pause(): void {
    this.#playing = false;
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (this.#rate === null) {
      this.#channel.port2.postMessage(null); // a timer would wait for some milliseconds
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), Math.max(TICK, 1000 / this.#rate));
  }

  #tick(): void {
    if (!this.isPlaying()) return;
    const now = performance.now();
    if (this.#rate === null) {
      do this.#step();
      while (this.isPlaying() && performance.now() - now < SLICE);
    } else {
      const due = Math.floor(((now - this.#since) / 1000) * this.#rate) - this.#taken;
      const most = Math.ceil(this.#rate * BEHIND);
      this.#taken += due;
      for (let n = Math.min(due, most); n > 0 && this.isPlaying(); n--) this.#step();
    }
    this.#afterSlice();
    if (this.isPlaying()) this.#next();
  }
}
