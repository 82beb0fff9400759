/** Environments by name: MountainCar, and harder ones that tell ways of exploring apart. */
import type { Environment } from './environment.ts';
import { FORCE, MountainCar, type RewardKind } from './mountainCar.ts';
import { NoisyTv } from './noisyTv.ts';

export interface EnvironmentSettings {
  /** Of a push, positions per step². */
  readonly force: number;
  readonly maxSteps: number;
  /** State variables that are noise, drawn anew at each coasting. */
  readonly tvChannels: number;
  /** Whether coasting leaves them as they are. Default: no. */
  readonly tvSham?: boolean;
}

const WEAK_ENGINE: EnvironmentSettings = {
  force: FORCE / 2, // more swings are needed, and chance no longer helps
  maxSteps: 400,
  tvChannels: 0,
};

/** What each sets. */
export const ENVIRONMENTS = {
  'mountain-car': { force: FORCE, maxSteps: 200, tvChannels: 0 },
  'weak-engine': WEAK_ENGINE,
  'noisy-tv': { ...WEAK_ENGINE, tvChannels: 4 },
  'noisy-tv-8': { ...WEAK_ENGINE, tvChannels: 8 },
  'noisy-tv-16': { ...WEAK_ENGINE, tvChannels: 16 },
} as const satisfies Readonly<Record<string, EnvironmentSettings>>;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

export function createEnvironment(
  settings: EnvironmentSettings & { readonly reward: RewardKind },
): Environment {
  const car = new MountainCar(settings);
  const { tvChannels, tvSham = false } = settings;
  return tvChannels === 0 ? car : new NoisyTv(car, tvChannels, tvSham);
}
