import type { Rng } from '../math/random/rng.ts';

/** What one step of a world gives back. */
export interface Step {
  readonly reward: number;
  /** The world ended here (the goal): there is no future, so nothing is bootstrapped. */
  readonly terminated: boolean;
  /** The clock ran out here: the world would have gone on, so the future still counts. */
  readonly truncated: boolean;
}

/** A world with a flat state vector and a few discrete actions. */
export interface Environment {
  readonly stateSize: number;
  readonly actionCount: number;
  /** The present state [S]; overwritten by `reset` and `step`. */
  readonly state: Float64Array;
  /** Starts a new episode. @param rng for the start, and for what is random until the next one */
  reset(rng: Rng): void;
  /** Writes the state as networks see it, usually every variable scaled to [−1, 1], to `out` from `offset` on. */
  observe(out: Float64Array, offset?: number): void;
  /** Takes an action (0 .. actionCount − 1) and moves on. */
  step(action: number): Step;
}
