/** The kinds of curiosity by name. Another one is a file with the class and its measure, and a line here. */
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
import {
  Vime,
  VIME_CONSTANTS,
  VIME_MEASURES,
  type GainKind,
  type VimeOptions,
} from '../../curiosity/vime/vime.ts';

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
interface CuriosityKind {
  readonly measured: Measure;
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
export const isVime = (name: CuriosityName): name is GainKind => name in VIME_MEASURES;

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

/** The curiosity that a config asks for; null for none. */
export function createCuriosity(
  config: CuriositySettings & { readonly curiosity: CuriosityName },
  { stateSize, actionCount }: Sizes,
  rng: Rng,
): Curiosity | null {
  const { curiosity, refreshRows, freezeAfter } = config;
  if (curiosity === 'none') return null;
  const sizes = { stateSize, actionCount, rows: refreshRows, freezeAfter };
  return CURIOSITIES[curiosity].create(sizes, config, rng);
}

/** What the curiosity of a config measures, without making it; null for none. */
export function measureOf({ curiosity }: { readonly curiosity: CuriosityName }): Measure | null {
  return curiosity === 'none' ? null : CURIOSITIES[curiosity].measured;
}
