import type { ReplayBuffer } from './replayBuffer.ts';

/** A batch to learn from: n-step returns and where to bootstrap. Allocated once and reused. */
export interface NStepBatch {
  /** [B, S] */
  readonly states: Float64Array;
  /** [B] */
  readonly actions: Int32Array;
  /** [B] R = Σᵢ γⁱ rₜ₊ᵢ over the m ≤ n steps taken */
  readonly returns: Float64Array;
  /** [B] γᵐ */
  readonly discounts: Float64Array;
  /** [B, S] the state after those m steps */
  readonly nextStates: Float64Array;
  /** [B] 1 where nothing is bootstrapped: at the goal, and under `truncationEnds` at the time limit */
  readonly ended: Uint8Array;
}

export function createNStepBatch(size: number, stateSize: number): NStepBatch {
  return {
    states: new Float64Array(size * stateSize),
    actions: new Int32Array(size),
    returns: new Float64Array(size),
    discounts: new Float64Array(size),
    nextStates: new Float64Array(size * stateSize),
    ended: new Uint8Array(size),
  };
}

export interface NStepOptions {
  /** Most rewards that are added, n ≥ 1. */
  readonly nStep: number;
  /** Discount for each step. */
  readonly gamma: number;
  /** Treat truncation as termination: bootstrap neither at the goal nor at the time limit. */
  readonly truncationEnds: boolean;
}

/**
 * n-step returns (Sutton and Barto 2018, 7.1): add up to n rewards from the transitions that follow one another
 * in the buffer, then bootstrap. The walk stops early at the end of an episode (either kind) and at the
 * newest transition, whose successor is not known yet.
 *
 * For n > 1 the actions after the first were chosen by an older policy. This off-policy bias is not corrected: with a
 * small n the faster propagation of rewards outweighs it.
 *
 * @param batch    filled, one row for each slot
 * @param slots    [B] where the walks start
 * @param rewardOf the reward to learn from for the transition in a slot
 */
export function gatherNStep(
  batch: NStepBatch,
  replay: ReplayBuffer,
  slots: Int32Array,
  { nStep, gamma, truncationEnds }: NStepOptions,
  rewardOf: (slot: number) => number,
): void {
  const { capacity, stateSize: S, newest } = replay;
  for (let b = 0; b < slots.length; b++) {
    let slot = slots[b];
    batch.actions[b] = replay.actions[slot];
    for (let i = 0; i < S; i++) batch.states[b * S + i] = replay.states[slot * S + i];

    let discount = gamma;
    let total = rewardOf(slot);
    for (let m = 1; m < nStep; m++) {
      if (replay.terminated[slot] || replay.truncated[slot] || slot === newest) break;
      slot = slot + 1 === capacity ? 0 : slot + 1;
      total += discount * rewardOf(slot);
      discount *= gamma;
    }
    batch.returns[b] = total;
    batch.discounts[b] = discount;
    const isEnd = replay.terminated[slot] || (truncationEnds && replay.truncated[slot]);
    batch.ended[b] = isEnd ? 1 : 0;
    for (let i = 0; i < S; i++) batch.nextStates[b * S + i] = replay.nextStates[slot * S + i];
  }
}
