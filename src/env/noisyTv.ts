import type { Rng } from '../math/random/rng.ts';
import type { Environment, Step } from './environment.ts';

/** The action that changes the channel: 1, coasting in MountainCar. */
export const REMOTE_CONTROL = 1;

/**
 * An environment with a television in it (the "noisy-TV problem" of Burda et al. 2018, Large-Scale Study of
 * Curiosity-Driven Learning, arXiv:1808.04355): some more state variables, each
 * uniform in [−1, 1], drawn anew whenever the agent takes one certain action and held otherwise. They mean nothing,
 * can never be predicted; an agent rewarded for prediction error keeps drawing new ones.
 */
export class NoisyTv implements Environment {
  readonly stateSize: number;
  readonly actionCount: number;
  /** The environment's own state, then the picture. */
  readonly state: Float64Array;
  readonly #env: Environment;

  /** @param channels state variables of the picture */
  constructor(env: Environment, channels: number) {
    this.#env = env;
    this.stateSize = env.stateSize + channels;
    this.actionCount = env.actionCount;
    this.state = new Float64Array(this.stateSize);
  }

  reset(rng: Rng): void {
    this.#env.reset(rng);
    this.state.set(this.#env.state);
    this.#drawPicture(rng);
  }

  observe(out: Float64Array, offset = 0): void {
    this.#env.observe(out, offset);
    const S = this.#env.stateSize;
    for (let i = S; i < this.stateSize; i++) out[offset + i] = this.state[i];
  }

  step(action: number, rng: Rng): Step {
    const step = this.#env.step(action, rng);
    this.state.set(this.#env.state);
    if (action === REMOTE_CONTROL) this.#drawPicture(rng);
    return step;
  }

  #drawPicture(rng: Rng): void {
    for (let i = this.#env.stateSize; i < this.stateSize; i++) {
      this.state[i] = 2 * rng.uniform53() - 1;
    }
  }
}
