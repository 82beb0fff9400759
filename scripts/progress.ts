/** Shows a run to whoever watches: one live line and a note at each milestone, or plain lines in a pipe. */
import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { WORLDS } from '../src/env/worlds.ts';
import type { Config } from '../src/experiment/config.ts';
import { isAbove } from '../src/experiment/summary.ts';
import type { EpisodeRecord } from '../src/experiment/train.ts';

/** Episodes between two lines where there is no terminal to redraw. */
const PLAIN_EVERY = 10;

function duration(seconds: number): string {
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

export class Progress {
  readonly #stream: WriteStream;
  readonly #config: Config;
  readonly #silent: boolean;
  #best = -Infinity;
  #reachedGoal = false;
  #milestonesLeft: readonly number[];

  constructor(stream: WriteStream, config: Config, silent: boolean) {
    this.#stream = stream;
    this.#config = config;
    this.#milestonesLeft = WORLDS[config.world].milestones;
    this.#silent = silent;
  }

  /** Takes note of the episodes before a run goes on. */
  resume(records: readonly EpisodeRecord[]): void {
    for (const record of records) this.#milestones(record);
    if (!this.#silent) this.#note(`going on after episode ${records.length}`);
  }

  /** Call after each episode. @param elapsed seconds since the start */
  episode(record: EpisodeRecord, elapsed: number): void {
    if (this.#silent) return;
    const { episode, envSteps, evalReturn } = record;
    const { episodes } = this.#config;
    for (const note of this.#milestones(record)) this.#note(note);

    const left = (elapsed / episode) * (episodes - episode);
    const line =
      `episode ${episode}/${episodes}  steps ${envSteps}  ` +
      `eval ${evalReturn.toFixed(1)}  best ${this.#best.toFixed(1)}  ${duration(left)} left`;
    if (this.#stream.isTTY) {
      this.clear();
      this.#stream.write(line.slice(0, (this.#stream.columns || 80) - 1));
    } else if (episode % PLAIN_EVERY === 0 || episode === episodes) {
      this.#stream.write(`${line}\n`);
    }
  }

  /** Takes the live line away. */
  clear(): void {
    if (this.#silent || !this.#stream.isTTY) return;
    clearLine(this.#stream, 0);
    cursorTo(this.#stream, 0);
  }

  /** What is reached for the first time. */
  #milestones({ episode, envSteps, reachedGoal, evalReturn }: EpisodeRecord): string[] {
    const notes: string[] = [];
    const { maxSteps } = this.#config;
    this.#best = Math.max(this.#best, evalReturn);
    if (reachedGoal && !this.#reachedGoal) {
      this.#reachedGoal = true;
      notes.push(`first goal: episode ${episode}, environment step ${envSteps}`);
    }
    for (const milestone of this.#milestonesLeft) {
      if (!isAbove(evalReturn, milestone, maxSteps)) continue;
      notes.push(`first evaluation at ${milestone} or better: episode ${episode}`);
    }
    this.#milestonesLeft = this.#milestonesLeft.filter((m) => !isAbove(evalReturn, m, maxSteps));
    return notes;
  }

  #note(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }
}
