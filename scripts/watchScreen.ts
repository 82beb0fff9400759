/**
 * Shows a run live in a terminal: training episodes are played again at a readable rate while training continues, beside a
 * map of the states visited so far.
 *
 * Drawing must not slow training down: after each drawing there is none for at least 19 times as long as it took.
 * The cursor stays as it is, on the line below the picture, so that a process that is killed leaves a usable terminal.
 */
import type { WriteStream } from 'node:tty';
import type { EnvironmentProperties, PhaseAxis, PhaseSpace } from '../src/env/environment.ts';
import { CAR_AXES, GOAL_POSITION } from '../src/env/mountainCar.ts';
import { CELLS } from '../src/train/config/phaseGrid.ts';
import { cellOfSlot } from '../src/train/phaseSpace.ts';
import type { Run } from '../src/train/run.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { drawScene, type Scene } from '../src/report/terminal/watch.ts';
import { Milestones } from './milestones.ts';

const FRAME = 1 / 15; // s
/** Share of the time that drawing may take. */
const SHARE = 0.05;
const STEPS_PER_SECOND = 60;
const HOLD = 0.6; // s that the end of an episode is shown

const CLEAR_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** An episode that is played again. */
interface Replayed {
  readonly record: EpisodeRecord;
  /** What networks saw at each step [steps, S], the last state included. */
  readonly states: Float64Array;
  readonly since: number;
}

/**
 * Why pictures cannot be shown there, or null if they can.
 *
 * @param terminal its kind, from the environment variable TERM
 * @param silencer the option that wants no progress, such as --quiet, if any
 */
export function whyNotWatched(
  stream: WriteStream,
  terminal: string | undefined,
  silencer: string | undefined,
  { phaseSpace }: EnvironmentProperties,
): string | null {
  if (silencer !== undefined) return `--watch: nothing is drawn with ${silencer}`;
  if (!stream.isTTY) return '--watch: nothing is drawn, standard output is no terminal';
  if (terminal === 'dumb') return '--watch: nothing is drawn, TERM=dumb cannot move its cursor';
  if (phaseSpace?.axes !== CAR_AXES || phaseSpace.goal !== GOAL_POSITION) {
    return '--watch: nothing is drawn, only the car on its way to the goal can be';
  }
  return null;
}

/** From −1 to 1 along the axis. */
const scaled = (value: number, { low, high }: PhaseAxis): number =>
  (2 * value - low - high) / (high - low);

export class WatchScreen {
  readonly #stream: WriteStream;
  readonly #run: Run;
  readonly #phaseSpace: PhaseSpace;
  readonly #inColour: boolean;
  readonly #clock: () => number;
  readonly #milestones: Milestones;
  readonly #visits = new Uint32Array(CELLS);
  readonly #onResize: () => void;
  #counted = 0;
  #newest: EpisodeRecord | null = null;
  #played: Replayed | null = null;
  #status: string;
  readonly #notes: string[] = [];
  #linesDrawn = 0;
  #nextFrame = 0;
  #closed = false;

  /** @param clock seconds, never going back */
  constructor(stream: WriteStream, run: Run, inColour: boolean, clock: () => number) {
    this.#stream = stream;
    this.#run = run;
    this.#phaseSpace = run.env.phaseSpace!;
    this.#inColour = inColour;
    this.#clock = clock;
    this.#milestones = new Milestones(run.config, run.env);
    this.#status = `episode ${run.episode}/${run.config.episodes}`;
    this.#onResize = () => {
      this.#linesDrawn = 0; // a terminal breaks long lines anew: nothing is where it was
      this.#nextFrame = 0;
      stream.write(CLEAR_SCREEN);
    };
    stream.on('resize', this.#onResize);
  }

  /** Updates with the episodes before a run is resumed. */
  resume(records: readonly EpisodeRecord[]): void {
    for (const record of records) this.#milestones.reachedBy(record);
    this.#notes.push(`continuing after episode ${records.length}`);
  }

