import type { Rng } from '../math/random/rng.ts';

/** What one step gives back. */
export interface Step {
  readonly reward: number;
  /** The goal was reached: there is no future, so nothing is bootstrapped. */
  readonly terminated: boolean;
  /** The time limit was reached: the environment would have gone on, so the future still counts. */
  readonly truncated: boolean;
}

/** An environment with a flat state vector and a few discrete actions. */
export interface Environment {
  readonly stateSize: number;
  readonly actionCount: number;
  /** The present state [S]; overwritten by `reset` and `step`. */
  readonly state: Float64Array;
  /** Starts a new episode. @param rng for what is random at the start */
  reset(rng: Rng): void;
  /** Writes the state as networks see it, usually every variable scaled to [−1, 1], to `out` from `offset` on. */
  observe(out: Float64Array, offset?: number): void;
  /** Takes an action (0 .. actionCount − 1) and moves on. @param rng for what is random in the step */
  step(action: number, rng: Rng): Step;
}
