/**
 * The state of a run between two episodes. It leaves out the environment, which is reset, and the graphs, whose values
 * are computed again at every step.
 */
import type { DqnState } from '../dqn/dqn.ts';
import { Rng, type RngState } from '../math/random/rng.ts';
import type { ReplayState } from '../replay/replayBuffer.ts';
import type { BonusState } from '../curiosity/bonus.ts';
import type { CoverageState } from '../train/coverage.ts';
import type { Run, Streams } from '../train/run.ts';

export interface RunState {
  readonly episode: number;
  readonly envSteps: number;
  readonly streams: { readonly [name in keyof Streams]: RngState };
  readonly replay: ReplayState;
  readonly dqn: DqnState;
  readonly bonus: BonusState | null;
  readonly coverage: CoverageState | null;
}

/** A copy of the whole state of a run between two episodes. */
export function runState({
  episode,
  envSteps,
  streams,
  replay,
  agent,
  bonus,
  coverage,
}: Run): RunState {
  return {
    episode,
    envSteps,
    streams: {
      policy: streams.policy.state(),
      replay: streams.replay.state(),
      bnnReplay: streams.bnnReplay.state(),
      bnnNoise: streams.bnnNoise.state(),
    },
    replay: replay.state(),
    dqn: agent.dqn.state(),
    bonus: bonus?.state() ?? null,
    coverage: coverage?.state() ?? null,
  };
}

/** Restores a copied state. @throws RangeError if it belongs to a run with other settings */
export function restoreRun(run: Run, state: RunState): void {
  if ((run.bonus === null) !== (state.bonus === null)) {
    throw new RangeError('restoreRun: the state of another agent');
  }
  run.replay.restore(state.replay);
  run.agent.dqn.restore(state.dqn);
  if (state.bonus) run.bonus?.restore(state.bonus);
  if (state.coverage) run.coverage?.restore(state.coverage);
  run.streams = {
    policy: new Rng(state.streams.policy),
    replay: new Rng(state.streams.replay),
    bnnReplay: new Rng(state.streams.bnnReplay),
    bnnNoise: new Rng(state.streams.bnnNoise),
  };
  run.episode = state.episode;
  run.envSteps = state.envSteps;
}
