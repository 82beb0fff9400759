/** What is shown of a run after a step. */
import type { Frame, Trace } from '../facts.ts';
import type { Run } from '../../train/run.ts';
import type { EpisodeRecord } from '../../train/train.ts';

/** Numbers of a trace, at most. */
const MOST = 100_000;

/** @param step steps of the episode that is played so far */
export function frameOf(
  { replay, view, bonus, episode, envSteps }: Run,
  step: number,
  stepsPerSecond: number | null,
  isBetween: boolean,
): Frame {
  const isStep = replay.size > 0;
  const slot = isStep ? replay.newest : 0;
  const at = slot * replay.stateSize;
  return {
    episode,
    step,
    envSteps,
    observation: isStep ? view.observationOf(replay.nextStates, at) : null,
    action: isStep ? replay.actions[slot] : null,
    reward: isStep ? replay.rewards[slot] : 0,
    bonus: bonus && isStep ? bonus.of(slot) : null,
    stepsPerSecond,
    isBetween,
  };
}

/** The episode that was just played. */
export function traceOf({ replay, view }: Run, { length }: EpisodeRecord): Trace {
  const size = replay.stateSize;
  if (length > replay.size || (length + 1) * size > MOST) {
    return { observations: new Float64Array(0), actions: new Int32Array(0), size };
  }
  const observations = new Float64Array((length + 1) * size);
  const actions = new Int32Array(length);
  for (let n = 0; n < length; n++) {
    const slot = (replay.added - length + n) % replay.capacity;
    observations.set(view.observationOf(replay.states, slot * size), n * size);
    observations.set(view.observationOf(replay.nextStates, slot * size), (n + 1) * size);
    actions[n] = replay.actions[slot];
  }
  return { observations, actions, size };
}
