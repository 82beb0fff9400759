import { argMax } from '../math/kernels/reduce.ts';
import { checkChoice } from '../nn/checkOptions.ts';
import type { Rng } from '../math/random/rng.ts';

/**
 * How long a random action lasts once it was chosen.
 *
 * - `once`: one step, the usual epsilon-greedy.
 * - `geometric`: after each step it lasts one more with probability `STICKINESS`.
 * - `zeta`: n steps with probability proportional to n⁻², mostly one and sometimes very many (Dabney et al. 2020, the
 *   temporally extended epsilon-greedy "εz-greedy").
 */
export type RepeatKind = 'once' | 'geometric' | 'zeta';
export const REPEAT_KINDS = ['once', 'geometric', 'zeta'] as const satisfies readonly RepeatKind[];

/** Probability of one more step, for `geometric`: a random action lasts 20 steps on average. */
export const STICKINESS = 0.95;

/** Factor on epsilon at each environment step, for the exponential schedule; Cassie-Lim/VIME. */
export const EPSILON_DECAY = 0.99995;

const ZETA_TOTAL = 1.6449340668482264; // Σ n⁻² = π² / 6
const LONGEST = 10_000; // steps; longer than an episode of any named environment

function duration(randomRepeat: RepeatKind, rng: Rng): number {
  let steps = 1;
  if (randomRepeat === 'geometric') {
    while (rng.uniform() < STICKINESS) steps++;
  } else if (randomRepeat === 'zeta') {
    let rest = ZETA_TOTAL * rng.uniform53() - 1;
    while (steps < LONGEST && rest >= 0) {
      steps++;
      rest -= 1 / (steps * steps);
    }
  }
  return steps;
}

/**
 * The greedy action, unless a random one lasts on from the step before or, with probability ε, a new one begins. If random actions last
 * n steps on average, their share in long episodes is ε n / (1 + ε (n − 1)): with n = 20 about half for ε = 0.05, a sixth for ε = 0.01.
 */
export class EpsilonGreedy {
  readonly #randomRepeat: RepeatKind;
  #action = 0;
  #stepsLeft = 0;

  /** @throws RangeError if there is no such kind */
  constructor(randomRepeat: RepeatKind) {
    checkChoice('EpsilonGreedy', 'randomRepeat', randomRepeat, REPEAT_KINDS);
    this.#randomRepeat = randomRepeat;
  }

  /** Starts an episode: no random action continues from the one before. */
  reset(): void {
    this.#stepsLeft = 0;
  }

  /** @param qValues [A]; called only when the greedy action is wanted, the lowest index on a tie */
  choose(epsilon: number, actionCount: number, qValues: () => Float64Array, rng: Rng): number {
    if (this.#stepsLeft === 0) {
      if (rng.uniform() >= epsilon) return argMax(qValues(), 0, actionCount);
      this.#action = rng.integer(actionCount);
      this.#stepsLeft = duration(this.#randomRepeat, rng);
    }
    this.#stepsLeft--;
    return this.#action;
  }
}
