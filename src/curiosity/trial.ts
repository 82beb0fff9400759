/** A curiosity that is tried on transitions made up for it, without an agent, in the order of the algorithm: update, learn, measure. */
import { mean } from '../math/stats/descriptive.ts';
import { Rng, stream } from '../math/random/rng.ts';
import { ReplayBuffer } from '../replay/replayBuffer.ts';
import {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../replay/transition.ts';
import { Bonus } from './bonus.ts';
import type { Curiosity, CuriosityUpdate } from './curiosity.ts';

/** Of what a curiosity sees. */
export interface TrialSizes {
  /** S */
  readonly stateSize: number;
  /** A */
  readonly actionCount: number;
}

/** Transitions that a trial remembers. */
const CAPACITY = 2000;

export class Trial {
  readonly curiosity: Curiosity;
  readonly #replay: ReplayBuffer;
  readonly #bonus: Bonus;
  #sampling: Rng;
  #noise: Rng;
  /** Steps so far. */
  steps = 0;

  /** @param seed of the numbers that are drawn for the trial; the curiosity may have been made from another seed */
  constructor(curiosity: Curiosity, seed: number, stateSize: number) {
    this.curiosity = curiosity;
    const capacity = Math.max(CAPACITY, curiosity.batchSize);
    this.#replay = new ReplayBuffer(capacity, stateSize);
    const options = { bonusUnit: 'none', freezeAfter: 1, bonusRoot: false } as const;
    const limits = { bonusClip: Infinity, replayCapacity: capacity };
    this.#bonus = new Bonus(curiosity, { ...options, ...limits }, stateSize);
    this.#sampling = stream(seed, 'trial.sampling');
    this.#noise = stream(seed, 'trial.noise');
  }

  /** One environment step. @returns what was learnt, or null, and the novelty of the transition, or of the batch that was measured */
  step(transition: Transition): {
    readonly update: CuriosityUpdate | null;
    readonly novelty: number;
  } {
    const { curiosity } = this;
    this.steps++;
    const slot = this.#replay.add(transition);
    curiosity.update(transition);
    const { slots, batch } = this.#bonus;
    let update: CuriosityUpdate | null = null;
    if (this.#replay.size >= curiosity.batchSize) {
      this.#replay.sample(slots, this.#sampling);
      this.#replay.gather(slots, batch);
      update = curiosity.learn(batch, this.#replay.size, this.#noise);
      if (curiosity.measured.of === 'q-batch') {
        this.#bonus.measureSlots(this.#replay, slots, this.#noise);
        return { update, novelty: mean(Float64Array.from(slots, (s) => this.#bonus.novelty(s))) };
      }
    } else if (curiosity.measured.of === 'q-batch') return { update, novelty: 0 };
    return { update, novelty: this.#bonus.measure(this.#replay, slot, this.#noise) };
  }

  /** Goes on where another trial is, but for the curiosity, which has been restored. */
  continueFrom(other: Trial): void {
    this.#replay.restore(other.#replay.state());
    this.#bonus.restore(other.#bonus.state());
    this.#sampling = new Rng(other.#sampling.state());
    this.#noise = new Rng(other.#noise.state());
    this.steps = other.steps;
  }

  /** Mean novelty of some transitions to the model as it is now. */
  meanNovelty(transitions: readonly Transition[]): number {
    return mean(this.#noveltiesOf(transitions));
  }

  /** The same of its absolute value. */
  meanSize(transitions: readonly Transition[]): number {
    return mean(this.#noveltiesOf(transitions).map(Math.abs));
  }

  #noveltiesOf(transitions: readonly Transition[]): Float64Array {
    const novelties = new Float64Array(transitions.length);
    this.#bonus.measureAll(batchOf(transitions), novelties, this.#noise);
    return novelties;
  }
}

function batchOf(transitions: readonly Transition[]): TransitionBatch {
  const S = transitions[0].state.length;
  const batch = createTransitionBatch(transitions.length, S);
  for (const [row, { state, action, nextState }] of transitions.entries()) {
    batch.states.set(state, row * S);
    batch.actions[row] = action;
    batch.nextStates.set(nextState, row * S);
  }
  return batch;
}

/**
 * Transitions from states anywhere in [−1, 1].
 *
 * @param changeOf the change of variable i, from a number in [−1, 1] that follows from state and action, and another that is random
 */
export function transitionsOf(
  name: string,
  count: number,
  { stateSize, actionCount }: TrialSizes,
  changeOf: (i: number, known: number, random: number) => number,
): Transition[] {
  const rng = stream(1, `trial.${name}`);
  const uniform = (): number => 2 * rng.uniform53() - 1;
  return Array.from({ length: count }, () => {
    const state = Float64Array.from({ length: stateSize }, uniform);
    const action = rng.integer(actionCount);
    const push = actionCount === 1 ? 1 : (2 * action) / (actionCount - 1) - 1;
    const nextState = state.map(
      (x, i) => x + changeOf(i, 0.5 * (push - state[(i + 1) % stateSize]), uniform()),
    );
    return { state, action, reward: 0, nextState, terminated: false, truncated: false };
  });
}
