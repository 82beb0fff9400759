/** One line that tells how far something is: redrawn in a terminal, a plain line now and then in a pipe. */
import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { clock } from '../src/record/disk.ts';

/** Seconds to the first plain line where there is no terminal; each pause is twice as long as the one before, up to a minute. */
const FIRST_PAUSE = 3;
const LONGEST_PAUSE = 60;

export class LiveLine {
  readonly #stream: WriteStream;
  readonly #clock: () => number;
  #pause = FIRST_PAUSE;
  #nextPlain: number;
  #isShown = false;

  constructor(stream: WriteStream, now: () => number = clock) {
    this.#stream = stream;
    this.#clock = now;
    this.#nextPlain = now() + FIRST_PAUSE;
  }

  /** How far it is now. */
  show(text: string): void {
    if (this.#stream.isTTY) {
      this.clear();
      this.#stream.write(text.slice(0, (this.#stream.columns || 80) - 1));
      this.#isShown = true;
    } else if (this.#clock() >= this.#nextPlain) {
      this.#stream.write(`${text}\n`);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      this.#nextPlain = this.#clock() + this.#pause;
    }
  }

  /** A line that stays. */
  note(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (!this.#isShown) return;
    clearLine(this.#stream, 0);
    cursorTo(this.#stream, 0);
    this.#isShown = false;
  }
}

/** How far work of several parts has come, and how long the rest will take. */
export class Parts {
  readonly #line: LiveLine;
  readonly #what: string;
  readonly #sizes: readonly number[];
  readonly #clock: () => number;
  readonly #started: number;
  #done = 0;

  /** @param what the parts are, `charts` @param sizes how long each takes, in any unit */
  constructor(line: LiveLine, what: string, sizes: readonly number[], now: () => number = clock) {
    this.#line = line;
    this.#what = what;
    this.#sizes = sizes;
    this.#clock = now;
    this.#started = now();
  }

  /** The next part begins. */
  begin(name: string): void {
    this.#show(`: ${name}`);
    this.#done++;
  }

  /** One more is done, of several that are under way. */
  finish(): void {
    this.#done++;
    this.#show('');
  }

  #show(name: string): void {
    const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
    const [done, left] = [this.#sizes.slice(0, this.#done), this.#sizes.slice(this.#done)];
    const seconds = ((this.#clock() - this.#started) / total(done)) * total(left);
    const rest = this.#done > 0 ? `, ${duration(seconds)} left` : '';
    this.#line.show(`${this.#done} of ${this.#sizes.length} ${this.#what}${rest}${name}`);
  }
}

/** `1 min 20 s` */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  const minutes = Math.floor(s / 60);
  return minutes < 60
    ? `${minutes} min ${s % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
