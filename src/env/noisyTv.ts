import { stream, type Rng } from '../math/random/rng.ts';
import {
  isGoal,
  scoreOf,
  type BoxSpace,
  type DiscreteSpace,
  type Environment,
  type PhaseSpace,
  type Picture,
  type Score,
  type Start,
  type Step,
} from './environment.ts';
import { withTelevision } from './pictures/television.ts';

/** The action that changes the channel: 1, coasting in MountainCar. */
export const REMOTE_CONTROL = 1;

/**
 * An environment with a television in it (the "noisy-TV problem" of Burda et al. 2018, Large-Scale Study of
 * Curiosity-Driven Learning, arXiv:1808.04355): some more variables in the observation, each
 * uniform in [−1, 1], drawn anew whenever the agent takes one certain action and held otherwise. They mean nothing
 * and cannot be predicted: an agent rewarded for prediction error keeps drawing new ones.
 *
 * A sham is the same without the noise: the action changes nothing, and an episode keeps the picture it began with. So the
 * networks are as large and see inputs of the same distribution (a picture of zeros would be no input at all), but no
 * action brings noise. What an agent loses in front of a sham is the cost of these inputs; what it loses besides in front of a noisy
 * TV is the effect of the noise. That holds for a bonus that predicts changes; to one that rates states, such as `rnd`, each episode's picture is new.
 */
export class NoisyTv implements Environment {
  readonly observationSpace: BoxSpace;
  readonly actionSpace: DiscreteSpace;
  readonly score: Score;
  readonly optimum: number | undefined;
  readonly randomScore: number | undefined;
  readonly milestones: readonly number[] | undefined;
  readonly actionNames: readonly string[] | undefined;
  readonly variableNames: readonly string[] | undefined;
  readonly phaseSpace: PhaseSpace | undefined;
  readonly picture: Picture | undefined;
  readonly potential: ((observation: Float64Array) => number) | undefined;
  readonly remoteActions = [REMOTE_CONTROL];
  readonly #env: Environment;
  readonly #isSham: boolean;
  readonly #channels: Float64Array;
  #rng: Rng;

  /** @param channels variables of the picture */
  constructor(env: Environment, channels: number, isSham = false) {
    this.#env = env;
    this.#isSham = isSham;
    this.#channels = new Float64Array(channels);
    this.#rng = stream(0, 'noisy-tv');
    const { low, high } = env.observationSpace;
    const bounds = (own: Float64Array, bound: number): Float64Array =>
      Float64Array.of(...own, ...this.#channels.map(() => bound));
    this.observationSpace = {
      type: 'box',
      low: bounds(low, -1),
      high: bounds(high, 1),
      shape: [low.length + channels],
    };
    this.actionSpace = env.actionSpace;
    this.score = scoreOf(env);
    this.optimum = env.optimum;
    this.randomScore = env.randomScore;
    this.milestones = env.milestones;
    this.actionNames = env.actionNames;
    this.variableNames = env.variableNames && [
      ...env.variableNames,
      ...Array.from({ length: channels }, (_, channel) => `channel ${channel + 1}`),
    ];
    this.potential = env.potential && ((seen) => env.potential!(seen.subarray(0, low.length)));
    this.picture =
      env.picture &&
      withTelevision(
        cut(env.picture, low.length),
        (seen) => seen.subarray(low.length),
        isSham ? [] : this.remoteActions,
      );
    this.phaseSpace = env.phaseSpace && withDarkPicture(env.phaseSpace, channels);
  }

  reset(seed: number): Start {
    const start = this.#env.reset(seed);
    this.#rng = stream(seed, 'noisy-tv');
    this.#drawChannels();
    return { ...start, observation: joined(start.observation, this.#channels) };
  }

  step(action: number): Step {
    const step = this.#env.step(action);
    if (action === REMOTE_CONTROL && !this.#isSham) this.#drawChannels();
    return { ...step, observation: joined(step.observation, this.#channels) };
  }

  isGoal(step: Step): boolean {
    return isGoal(this.#env, step);
  }

  rewardScale(gamma: number): number {
    return this.#env.rewardScale?.(gamma) ?? 1;
  }

  #drawChannels(): void {
    for (let i = 0; i < this.#channels.length; i++)
      this.#channels[i] = 2 * this.#rng.uniform53() - 1;
  }
}

function joined(observation: Float64Array, picture: Float64Array): Float64Array {
  const all = new Float64Array(observation.length + picture.length);
  all.set(observation);
  all.set(picture, observation.length);
  return all;
}

/** The picture of the environment, of the first variables of an observation. */
function cut(picture: Picture, size: number): Picture {
  const { low, high } = picture;
  return {
    low,
    high,
    draw: (observation, action, before) =>
      picture.draw(
        observation.subarray(0, size),
        action,
        before.map((snapshot) => ({
          ...snapshot,
          observation: snapshot.observation.subarray(0, size),
        })),
      ),
  };
}

/** The phase space of the environment, every channel 0. */
function withDarkPicture(phaseSpace: PhaseSpace, channels: number): PhaseSpace {
  const dark = new Float64Array(channels);
  return {
    ...phaseSpace,
    observationAt: (x, y) => joined(phaseSpace.observationAt(x, y), dark),
    stepFrom: (x, y, action) => {
      const step = phaseSpace.stepFrom(x, y, action);
      return { ...step, observation: joined(step.observation, dark) };
    },
  };
}
