/** The environments by name, and those that were loaded from a file. To add one, write its file in env/ and a line here. */
import { CAR_OPTIONS, createCar, type CarOptions } from '../../env/car.ts';
import * as cartpoleSwingup from '../../env/cartpoleSwingup.ts';
import * as deepSea from '../../env/deepSea.ts';
import type { Environment } from '../../env/environment.ts';
import { FORCE } from '../../env/mountainCar.ts';
import * as stochasticCar from '../../env/stochasticCar.ts';
import { shown } from '../../env/messages.ts';
import { ConfigError, isFile, type Field } from './field.ts';

export type OptionValue = number | boolean | string;

/** Options of an environment, by name. */
export type Options = Readonly<Record<string, OptionValue>>;

/** An option of an environment. */
export type OptionField = Field & {
  /** It leaves the task as it is: scores with and without it are compared. Default: false. */
  readonly sameTask?: true;
};

/** How an environment is made. */
export interface EnvironmentKind {
  /** What it can be given, beside the settings of a run. */
  readonly options: Readonly<Record<string, OptionField>>;
  /** What is wrong with options that do not go together; null: nothing. */
  readonly fault?: (options: Options) => string | null;
  /** Settings of a run that have another default in it. */
  readonly settings?: Options;
  /** Settings of single agents that have another default in it. */
  readonly ofAgents?: Readonly<Partial<Record<string, Options>>>;
  /** Of the file that it was loaded from. */
  readonly sha256?: string;
  readonly create: (options: Options) => Environment;
}

/** The car, with other defaults. */
function car(defaults: Partial<CarOptions> = {}): EnvironmentKind {
  const options = Object.entries(CAR_OPTIONS).map(([name, field]) => [
    name,
    { ...field, default: defaults[name as keyof CarOptions] ?? field.default },
  ]);
  return {
    options: Object.fromEntries(options) as EnvironmentKind['options'],
    fault: ({ tvSham, tvChannels }) =>
      tvSham === true && tvChannels === 0
        ? 'tvSham: expected false without tvChannels, got true'
        : null,
    create: (given) => createCar(given as unknown as CarOptions),
  };
}

const WEAK_ENGINE = {
  force: FORCE / 2, // more swings are needed, and chance no longer helps
  maxSteps: 400,
};

/** The car under several names. */
export const CARS = {
  'mountain-car': car(),
  'weak-engine': car(WEAK_ENGINE),
  'noisy-tv': car({ ...WEAK_ENGINE, tvChannels: 4 }),
  'noisy-tv-8': car({ ...WEAK_ENGINE, tvChannels: 8 }),
  'noisy-tv-16': car({ ...WEAK_ENGINE, tvChannels: 16 }),
} as const satisfies Readonly<Record<string, EnvironmentKind>>;

/** Found by experiment (docs/environments.md). */
const DEEP_SEA_SETTINGS = {
  episodes: 500,
  evalEpisodes: 1, // nothing is random in a greedy episode
  finalEpisodes: 1,
  replayCapacity: 20_000, // an observation has size² numbers; 500 episodes of size 40 have as many steps
  eta: 0.3,
  bnnLearningRate: 0.01, // an episode has few steps to learn from
  noise: 'fixed', // learned noise is small where nothing was seen to change, which is where all is new
  likelihoodSd: 1,
  initialSigma: 0.5, // priorSd: before the first step the beliefs are the prior
};

export const ENVIRONMENTS: Readonly<Record<string, EnvironmentKind>> = {
  ...CARS,
  'cartpole-swingup': {
    options: cartpoleSwingup.options,
    settings: { episodes: 100, evalEpisodes: 5 }, // an episode has 1,001 steps
    create: cartpoleSwingup.default,
  },
  'deep-sea': {
    options: deepSea.options,
    settings: DEEP_SEA_SETTINGS,
    ofAgents: { rnd: { eta: 0.03 }, counts: { eta: 1 } }, // results/TUNING.md
    create: deepSea.default,
  },
  'stochastic-car': {
    options: stochasticCar.options,
    // 102,400 steps, as published; no greedy episode is played.
    settings: { episodes: 1024, evalEpisodes: 1, finalEpisodes: 1 },
    create: stochasticCar.default,
  },
};

/** By the path as it was given. Loading one changes nothing for runs in other environments. */
const loaded = new Map<string, EnvironmentKind>();

/** Makes an environment known that was loaded from a file. @param path as it is named in settings */
export function addEnvironment(path: string, kind: EnvironmentKind): void {
  loaded.set(path, kind);
}

/** Null for a file that was not loaded. @throws ConfigError if there is none of that name */
export function kindOf(env: string): EnvironmentKind | null {
  if (Object.hasOwn(ENVIRONMENTS, env)) return ENVIRONMENTS[env];
  if (isFile(env)) return loaded.get(env) ?? null;
  const names = Object.keys(ENVIRONMENTS).join(', ');
  throw new ConfigError(`expected an environment of ${names}, got ${shown(env)}`);
}

/** @throws ConfigError if the environment is in a file that was not loaded */
export function loadedKindOf(env: string): EnvironmentKind {
  const kind = kindOf(env);
  if (!kind) throw new ConfigError(`env: ${env} is not loaded; name its file with --env`);
  return kind;
}

/** Whether an option makes another task of an environment; of a file that was not loaded every one does. */
export const makesTask = (env: string, option: string): boolean =>
  kindOf(env)?.options[option]?.sameTask !== true;
