/** The kinds of curiosity by name, and those that were loaded from a file. Another one is a file with the class and its measure, and a line here. */
import { AleatoricMapping, AMA_MEASURE } from '../../curiosity/rivals/ama.ts';
import { CassieLim, CASSIE_LIM_MEASURE } from '../../curiosity/rivals/cassieLim.ts';
import { Counts, COUNTS_MEASURE } from '../../curiosity/rivals/counts.ts';
import type { RivalSizes } from '../../curiosity/rivals/learner.ts';
import { LearningProgress, LPM_MEASURE } from '../../curiosity/rivals/lpm.ts';
import {
  PredictionError,
  PREDICTION_ERROR_MEASURE,
} from '../../curiosity/rivals/predictionError.ts';
import { PREDICTIVE_KL_MEASURE, PredictiveKl } from '../../curiosity/rivals/predictiveKl.ts';
import { RandomNetworkDistillation, RND_MEASURE } from '../../curiosity/rivals/rnd.ts';
import type { Rng } from '../../math/random/rng.ts';
import type { Curiosity, Measure } from '../../curiosity/curiosity.ts';
import { guardedCuriosity } from '../../curiosity/guard.ts';
import {
  Vime,
  VIME_CONSTANTS,
  VIME_MEASURES,
  type GainKind,
  type VimeOptions,
} from '../../curiosity/vime/vime.ts';
import { ConfigError, isFile, type Field } from './field.ts';

/** Of what networks see. */
export interface Sizes {
  /** S */
  readonly stateSize: number;
  /** A */
  readonly actionCount: number;
}

/** Settings from which some kind of curiosity is made. */
export interface CuriositySettings extends Omit<
  VimeOptions,
  keyof RivalSizes | keyof typeof VIME_CONSTANTS | 'hidden' | 'batchSize' | 'learningRate'
> {
  readonly refreshRows: number;
  readonly freezeAfter: number;
  /** Of the Q-network. */
  readonly batchSize: number;
  readonly truncationEnds: boolean;
  readonly bnnHidden: number;
  readonly bnnBatchSize: number;
  readonly bnnLearningRate: number;
}

/** How a kind of curiosity is made, and what it measures. */
export interface CuriosityKind {
  readonly measured: Measure;
  /** What one in a file can be given, beside the settings of a run. */
  readonly options?: Readonly<Record<string, Field>>;
  /** Of the file that it was loaded from. */
  readonly sha256?: string;
  readonly create: (sizes: RivalSizes, settings: CuriositySettings, rng: Rng) => Curiosity;
}

const CURIOSITIES = {
  'expected-gain': vime('expected-gain'),
  'information-gain': vime('information-gain'),
  'predictive-kl': {
    measured: PREDICTIVE_KL_MEASURE,
    create: (sizes, _, rng) => new PredictiveKl(sizes, rng),
  },
  'prediction-error': {
    measured: PREDICTION_ERROR_MEASURE,
    create: (sizes, _, rng) => new PredictionError(sizes, rng),
  },
  rnd: {
    measured: RND_MEASURE,
    create: (sizes, _, rng) => new RandomNetworkDistillation(sizes, rng),
  },
  ama: {
    measured: AMA_MEASURE,
    create: (sizes, _, rng) => new AleatoricMapping(sizes, rng),
  },
  lpm: {
    measured: LPM_MEASURE,
    create: (sizes, _, rng) => new LearningProgress(sizes, rng),
  },
  counts: { measured: COUNTS_MEASURE, create: (sizes) => new Counts(sizes) },
  'cassie-lim': {
    measured: CASSIE_LIM_MEASURE,
    create: ({ stateSize }, settings, rng) => new CassieLim({ ...settings, stateSize }, rng),
  },
} as const satisfies Readonly<Record<string, CuriosityKind>>;

export type CuriosityName = keyof typeof CURIOSITIES | 'none';

export const CURIOSITY_NAMES = ['none', ...Object.keys(CURIOSITIES)] as readonly CuriosityName[];

/** Whether a kind of curiosity is measured by the Bayesian network. */
export const isVime = (name: string): name is GainKind => Object.hasOwn(VIME_MEASURES, name);

/** By the path as it was given. */
const loaded = new Map<string, CuriosityKind>();

/** Makes a curiosity known that was loaded from a file. @param path as it is named in settings */
export function addCuriosity(path: string, kind: CuriosityKind): void {
  loaded.set(path, kind);
}

/** Null for none, and for a file that was not loaded. */
export function curiosityKind(name: string): CuriosityKind | null {
  const kinds: Readonly<Record<string, CuriosityKind>> = CURIOSITIES;
  return Object.hasOwn(kinds, name) ? kinds[name] : (loaded.get(name) ?? null);
}

function vime(kind: GainKind): CuriosityKind {
  return {
    measured: VIME_MEASURES[kind],
    create: (sizes, settings, rng) => {
      const options = {
        ...VIME_CONSTANTS,
        ...settings,
        ...sizes,
        hidden: settings.bnnHidden,
        batchSize: settings.bnnBatchSize,
        learningRate: settings.bnnLearningRate,
      };
      return new Vime(kind, options, rng);
    },
  };
}

/** The curiosity that a config asks for; null for none. @throws ConfigError if it is in a file that was not loaded */
export function createCuriosity(
  config: CuriositySettings & { readonly curiosity: string },
  { stateSize, actionCount }: Sizes,
  rng: Rng,
): Curiosity | null {
  const { curiosity, refreshRows, freezeAfter } = config;
  if (curiosity === 'none') return null;
  const kind = curiosityKind(curiosity);
  if (!kind) {
    throw new ConfigError(`curiosity: ${curiosity} is not loaded; name its file with --curiosity`);
  }
  const sizes = { stateSize, actionCount, rows: refreshRows, freezeAfter };
  const made = kind.create(sizes, config, rng);
  return isFile(curiosity) ? guardedCuriosity(made, curiosity) : made;
}

/** What the curiosity of a config measures, without making it; null for none. */
export function measureOf({ curiosity }: { readonly curiosity: string }): Measure | null {
  return curiosity === 'none' ? null : (curiosityKind(curiosity)?.measured ?? UNKNOWN);
}

/** Of a curiosity in a file that was not loaded, as when records are read. */
export const UNKNOWN: Measure = {
  name: 'novelty',
  unit: "of the file's own",
  meaning: 'What the file measures that was named as --curiosity.',
  of: 'memory',
  isSigned: true,
  objective: {
    name: 'objective',
    unit: "of the file's own",
    meaning: 'What the updates of its model raise.',
  },
  uncertainty: null,
};
