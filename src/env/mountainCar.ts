/**
 * MountainCar: an underpowered car in a valley must first drive away from the goal to gather speed.
 *
 * Moore 1990, in the form of Gymnasium's MountainCar-v0, whose float64 trajectories it reproduces.
 *
 * | | |
 * |-|-|
 * | observation | position in [−1.2, 0.6], velocity in [−0.07, 0.07] (positions per step) |
 * | actions | 0 push left, 1 coast, 2 push right |
 * | start | position uniform in [−0.6, −0.4], at rest |
 * | goal | position ≥ 0.5 with velocity ≥ 0 |
 * | time limit | 200 steps |
 * | reward | dense: −1 each step (Gymnasium's). sparse: 0 each step, 1 at the goal (the VIME paper's, 3) |
 */
import { cos, sin } from '../math/numerics/cos.ts';
import { stream } from '../math/random/rng.ts';
import { carPicture } from './pictures/carPicture.ts';
import {
  MINUS_STEPS,
  type BoxSpace,
  type DiscreteSpace,
  type Environment,
  type PhaseAxis,
  type PhaseSpace,
  type Start,
  type Step,
} from './environment.ts';

export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const MAX_SPEED = 0.07; // positions per step
export const GOAL_POSITION = 0.5;
export const FORCE = 0.001; // positions per step², of a push; Gymnasium MountainCar-v0
export const GRAVITY = 0.0025; // positions per step², on the steepest slope; Gymnasium MountainCar-v0
export const START_LOW = -0.6;
export const START_HIGH = -0.4;

export type RewardKind = 'sparse' | 'dense';

export interface MountainCarOptions {
  readonly reward: RewardKind;
  /** Steps after which an episode is cut. */
  readonly maxSteps?: number;
  /** Least velocity at which the goal counts. */
  readonly goalVelocity?: number;
  /** Of a push, positions per step². */
  readonly force?: number;
}

/**
 * One step of the physics, in place: the push and the slope change the velocity, the velocity changes
 * the position, and the left wall stops the car dead.
 *
 * @param state [position, velocity]
 * @param force of a push, positions per step²
 */
export function moveCar(state: Float64Array, action: number, force = FORCE): void {
  let velocity = state[1] + (action - 1) * force - cos(3 * state[0]) * GRAVITY;
  velocity = Math.min(Math.max(velocity, -MAX_SPEED), MAX_SPEED);
  const position = Math.min(Math.max(state[0] + velocity, MIN_POSITION), MAX_POSITION);
  if (position === MIN_POSITION && velocity < 0) velocity = 0;
  state[0] = position;
  state[1] = velocity;
}

export const CAR_AXES: readonly [PhaseAxis, PhaseAxis] = [
  { name: 'position', low: MIN_POSITION, high: MAX_POSITION, ticks: [-1, -0.5, 0, GOAL_POSITION] },
  {
    name: 'velocity',
    unit: 'positions per step',
    low: -MAX_SPEED,
    high: MAX_SPEED,
    ticks: [-0.05, 0, 0.05],
  },
];

/** The optimum by the force of a push: `npm run optimum -- --fine`, ± 0.01 for the first, ± 0.2 for the second, a lower bound. */
const KNOWN = [
  { force: FORCE, maxSteps: 200, optimum: -97.66, milestones: [-150, -120, -110] },
  { force: FORCE / 2, maxSteps: 400, optimum: -190.7, milestones: [-300, -250, -220] },
];

/** Energy for each unit of mass, of speed and height: the height is what `GRAVITY` does along the track. */
const energyOf = (position: number, velocity: number): number =>
  0.5 * velocity * velocity + (GRAVITY / 3) * sin(3 * position);

const LOWEST_ENERGY = -GRAVITY / 3; // at rest in the valley
const GOAL_ENERGY = energyOf(GOAL_POSITION, 0);

const NOTHING = {};

