/** Environments by name: MountainCar, and harder ones that tell ways of exploring apart. */
import type { Environment } from './environment.ts';
import { FORCE, MountainCar, type ObservationKind, type RewardKind } from './mountainCar.ts';
import { NoisyTv } from './noisyTv.ts';

export interface EnvironmentSettings {
  /** Of a push, positions per step². */
  readonly force: number;
  readonly maxSteps: number;
  /** State variables that are noise, drawn anew at each coasting. */
  readonly tvChannels: number;
}

/** What a named environment is, and what can be achieved there. */
export interface NamedEnvironment extends EnvironmentSettings {
  /** Mean return (minus steps) of the best policy over random starts. */
  readonly optimum: number;
  /** Evaluations to be reached, as returns. */
  readonly milestones: readonly number[];
}

const WEAK_ENGINE: NamedEnvironment = {
  force: FORCE / 2, // more swings are needed, and chance no longer helps
  maxSteps: 400,
  tvChannels: 0,
  optimum: -190.69, // `npm run optimum -- --fine`: ± 0.2, an upper bound of the steps
  milestones: [-300, -250, -220],
};

export const ENVIRONMENTS = {
  'mountain-car': {
    force: FORCE,
    maxSteps: 200,
    tvChannels: 0,
    optimum: -97.66, // `npm run optimum -- --fine`: ± 0.01
    milestones: [-150, -120, -110],
  },
  'weak-engine': WEAK_ENGINE,
  'noisy-tv': { ...WEAK_ENGINE, tvChannels: 4 },
  'noisy-tv-8': { ...WEAK_ENGINE, tvChannels: 8 },
  'noisy-tv-16': { ...WEAK_ENGINE, tvChannels: 16 },
} as const satisfies Readonly<Record<string, NamedEnvironment>>;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

export function createEnvironment(
  settings: EnvironmentSettings & {
    readonly reward: RewardKind;
    readonly observation?: ObservationKind;
  },
): Environment {
  const car = new MountainCar(settings);
  return settings.tvChannels === 0 ? car : new NoisyTv(car, settings.tvChannels);
}
