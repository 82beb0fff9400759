/**
 * Cart-pole swing-up: a cart on a track, pushed left or right, has to swing a hanging pole up and hold it there.
 *
 * bsuite's CartpoleSwingup (Osband et al. 2020, arXiv:1908.03568), whose float64 trajectories it reproduces.
 *
 * | | |
 * |-|-|
 * | state | x of the cart, x′, angle θ of the pole in [0, 2π) with 0 upright, θ′; metres, radians and seconds |
 * | actions | 0 push left, 1 none, 2 push right |
 * | start | x, x′, θ − π and θ′ uniform in [−0.05, 0.05]: the pole hangs |
 * | ends | terminated: the cart leaves the track, |x| > 3. truncated: 10 s have passed, 1001 steps |
 * | reward | −0.1 for a push, 1 while the pole is upright and still and the cart is central |
 * | score | return |
 *
 * bsuite ends an episode at 10 s as it does off the track, and shows the time. Here the time is no part of the plain
 * observation, and the pole could be held for ever: so the time limit truncates.
 *
 * The reward `vime` is that of VIME (arXiv:1605.09674, 3) and its authors' code: 1 while cos θ > 0.8 and the cart is on the
 * track, nothing else. The start and the physics stay those above.
 */
import { roundedCos, roundedSin } from '../math/numerics/roundedCos.ts';
import { stream } from '../math/random/rng.ts';
import type { BoxSpace, DiscreteSpace, Environment, Picture, Start, Step } from './environment.ts';
import { cartpolePicture } from './pictures/cartpolePicture.ts';

// bsuite's Cartpole
const MASS_CART = 1; // kg
const MASS_POLE = 0.1; // kg
const MASS = MASS_CART + MASS_POLE;
const LENGTH = 0.5; // m, from the joint to the middle of the pole
const FORCE = 10; // N, of a push
const GRAVITY = 9.8; // m/s²
const STEP_TIME = 0.01; // s, one step of Euler's method
const TRACK = 3; // m, from the middle to each end
const MAX_TIME = 10; // s
// bsuite's CartpoleSwingup
const START_RANGE = 0.05;
const STILL = 1; // rad/s, largest |θ′| that is rewarded
const PUSH_COST = 0.1;
const LEVELS = 20;
// VIME
const VIME_HEIGHT = 0.8; // least cos θ that is rewarded

const PLAIN_TURNING = 10; // rad/s, unit of θ′ in the plain observation
const PI = 3.141592653589793;
const TURN = 2 * PI;

/** In the form of the settings table (train/config/field.ts). */
export const options = {
  level: {
    kind: 'whole',
    default: 0,
    min: 0,
    max: LEVELS - 1,
    help: 'Difficulty: the pole is upright where its cosine is above level / 20, and the cart central within 1 - level / 20.',
  },
  reward: {
    kind: 'choice',
    default: 'bsuite',
    choices: ['bsuite', 'vime'],
    help: 'Reward: 1 while the pole is upright and still and the cart central, -0.1 for a push (bsuite), or 1 while the cosine of the pole is above 0.8 (vime).',
  },
  features: {
    kind: 'choice',
    default: 'plain',
    choices: ['plain', 'bsuite'],
    help: 'Observation: position, speed, sine, cosine and turning speed (plain), or the eight numbers of bsuite, of which one is the time.',
  },
  repeat: {
    kind: 'whole',
    default: 1,
    min: 1,
    max: 1000,
    help: 'Steps of 0.01 s that an action lasts.',
  },
} as const;

export interface CartpoleSwingupOptions {
  readonly level?: number;
  readonly reward?: 'bsuite' | 'vime';
  /**
   * `plain`: x / 3, x′ / 3, sin θ, cos θ, θ′ / 10. `bsuite`: the eight numbers of bsuite, rounded to float32: θ′ itself, then
   * time / 10 s, and ±1 for central and for still.
   */
  readonly features?: 'plain' | 'bsuite';
  /** Steps that an action lasts; their rewards are added up. */
  readonly repeat?: number;
}

export default function createCartpoleSwingup(given: CartpoleSwingupOptions): Environment {
  return new CartpoleSwingup(given);
}

/**
 * One step of the physics, in place. Barto, Sutton and Anderson 1983, by Euler's method.
 *
 * @param state [x, x′, θ, θ′]
 * @param s     sin θ
 * @param c     cos θ
 */
function moveCartpole(state: Float64Array, action: number, s: number, c: number): void {
  const [x, speed, angle, turning] = state;
  const force = (action - 1) * FORCE;
  const poleMassLength = MASS_POLE * LENGTH;
  const pull = (force + poleMassLength * (turning * turning) * s) / MASS;
  const turningChange =
    (GRAVITY * s - c * pull) / (LENGTH * (4 / 3 - (MASS_POLE * (c * c)) / MASS));
  const speedChange = pull - (poleMassLength * turningChange * c) / MASS;
  const turned = (angle + STEP_TIME * turning) % TURN; // the sign of the dividend
  state[0] = x + STEP_TIME * speed;
  state[1] = speed + STEP_TIME * speedChange;
  state[2] = turned < 0 ? turned + TURN : turned;
  state[3] = turning + STEP_TIME * turningChange;
}