  /** Call after each step of training; draws when it is time to. */
  step(): void {
    const now = this.#clock();
    if (this.#closed || now < this.#nextFrame) return;
    this.#draw(now);
    const taken = this.#clock() - now;
    this.#nextFrame = now + Math.max(FRAME, taken / SHARE);
  }

  /** Call after each episode. @param elapsed seconds since the start */
  episode(record: EpisodeRecord, elapsed: number): void {
    if (this.#closed) return;
    this.#newest = record;
    this.#notes.push(...this.#milestones.reachedBy(record));
    this.#status = this.#milestones.status(record, elapsed);
  }

  /** Takes the picture away and leaves the notes. */
  clear(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stream.off('resize', this.#onResize);
    const notes = this.#notes.map((note) => `${note}\n`).join('');
    this.#stream.write(this.#toTop() + CLEAR_BELOW + notes);
  }

  #draw(now: number): void {
    this.#count();
    this.#chooseEpisode(now);
    const { columns, rows } = this.#stream;
    const lines = drawScene(
      {
        agent: this.#run.config.agent,
        status: this.#status,
        notes: this.#notes,
        visits: this.#visits,
        ...this.#car(now),
      },
      { columns: columns || 80, rows: rows || 24 },
      this.#inColour,
    );
    const text = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    this.#stream.write(this.#toTop() + text + CLEAR_BELOW);
    this.#linesDrawn = lines.length;
  }

  /** To where the picture begins. */
  #toTop(): string {
    return this.#linesDrawn > 0 ? `\r\u001b[${this.#linesDrawn}A` : '\r';
  }

  /** Counts the steps since the last frame. */
  #count(): void {
    const { capacity, added, size } = this.#run.replay;
    for (let step = Math.max(this.#counted, added - size); step < added; step++) {
      this.#visits[cellOfSlot(this.#run, this.#phaseSpace, step % capacity)]++;
    }
    this.#counted = added;
  }

  /** When an episode has been shown to its end, the newest one is next. */
  #chooseEpisode(now: number): void {
    const played = this.#played;
    const newest = this.#newest;
    if (!newest || played?.record === newest) return;
    if (played && now < played.since + played.record.length / STEPS_PER_SECOND + HOLD) return;
    this.#played = { record: newest, states: this.#statesOf(newest), since: now };
  }

  #statesOf({ envSteps, length }: EpisodeRecord): Float64Array {
    const { replay } = this.#run;
    const S = replay.stateSize;
    const oldest = replay.added - replay.size;
    const first = Math.max(envSteps - length, oldest);
    const steps = Math.max(0, envSteps - first);
    const states = new Float64Array((steps + 1) * S);
    for (let n = 0; n < steps; n++) {
      const from = ((first + n) % replay.capacity) * S;
      states.set(replay.states.subarray(from, from + S), n * S);
      states.set(replay.nextStates.subarray(from, from + S), (n + 1) * S);
    }
    return states;
  }

  /** Where the car is in the episode that is played, and in words: its number would differ from that of the status. */
  #car(now: number): Pick<Scene, 'car' | 'caption'> {
    const { replay, view } = this.#run;
    const carIn = (seen: Float64Array, at: number): Scene['car'] => {
      const [x, y] = this.#phaseSpace.placeOf(view.observationOf(seen, at));
      const [position, velocity] = this.#phaseSpace.axes;
      return [scaled(x, position), scaled(y, velocity)];
    };
    if (!this.#played) {
      const car: Scene['car'] =
        replay.size > 0 ? carIn(replay.nextStates, replay.newest * replay.stateSize) : [0, 0];
      return { car, caption: 'live' };
    }
    const { record, states, since } = this.#played;
    const S = replay.stateSize;
    const last = states.length / S - 1;
    const step = Math.min(last, Math.floor((now - since) * STEPS_PER_SECOND));
    const end = record.reachedGoal ? 'goal' : 'no goal';
    const words = step === last ? `${end}, ${record.length} steps` : `step ${step}`;
    return { car: carIn(states, step * S), caption: `replay: ${words}` };
  }
}
