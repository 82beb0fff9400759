/** A transition, one step in the environment, and batches of them. */

/** One step. Its arrays may be reused by the code that made it: a receiver that keeps numbers copies them. */
export interface Transition {
  /** sₜ, the observation before the action, [S] */
  readonly state: Float64Array;
  /** aₜ, 0 to A − 1 */
  readonly action: number;
  /** rₜ, the environment's, without bonus */
  readonly reward: number;
  /** sₜ₊₁, the observation after it, [S] */
  readonly nextState: Float64Array;
  /** The goal was reached: nothing is bootstrapped. */
  readonly terminated: boolean;
  /** The time limit was reached, without which the episode would have continued. */
  readonly truncated: boolean;
}

/** B transitions as a struct of arrays, allocated once and reused. */
export interface TransitionBatch {
  /** [B, S] */
  readonly states: Float64Array;
  /** [B] */
  readonly actions: Int32Array;
  /** [B] */
  readonly rewards: Float64Array;
  /** [B, S] */
  readonly nextStates: Float64Array;
  /** [B] 1 at the goal */
  readonly terminated: Uint8Array;
  /** [B] 1 at the time limit */
  readonly truncated: Uint8Array;
}

export function createTransitionBatch(size: number, stateSize: number): TransitionBatch {
  return {
    states: new Float64Array(size * stateSize),
    actions: new Int32Array(size),
    rewards: new Float64Array(size),
    nextStates: new Float64Array(size * stateSize),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
  };
}

/** Copies a transition to a row of a batch. */
export function setRow(batch: TransitionBatch, row: number, transition: Transition): void {
  const { state, action, reward, nextState, terminated, truncated } = transition;
  batch.states.set(state, row * state.length);
  batch.actions[row] = action;
  batch.rewards[row] = reward;
  batch.nextStates.set(nextState, row * state.length);
  batch.terminated[row] = terminated ? 1 : 0;
  batch.truncated[row] = truncated ? 1 : 0;
}

/** Copies rows of one batch to another: row `rows[i]` of `from` becomes row i of `to`. */
export function gatherRows(from: TransitionBatch, rows: Int32Array, to: TransitionBatch): void {
  const S = from.states.length / from.actions.length;
  for (let row = 0; row < rows.length; row++) {
    const source = rows[row];
    for (let i = 0; i < S; i++) {
      to.states[row * S + i] = from.states[source * S + i];
      to.nextStates[row * S + i] = from.nextStates[source * S + i];
    }
    to.actions[row] = from.actions[source];
    to.rewards[row] = from.rewards[source];
    to.terminated[row] = from.terminated[source];
    to.truncated[row] = from.truncated[source];
  }
}
