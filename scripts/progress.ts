/** Shows a run to whoever watches: one live line and a note at each milestone, or plain lines in a pipe. */
import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Config } from '../src/experiment/settings.ts';
import type { EpisodeRecord } from '../src/experiment/train.ts';
import { Milestones } from './milestones.ts';

/** Episodes between two lines where there is no terminal to redraw. */
const PLAIN_EVERY = 10;

export class Progress {
  readonly #stream: WriteStream;
  readonly #config: Config;
  readonly #silent: boolean;
  readonly #milestones: Milestones;

  constructor(stream: WriteStream, config: Config, silent: boolean) {
    this.#stream = stream;
    this.#config = config;
    this.#silent = silent;
    this.#milestones = new Milestones(config);
  }

  /** Takes note of the episodes before a run goes on. */
  resume(records: readonly EpisodeRecord[]): void {
    for (const record of records) this.#milestones.reachedBy(record);
    if (!this.#silent) this.#note(`going on after episode ${records.length}`);
  }

  /** Call after each episode. @param elapsed seconds since the start */
  episode(record: EpisodeRecord, elapsed: number): void {
    if (this.#silent) return;
    for (const note of this.#milestones.reachedBy(record)) this.#note(note);
    const line = this.#milestones.status(record, elapsed);
    const { episode } = record;
    if (this.#stream.isTTY) {
      this.clear();
      this.#stream.write(line.slice(0, (this.#stream.columns || 80) - 1));
    } else if (episode % PLAIN_EVERY === 0 || episode === this.#config.episodes) {
      this.#stream.write(`${line}\n`);
    }
  }

  /** Takes the live line away. */
  clear(): void {
    if (this.#silent || !this.#stream.isTTY) return;
    clearLine(this.#stream, 0);
    cursorTo(this.#stream, 0);
  }

  #note(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }
}
