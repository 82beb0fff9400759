/** Which moment of a run is shown: the present one, or at high speeds one of the newest finished episode, played again. */
import { SPEEDS } from '../link/pageState.ts';
import type { Frame, TimedEpisode, Trace } from '../facts.ts';

/** Environment steps shown in a second. */
const STEPS_PER_SECOND = 120;
/** ms that the end of an episode is shown. */
const HOLD = 700;
/** From so many steps per second on, single steps cannot be followed. */
const FOLLOWED = 240;

export interface Moment {
  readonly observation: Float64Array | null;
  readonly action: number | null;
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

  /** Shows an episode that is not of the run's training, from its start. */
  show(trace: Trace, title: string, reachedGoal: boolean): void {
    this.#shown = { trace, title, reachedGoal, since: performance.now() };
  }

  momentOf({ frame, trace, records, status }: Client, { state, isStill }: Viewer): Moment {
    const now = performance.now();
    const shown = this.#shown;
    if (shown && now < shown.since + durationOf(shown.trace)) return momentAt(shown, now);
    this.#shown = null;
    const { rate } = SPEEDS[state.speed];
    const isFollowed = rate !== null && rate <= FOLLOWED;
    const isNew = trace !== null && trace.actions.length > 0 && trace !== this.#last;
    if (isStill || isFollowed || status !== 'playing' || !isNew) return live(frame);
    this.#last = trace;
    const { episode = 0, reachedGoal = false } = records.at(-1) ?? {};
    this.show(trace, `episode ${episode} again`, reachedGoal);
    return momentAt(this.#shown!, now);
  }
}

const durationOf = ({ actions }: Trace): number =>
  (1000 * actions.length) / STEPS_PER_SECOND + HOLD;

function momentAt({ trace, title, reachedGoal, since }: Shown, now: number): Moment {
  const { observations, actions, size } = trace;
  const { length } = actions;
  const played = Math.floor((Math.max(0, now - since) / 1000) * STEPS_PER_SECOND);
  const step = Math.min(length, played);
  const end = reachedGoal ? `goal after ${length} steps` : `no goal in ${length} steps`;
  return {
    observation: observations.subarray(step * size, (step + 1) * size),
    action: step < length ? actions[step] : null,
    caption: `${title}: ${step === length ? end : `step ${step}`}`,
    moves: true,
  };
}

function live(frame: Frame | null): Moment {
  const isBegun = frame !== null && frame.envSteps > 0;
  return {
    observation: frame?.observation ?? null,
    action: frame?.action ?? null,
    caption: isBegun ? `episode ${frame.episode}: step ${frame.step}` : 'at the start',
    moves: false,
  };
}
