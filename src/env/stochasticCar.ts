/**
 * The stochastic MountainCar of Latent Bayesian Surprise (Mazzaglia et al. 2022, AAAI; its code, mazpie/lbs-exploration): a car
 * to be explored rather than driven, with a remote control that shows noise.
 *
 * | | |
 * |-|-|
 * | observation | position in [−1.2, 0.6], velocity in [−0.07, 0.07], and the picture in [−1, 1] |
 * | actions | 0 push left, 1 coast, 2 push right; 3, 4, 5 the same with the remote on |
 * | remote on | the picture is drawn anew from U(−1, 1), and the push is ignored: the car stands still (`frozen`) or moves without force (`evolving`) |
 * | start | position uniform in [−0.6, −0.4], at rest, the picture 0 |
 * | ends | after 100 steps, truncated; there is no goal |
 * | reward | none: 0 at each step |
 * | score | cells of a 10 × 10 grid over position and velocity that were visited in training; 91 can be reached |
 *
 * Differences: there the push is any number in [−1, 1] and the remote is on where a second number is above 0, here both are
 * discrete. There position −1.2 counts as an eleventh column, which makes one more cell; here it belongs to the first.
 *
 * Without `remoteNoise` the picture stays 0, whatever is pressed. There the quiet environment has no remote at all; here it has, so
 * that quiet and noisy differ in nothing but the noise.
 */
import { stream, type Rng } from '../math/random/rng.ts';
import {
  type BoxSpace,
  type DiscreteSpace,
  type Environment,
  type Exploration,
  type PhaseSpace,
  type Start,
  type Step,
} from './environment.ts';
import {
  CAR_AXES,
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  moveCar,
  START_HIGH,
  START_LOW,
} from './mountainCar.ts';
import { carPicture } from './pictures/carPicture.ts';
import { withTelevision } from './pictures/television.ts';

const POWER = 0.0015; // of a push, positions per step²; Gymnasium MountainCarContinuous-v0
const MAX_STEPS = 100;
const PUSHES = 3;
const COAST = 1;
const SIDE = 10; // cells along position, and along velocity

/** In the form of the settings table (train/config/field.ts). */
export const options = {
  remote: {
    kind: 'choice',
    default: 'frozen',
    choices: ['frozen', 'evolving'],
    help: 'What the car does while the remote is on: it stands still (frozen) or moves without force (evolving).',
  },
  remoteNoise: {
    kind: 'flag',
    default: true,
    help: 'Draw the picture anew whenever the remote is on; false leaves it 0.',
    sameTask: true,
  },
} as const;

export interface StochasticCarOptions {
  readonly remote?: 'frozen' | 'evolving';
  readonly remoteNoise?: boolean;
}

export default function createStochasticCar(given: StochasticCarOptions): Environment {
  return new StochasticCar(given);
}

/** Which of the cells along an axis a value lies in. */
function cellAlong(value: number, low: number, high: number): number {
  const cell = Math.floor((SIDE * (value - low)) / (high - low));
  return Math.min(Math.max(cell, 0), SIDE - 1);
}

const REMOTE_ACTIONS = [3, 4, 5];
const isRemoteOn = (action: number): boolean => action >= PUSHES;

const NOTHING = {};

const stepTo = (observation: Float64Array, truncated: boolean): Step => ({
  observation,
  reward: 0,
  terminated: false,
  truncated,
  info: NOTHING,
});

export class StochasticCar implements Environment {
  readonly observationSpace: BoxSpace = {
    type: 'box',
    low: Float64Array.of(MIN_POSITION, -MAX_SPEED, -1),
    high: Float64Array.of(MAX_POSITION, MAX_SPEED, 1),
    shape: [3],
  };
  readonly actionSpace: DiscreteSpace = { type: 'discrete', n: 2 * PUSHES };
  readonly actionNames = [
    'left',
    'coast',
    'right',
    'left, remote on',
    'coast, remote on',
    'right, remote on',
  ];
  readonly variableNames = ['position', 'velocity', 'picture'];
  readonly remoteActions = REMOTE_ACTIONS;
  readonly picture = withTelevision(
    carPicture(MIN_POSITION, MAX_POSITION, null, [-1, 0, 1, 0, 0, 0]), // the remote takes the place of the push
    (observation) => observation.subarray(2),
    REMOTE_ACTIONS,
  );
  readonly exploration: Exploration = {
    cells: SIDE * SIDE,
    cellOf: ([position, velocity]) =>
      SIDE * cellAlong(velocity, -MAX_SPEED, MAX_SPEED) +
      cellAlong(position, MIN_POSITION, MAX_POSITION),
  };
  readonly phaseSpace: PhaseSpace = {
    axes: CAR_AXES,
    placeOf: ([position, velocity]) => [position, velocity],
    observationAt: (position, velocity) => Float64Array.of(position, velocity, 0),
    stepFrom: (position, velocity, action) => {
      const state = Float64Array.of(position, velocity);
      this.#move(state, action);
      return stepTo(Float64Array.of(state[0], state[1], 0), false);
    },
  };
  /** Cells that can be reached in an episode; a breadth-first search in the tests counts them. */
  readonly optimum = 91;
  readonly milestones = [50, 70, 85];
  /** In 102,400 steps; mean of 40 runs, from 12 to 21. */
  readonly randomScore = 15;
  readonly #isFrozen: boolean;
  readonly #isNoisy: boolean;
  /** Position and velocity. */
  readonly #state = new Float64Array(2);
  #picture = 0;
  #steps = 0;
  #rng: Rng = stream(0, 'stochastic-car/picture');

  constructor({
    remote = options.remote.default,
    remoteNoise = options.remoteNoise.default,
  }: StochasticCarOptions = {}) {
    this.#isFrozen = remote === 'frozen';
    this.#isNoisy = remoteNoise;
  }

  reset(seed: number): Start {
    const start = stream(seed, 'stochastic-car/start').uniform53();
    this.#rng = stream(seed, 'stochastic-car/picture');
    this.#state[0] = START_LOW + (START_HIGH - START_LOW) * start;
    this.#state[1] = 0;
    this.#picture = 0;
    this.#steps = 0;
    return { observation: this.#observation(), info: NOTHING };
  }

  /** @throws RangeError if `action` is not 0 .. 5 */
  step(action: number): Step {
    if (!(Number.isInteger(action) && action >= 0 && action < 2 * PUSHES)) {
      throw new RangeError(`StochasticCar.step: action ${action}; expected 0 .. 5`);
    }
    if (isRemoteOn(action) && this.#isNoisy) this.#picture = 2 * this.#rng.uniform53() - 1;
    this.#move(this.#state, action);
    this.#steps++;
    return stepTo(this.#observation(), this.#steps >= MAX_STEPS);
  }

  /** @param state position and velocity, in place */
  #move(state: Float64Array, action: number): void {
    if (!isRemoteOn(action)) moveCar(state, action, POWER);
    else if (!this.#isFrozen) moveCar(state, COAST, POWER);
  }

  #observation(): Float64Array {
    return Float64Array.of(this.#state[0], this.#state[1], this.#picture);
  }
}
