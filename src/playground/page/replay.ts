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

export class Replay {
  #trace: Trace | null = null;
  #record: TimedEpisode | null = null;
  #since = 0;

  momentOf({ frame, trace, records, status }: Client, { state, isStill }: Viewer): Moment {
    const { rate } = SPEEDS[state.speed];
    const isLive = (rate !== null && rate <= FOLLOWED) || isStill || !trace?.actions.length;
    if (isLive || (status === 'paused' && this.#trace === null)) {
      this.#trace = null;
      return live(frame);
    }
    const now = performance.now();
    const shown = this.#trace;
    const isOver =
      !shown || now > this.#since + (1000 * shown.actions.length) / STEPS_PER_SECOND + HOLD;
    if (shown !== trace && isOver) {
      this.#trace = trace;
      this.#record = records.at(-1) ?? null;
      this.#since = now;
    }
    return this.#at(this.#trace!, now);
  }

  #at({ observations, actions, size }: Trace, now: number): Moment {
    const { length } = actions;
    const step = Math.min(length, Math.floor(((now - this.#since) / 1000) * STEPS_PER_SECOND));
    const { episode = 0, reachedGoal = false } = this.#record ?? {};
    const end = reachedGoal ? `goal after ${length} steps` : `no goal in ${length} steps`;
    return {
      observation: observations.subarray(step * size, (step + 1) * size),
      action: step < length ? actions[step] : null,
      caption: `episode ${episode} again: ${step === length ? end : `step ${step}`}`,
      moves: step < length,
    };
  }
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
