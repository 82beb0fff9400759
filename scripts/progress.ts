/** Shows the progress of a run: one live line and a note at each milestone, or plain lines in a pipe. */
import type { WriteStream } from 'node:tty';
import type { Config } from '../src/train/config/settings.ts';
import { progressOf } from '../src/train/progress.ts';
import type { Run } from '../src/train/run.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { LiveLine } from './liveLine.ts';
import { Milestones } from './milestones.ts';

/** Episodes between two lines where there is no terminal to redraw. */
const PLAIN_EVERY = 10;

export class Progress {
  readonly #stream: WriteStream;
  readonly #config: Config;
  readonly #silent: boolean;
  readonly #milestones: Milestones;
  readonly #line: LiveLine;

  constructor(stream: WriteStream, { config, env }: Pick<Run, 'config' | 'env'>, silent: boolean) {
    this.#stream = stream;
    this.#config = config;
    this.#silent = silent;
    this.#milestones = new Milestones(config, env);
    this.#line = new LiveLine(stream);
  }

  /** Updates with the episodes before a run is resumed. */
  resume(records: readonly EpisodeRecord[]): void {
    for (const record of records) this.#milestones.reachedBy(record);
    if (!this.#silent) this.#line.note(`continuing after episode ${records.length}`);
  }

  /** Call after each episode. @param elapsed seconds since the start */
  episode(record: EpisodeRecord, elapsed: number): void {
    if (this.#silent) return;
    for (const note of this.#milestones.reachedBy(record)) this.#line.note(note);
    const line = this.#milestones.status(record, elapsed);
    const { episode, envSteps } = record;
    if (this.#stream.isTTY) this.#line.show(line);
    else if (
      episode % PLAIN_EVERY === 0 ||
      progressOf(this.#config, { episodes: episode, envSteps }) >= 1
    ) {
      this.#line.note(line);
    }
  }

  /** Takes the live line away. */
  clear(): void {
    this.#line.clear();
  }
}