/** Of an observation; the plain one has the first five. */
const VARIABLES = [
  'position of the cart',
  'speed of the cart',
  'sine of the angle',
  'cosine of the angle',
  'turning',
  'time',
  'cart in the middle',
  'pole at rest',
];

export class CartpoleSwingup implements Environment {
  readonly observationSpace: BoxSpace;
  readonly actionSpace: DiscreteSpace = { type: 'discrete', n: 3 };
  readonly actionNames = ['left', 'none', 'right'];
  readonly variableNames: readonly string[];
  readonly milestones = [100, 400, 700];
  readonly picture: Picture;
  /** [x, x′, θ, θ′] */
  readonly state = new Float64Array(4);
  readonly #height: number;
  readonly #central: number;
  readonly #isVime: boolean;
  readonly #isPlain: boolean;
  readonly #repeat: number;
  /** Of θ, to the last bit. The upright pole is not stable: a difference in the last bit would be one of centimetres after ten seconds. */
  #sin = 0;
  #cos = 1;
  /** Seconds since the start, added up as bsuite does. */
  #time = 0;
  #isOver = true;

  constructor({
    level = options.level.default,
    reward = options.reward.default,
    features = options.features.default,
    repeat = options.repeat.default,
  }: CartpoleSwingupOptions = {}) {
    this.#height = level / LEVELS;
    this.#central = 1 - level / LEVELS;
    this.#isVime = reward === 'vime';
    this.#isPlain = features === 'plain';
    this.#repeat = repeat;
    const rest = this.#isPlain ? [] : [1.01, 1, 1]; // 10.01 s at the end
    const high = Float64Array.of(Infinity, Infinity, 1, 1, Infinity, ...rest);
    const low = high.map((bound) => -bound);
    if (!this.#isPlain) low[5] = 0;
    this.observationSpace = { type: 'box', low, high, shape: [high.length] };
    this.variableNames = VARIABLES.slice(0, high.length);
    const central = this.#isVime ? TRACK : this.#central;
    this.picture = cartpolePicture(TRACK, central, 2 * LENGTH, ([x, , sin, cos]) => ({
      x: x * TRACK,
      sin,
      cos,
    }));
  }

  reset(seed: number): Start {
    const rng = stream(seed, 'cartpole-swingup');
    const draw = (): number => START_RANGE * (2 * rng.uniform53() - 1);
    return this.restart([draw(), draw(), PI + draw(), draw()]);
  }

  /** Starts an episode from a chosen state, [x, x′, θ, θ′]. */
  restart(state: ArrayLike<number>): Start {
    this.state.set(state);
    this.#updateAngle();
    this.#time = 0;
    this.#isOver = false;
    return { observation: this.#observation(), info: {} };
  }

  /** @throws RangeError if `action` is not 0, 1 or 2, or the episode has ended */
  step(action: number): Step {
    if (action !== 0 && action !== 1 && action !== 2) {
      throw new RangeError(`CartpoleSwingup.step: action ${action}; expected 0, 1 or 2`);
    }
    if (this.#isOver) {
      throw new RangeError('CartpoleSwingup.step: the episode has ended; call reset');
    }
    let reward = 0;
    let isRewarded = false;
    let terminated = false;
    let truncated = false;
    for (let i = 0; i < this.#repeat && !terminated && !truncated; i++) {
      moveCartpole(this.state, action, this.#sin, this.#cos);
      this.#updateAngle();
      this.#time += STEP_TIME;
      terminated = Math.abs(this.state[0]) > TRACK;
      truncated = this.#time > MAX_TIME;
      isRewarded ||= this.#isRewarded;
      reward += this.#isRewarded ? 1 : 0;
      if (!this.#isVime) reward -= PUSH_COST * Math.abs(action - 1);
    }
    this.#isOver = terminated || truncated;
    return {
      observation: this.#observation(),
      reward,
      terminated,
      truncated,
      info: { isRewarded },
    };
  }

  /** The pole has been swung up; whether it stays there is for the score to say. */
  isGoal({ info }: Step): boolean {
    return info.isRewarded === true;
  }

  /** A reward of 1 for ever, at each of the steps that an action lasts, is then worth 1 (Σ γᵗ = 1 / (1 − γ)). */
  rewardScale(gamma: number): number {
    return (1 - gamma) / this.#repeat;
  }

  #updateAngle(): void {
    this.#sin = roundedSin(this.state[2]);
    this.#cos = roundedCos(this.state[2]);
  }

  get #isCentral(): boolean {
    return Math.abs(this.state[0]) < this.#central;
  }

  get #isStill(): boolean {
    return Math.abs(this.state[3]) < STILL;
  }

  get #isRewarded(): boolean {
    if (this.#isVime) return this.#cos > VIME_HEIGHT && Math.abs(this.state[0]) <= TRACK;
    return this.#cos > this.#height && this.#isStill && this.#isCentral;
  }

  #observation(): Float64Array {
    const [x, speed, , turning] = this.state;
    const plain = [x / TRACK, speed / TRACK, this.#sin, this.#cos];
    if (this.#isPlain) return Float64Array.of(...plain, turning / PLAIN_TURNING);
    const sign = (is: boolean): number => (is ? 1 : -1);
    const shown = [turning, this.#time / MAX_TIME, sign(this.#isCentral), sign(this.#isStill)];
    return Float64Array.from(Float32Array.of(...plain, ...shown));
  }
}
