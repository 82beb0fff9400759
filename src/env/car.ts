/** The car, alone or in front of a noisy TV, with its options. */
import type { Environment } from './environment.ts';
import { FORCE, MountainCar, type RewardKind } from './mountainCar.ts';
import { NoisyTv } from './noisyTv.ts';

export interface CarOptions {
  readonly reward: RewardKind;
  /** Of a push, positions per step². */
  readonly force: number;
  readonly maxSteps: number;
  /** Variables that are noise. */
  readonly tvChannels: number;
  /** Whether coasting leaves them as they are. Default: no. */
  readonly tvSham?: boolean;
}

/** In the form of the settings table (train/config/field.ts). */
export const CAR_OPTIONS = {
  reward: {
    kind: 'choice',
    default: 'sparse',
    choices: ['sparse', 'dense'],
    help: 'Reward of the environment: 1 at the goal (sparse), or -1 for each step (dense).',
  },
  force: {
    kind: 'number',
    default: FORCE,
    min: 0,
    max: 1,
    help: 'Force of a push, in positions per step squared.',
  },
  maxSteps: {
    kind: 'whole',
    default: 200,
    min: 1,
    max: 1e9,
    help: 'Steps after which an episode is cut.',
  },
  tvChannels: {
    kind: 'whole',
    default: 0,
    min: 0,
    max: 1000,
    help: 'Variables that are noise, drawn anew when the car coasts.',
  },
  tvSham: {
    kind: 'flag',
    default: false,
    help: 'Whether these variables keep the values of the start of an episode: a control with as many inputs, but no noise.',
    sameTask: true,
  },
} as const;

export function createCar(options: CarOptions): Environment {
  const car = new MountainCar(options);
  const { tvChannels, tvSham = false } = options;
  return tvChannels === 0 ? car : new NoisyTv(car, tvChannels, tvSham);
}
