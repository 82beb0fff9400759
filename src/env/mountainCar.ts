/**
 * MountainCar: an underpowered car in a valley must first drive away from the goal to gather speed.
 *
 * Moore 1990, in the form of Gymnasium's MountainCar-v0, whose float64 trajectories it reproduces.
 *
 * | | |
 * |-|-|
 * | state | position in [−1.2, 0.6], velocity in [−0.07, 0.07] (positions per step) |
 * | actions | 0 push left, 1 coast, 2 push right |
 * | start | position uniform in [−0.6, −0.4], at rest |
 * | goal | position ≥ 0.5 with velocity ≥ 0 |
 * | time limit | 200 steps |
 * | reward | dense: −1 each step (Gymnasium's). sparse: 0 each step, 1 at the goal (the VIME paper's, 3) |
 */
import { cos } from '../math/numerics/cos.ts';
import type { Rng } from '../math/random/rng.ts';
import type { Environment, Step } from './environment.ts';

export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const MAX_SPEED = 0.07; // positions per step
export const GOAL_POSITION = 0.5;
export const FORCE = 0.001; // positions per step², of a push; Gymnasium MountainCar-v0
export const GRAVITY = 0.0025; // positions per step², on the steepest slope; Gymnasium MountainCar-v0
export const START_LOW = -0.6;
export const START_HIGH = -0.4;

export type RewardKind = 'sparse' | 'dense';

/** What networks see of the state: each variable scaled to [−1, 1], or as it is. */
export type ObservationKind = 'scaled' | 'raw';

export interface MountainCarOptions {
  readonly reward: RewardKind;
  /** Steps after which an episode is cut. */
  readonly maxSteps?: number;
  /** Least velocity at which the goal counts. */
  readonly goalVelocity?: number;
  /** Of a push, positions per step². */
  readonly force?: number;
  readonly observation?: ObservationKind;
}

type Pair = readonly [position: number, velocity: number];

/** Position and velocity, each scaled to [−1, 1]. */
function scaled(position: number, velocity: number): Pair {
  return [
    (2 * position - MIN_POSITION - MAX_POSITION) / (MAX_POSITION - MIN_POSITION),
    velocity / MAX_SPEED,
  ];
}

/** The same from what networks see. @param at where the observation begins in `seen` */
export function scaledFrom(seen: Float64Array, at: number, kind: ObservationKind): Pair {
  const [position, velocity] = [seen[at], seen[at + 1]];
  return kind === 'raw' ? scaled(position, velocity) : [position, velocity];
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

export class MountainCar implements Environment {
  readonly stateSize = 2;
  readonly actionCount = 3;
  readonly state = new Float64Array(2);
  readonly #reward: RewardKind;
  readonly #maxSteps: number;
  readonly #goalVelocity: number;
  readonly #force: number;
  readonly #isRaw: boolean;
  #steps = 0;

  constructor({
    reward,
    maxSteps = 200,
    goalVelocity = 0,
    force = FORCE,
    observation = 'scaled',
  }: MountainCarOptions) {
    this.#reward = reward;
    this.#isRaw = observation === 'raw';
    this.#maxSteps = maxSteps;
    this.#goalVelocity = goalVelocity;
    this.#force = force;
  }

  reset(rng: Rng): void {
    this.restart(START_LOW + (START_HIGH - START_LOW) * rng.uniform53(), 0);
  }

  /** Starts an episode from a chosen state. */
  restart(position: number, velocity: number): void {
    this.state[0] = position;
    this.state[1] = velocity;
    this.#steps = 0;
  }

  observe(out: Float64Array, offset = 0): void {
    const [position, velocity] = this.state;
    out.set(this.#isRaw ? [position, velocity] : scaled(position, velocity), offset);
  }

  /** @throws RangeError if `action` is not 0, 1 or 2 */
  step(action: number): Step {
    if (action !== 0 && action !== 1 && action !== 2) {
      throw new RangeError(`MountainCar.step: action ${action}; expected 0, 1 or 2`);
    }
    moveCar(this.state, action, this.#force);
    this.#steps++;
    const terminated = this.state[0] >= GOAL_POSITION && this.state[1] >= this.#goalVelocity;
    const truncated = this.#steps >= this.#maxSteps; // as in Gymnasium, also when the goal is reached just then
    const reward = this.#reward === 'dense' ? -1 : terminated ? 1 : 0;
    return { reward, terminated, truncated };
  }
}
