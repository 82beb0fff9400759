import type { Rng } from '../math/random/rng.ts';
import type { Environment, Step } from './environment.ts';

/** The action that changes the channel: 1, coasting in MountainCar. */
export const REMOTE_CONTROL = 1;

/**
 * A world with a television in it (the "noisy-TV problem" of Burda et al. 2018, Large-Scale Study of
 * Curiosity-Driven Learning, arXiv:1808.04355): some more state variables, each
 * uniform in [−1, 1], drawn anew whenever the agent takes one certain action and held otherwise. They mean nothing,
 * can never be predicted, and whoever is curious about what it cannot predict sits down and watches.
 */
export class NoisyTv implements Environment {
  readonly stateSize: number;
  readonly actionCount: number;
  /** The world's own state, then the picture. */
  readonly state: Float64Array;
  readonly #world: Environment;
  readonly #channels: number;
  #rng: Rng | null = null;

  /** @param channels state variables of the picture */
  constructor(world: Environment, channels: number) {
    this.#world = world;
    this.#channels = channels;
    this.stateSize = world.stateSize + channels;
    this.actionCount = world.actionCount;
    this.state = new Float64Array(this.stateSize);
  }

  reset(rng: Rng): void {
    this.#rng = rng;
    this.#world.reset(rng);
    this.#show(true);
  }

  observe(out: Float64Array, offset = 0): void {
    this.#world.observe(out, offset);
    const S = this.#world.stateSize;
    for (let i = S; i < this.stateSize; i++) out[offset + i] = this.state[i];
  }

  step(action: number): Step {
    const step = this.#world.step(action);
    this.#show(action === REMOTE_CONTROL);
    return step;
  }

  #show(isChanged: boolean): void {
    const S = this.#world.stateSize;
    this.state.set(this.#world.state);
    if (!isChanged || this.#rng === null) return;
    for (let i = S; i < S + this.#channels; i++) this.state[i] = 2 * this.#rng.uniform53() - 1;
  }
}
