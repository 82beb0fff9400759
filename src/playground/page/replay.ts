/** Which snapshot of an episode is shown: the present one, or at high speeds one of the newest finished episode, played again. */
import { SPEEDS } from '../link/pageState.ts';
import type { Snapshot } from '../../env/environment.ts';
import { captionAt, stepsPerSecond } from '../../report/pictures/shownEpisode.ts';
import type { Frame, TimedEpisode, Trace } from '../facts.ts';

/** Environment steps shown in a second, of a long episode. */
const STEPS_PER_SECOND = 120;
/** ms that the end of an episode is shown. */
const HOLD = 700;
/** From so many steps per second on, single steps cannot be followed. */
const FOLLOWED = 240;

export interface ShownSnapshot {
  readonly observation: Float64Array | null;
  readonly action: number | null;
  /** The episode up to here, as far as it is known. */
  readonly before: readonly Snapshot[];
  readonly caption: string;
  /** Whether the next frame shows another one by itself. */
  readonly moves: boolean;
}

interface Client {
  readonly frame: Frame | null;
  readonly trace: Trace | null;
  readonly records: readonly TimedEpisode[];
  readonly status: string;
}

interface Viewer {
  readonly state: { readonly speed: keyof typeof SPEEDS };
  readonly isStill: boolean;
}

/** What is played again. */
interface Shown {
  readonly trace: Trace;
  readonly title: string;
  readonly reachedGoal: boolean;
  /** ms */
  readonly since: number;
}

export class Replay {
  #shown: Shown | null = null;
  /** The trace of the run that was shown last. */
  #last: Trace | null = null;
  readonly #live = new LiveEpisode();

  /** Shows an episode that is not of the run's training, from its start. */
  show(trace: Trace, title: string, reachedGoal: boolean): void {
    this.#shown = { trace, title, reachedGoal, since: performance.now() };
  }

  snapshotOf({ frame, trace, records, status }: Client, { state, isStill }: Viewer): ShownSnapshot {
    this.#live.add(frame);
    const now = performance.now();
    const shown = this.#shown;
    if (shown && now < shown.since + durationOf(shown.trace)) return snapshotAt(shown, now);
    this.#shown = null;
    const { rate } = SPEEDS[state.speed];
    const isFollowed = rate !== null && rate <= FOLLOWED;
    const isNew = trace !== null && trace.actions.length > 0 && trace !== this.#last;
    if (isStill || isFollowed || status !== 'playing' || !isNew)
      return live(frame, trace, this.#live.before);
    this.#last = trace;
    const { episode = 0, reachedGoal = false } = records.at(-1) ?? {};
    this.show(trace, `episode ${episode} again`, reachedGoal);
    return snapshotAt(this.#shown!, now);
  }
}

const rateOf = ({ actions }: Trace): number => stepsPerSecond(actions.length, STEPS_PER_SECOND);
const durationOf = (trace: Trace): number => (1000 * trace.actions.length) / rateOf(trace) + HOLD;

/** All snapshots of an episode; the last has no action. */
function snapshotsOf({ observations, actions, size }: Trace): Snapshot[] {
  return Array.from({ length: actions.length + 1 }, (_, step) => ({
    observation: observations.subarray(step * size, (step + 1) * size),
    action: step < actions.length ? actions[step] : null,
  }));
}

function snapshotAt({ trace, title, reachedGoal, since }: Shown, now: number): ShownSnapshot {
  const { length } = trace.actions;
  const played = Math.floor((Math.max(0, now - since) / 1000) * rateOf(trace));
  const step = Math.min(length, played);
  const snapshots = snapshotsOf(trace);
  return {
    ...snapshots[step],
    before: snapshots.slice(0, step),
    caption: `${title}: ${captionAt(step, length, reachedGoal)}`,
    moves: true,
  };
}

/** @param seen snapshots before the frame, as far as there were frames of them */
function live(frame: Frame | null, trace: Trace | null, seen: readonly Snapshot[]): ShownSnapshot {
  const isBegun = frame !== null && frame.envSteps > 0;
  const isWhole = frame?.isBetween === true && trace?.actions.length === frame.step;
  return {
    observation: frame?.observation ?? null,
    action: frame?.action ?? null,
    before: isWhole ? snapshotsOf(trace).slice(0, -1) : seen,
    caption: isBegun ? `episode ${frame.episode}: step ${frame.step}` : 'at the start',
    moves: false,
  };
}

/** The snapshots of the episode that is played, as far as there were frames of them. */
class LiveEpisode {
  #snapshots: Snapshot[] = [];
  #frame: Frame | null = null;

  /** Those before the newest frame. */
  get before(): readonly Snapshot[] {
    return this.#snapshots.slice(0, -1);
  }

  add(frame: Frame | null): void {
    const before = this.#frame;
    if (frame === before) return;
    this.#frame = frame;
    const isOn = before !== null && frame?.episode === before.episode && frame.step > before.step;
    if (!isOn) this.#snapshots = [];
    const last = this.#snapshots.at(-1);
    if (last && frame?.step === before!.step + 1) {
      this.#snapshots[this.#snapshots.length - 1] = { ...last, action: frame.action }; // which led here
    }
    if (frame?.observation) this.#snapshots.push({ observation: frame.observation, action: null });
  }
}