export class MountainCar implements Environment {
  readonly observationSpace: BoxSpace = {
    type: 'box',
    low: Float64Array.of(MIN_POSITION, -MAX_SPEED),
    high: Float64Array.of(MAX_POSITION, MAX_SPEED),
    shape: [2],
  };
  readonly actionSpace: DiscreteSpace = { type: 'discrete', n: 3 };
  readonly actionNames = ['left', 'coast', 'right'];
  readonly variableNames = ['position', 'velocity'];
  readonly score = MINUS_STEPS;
  /** Random actions do not reach the goal: not one of 20,000 episodes by either force that is known. */
  readonly randomScore: number;
  readonly optimum: number | undefined;
  readonly milestones: readonly number[] | undefined;
  readonly phaseSpace: PhaseSpace;
  readonly picture = carPicture(MIN_POSITION, MAX_POSITION, GOAL_POSITION, [-1, 0, 1]);
  readonly #reward: RewardKind;
  readonly #maxSteps: number;
  readonly #goalVelocity: number;
  readonly #force: number;
  /** The present position and velocity [2]; changes with every step. */
  readonly state = new Float64Array(2);
  #steps = 0;

  /** @throws RangeError if there is no such reward */
  constructor({ reward, maxSteps = 200, goalVelocity = 0, force = FORCE }: MountainCarOptions) {
    // Whatever is not dense would be sparse.
    if (!['sparse', 'dense'].includes(reward)) {
      throw new RangeError(`MountainCar: expected a reward sparse or dense, got ${reward}`);
    }
    this.#reward = reward;
    this.#maxSteps = maxSteps;
    this.#goalVelocity = goalVelocity;
    this.#force = force;
    this.randomScore = -maxSteps;
    const known = KNOWN.find((one) => one.force === force);
    this.milestones = known?.milestones;
    // With less time the best policy may not arrive in time from every start.
    this.optimum = known && maxSteps >= known.maxSteps ? known.optimum : undefined;
    this.phaseSpace = {
      axes: CAR_AXES,
      goal: GOAL_POSITION,
      placeOf: ([position, velocity]) => [position, velocity],
      observationAt: (position, velocity) => Float64Array.of(position, velocity),
      stepFrom: (position, velocity, action) =>
        this.#move(Float64Array.of(position, velocity), action, 1),
    };
  }

  reset(seed: number): Start {
    const rng = stream(seed, 'mountain-car');
    return this.restart(START_LOW + (START_HIGH - START_LOW) * rng.uniform53(), 0);
  }

  /** Starts an episode from a chosen state. */
  restart(position: number, velocity: number): Start {
    this.state[0] = position;
    this.state[1] = velocity;
    this.#steps = 0;
    return { observation: this.state.slice(), info: NOTHING };
  }

  /** @throws RangeError if `action` is not 0, 1 or 2 */
  step(action: number): Step {
    const step = this.#move(this.state, action, this.#steps + 1);
    this.#steps++;
    return step;
  }

  isGoal({ terminated }: Step): boolean {
    return terminated;
  }

  /** Times 1 − gamma a reward of −1 for ever is worth −1 (Σ γᵗ = 1 / (1 − γ)), so that one eta serves both rewards. */
  rewardScale(gamma: number): number {
    return this.#reward === 'dense' ? 1 - gamma : 1;
  }

  /** Mechanical energy: 0 at rest in the valley, 1 at rest at the goal. */
  potential([position, velocity]: Float64Array): number {
    return (energyOf(position, velocity) - LOWEST_ENERGY) / (GOAL_ENERGY - LOWEST_ENERGY);
  }

  /** @param state [2], in place @param steps of the episode, this one included */
  #move(state: Float64Array, action: number, steps: number): Step {
    if (action !== 0 && action !== 1 && action !== 2) {
      throw new RangeError(`MountainCar.step: action ${action}; expected 0, 1 or 2`);
    }
    moveCar(state, action, this.#force);
    const terminated = state[0] >= GOAL_POSITION && state[1] >= this.#goalVelocity;
    const truncated = steps >= this.#maxSteps; // as in Gymnasium, also when the goal is reached just then
    const reward = this.#reward === 'dense' ? -1 : terminated ? 1 : 0;
    return { observation: state.slice(), reward, terminated, truncated, info: NOTHING };
  }
}
