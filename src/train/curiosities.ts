import { Counts, COUNTS_MEASURE } from '../curiosity/rivals/counts.ts';
import { PredictionError, predictionErrorMeasure } from '../curiosity/rivals/predictionError.ts';
import { PREDICTIVE_KL_MEASURE, PredictiveKl } from '../curiosity/rivals/predictiveKl.ts';
import { RandomNetworkDistillation, RND_MEASURE } from '../curiosity/rivals/rnd.ts';
import type { Environment } from '../env/environment.ts';
import type { Rng } from '../math/random/rng.ts';
import type { Curiosity, Measure } from '../curiosity/curiosity.ts';
import { Vime, vimeMeasure } from '../curiosity/vime/vime.ts';
import type { Config } from './config/settings.ts';

/** The kind of curiosity that a config asks for; null for none. */
export function createCuriosity(
  config: Config,
  { stateSize, actionCount }: Environment,
  rng: Rng,
): Curiosity | null {
  const options = {
    ...config,
    hidden: config.bnnHidden,
    inputScale: config.bnnInputScale,
    batchSize: config.bnnBatchSize,
    learningRate: config.bnnLearningRate,
    actionInput: config.bnnActions,
    target: config.bnnTargets,
  };
  switch (config.curiosity) {
    case 'none':
      return null;
    case 'information-gain':
      return new Vime(options, stateSize, actionCount, rng);
    case 'predictive-kl':
      return new PredictiveKl(options, stateSize, actionCount, rng);
    case 'prediction-error':
      return new PredictionError(options, stateSize, actionCount, rng);
    case 'rnd':
      return new RandomNetworkDistillation(options, stateSize, rng);
    case 'counts':
      return new Counts(config.countBins);
  }
}

/** What the curiosity of a config measures, without making it; null for none. */
export function measureOf({
  curiosity,
  bnnTargets,
}: Pick<Config, 'curiosity' | 'bnnTargets'>): Measure | null {
  switch (curiosity) {
    case 'none':
      return null;
    case 'information-gain':
      return vimeMeasure(bnnTargets);
    case 'predictive-kl':
      return PREDICTIVE_KL_MEASURE;
    case 'prediction-error':
      return predictionErrorMeasure(bnnTargets);
    case 'rnd':
      return RND_MEASURE;
    case 'counts':
      return COUNTS_MEASURE;
  }
}
