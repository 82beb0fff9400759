/** How much memory a run needs, so that settings that cannot work are refused before anything is computed. */
import { VIME_CONSTANTS } from '../../curiosity/vime/vime.ts';
import { createEnvironment } from './config.ts';
import { sizeOf } from '../../env/view.ts';
import { isVime } from './curiosities.ts';
import { ConfigError, limitOf } from './field.ts';
import type { Config } from './settings.ts';

const NUMBER = 8; // bytes

/** Copies of each weight of a Q-network: online, target and averaged, gradients, Adam's moments and scratch. */
const Q_COPIES = 10;
/** Values and gradients that a hidden unit keeps for each row to learn from, and for each episode played at a time. */
const Q_ROW_COPIES = 6;
const Q_ACTING_COPIES = 2;
/** The same of the model: mean and rho of each weight, with gradients, moments and derived values. */
const MODEL_COPIES = 24;
const MODEL_ROW_COPIES = { exact: 13, local: 11, weight: 6 } as const;
/** The same for each transition that is measured, times the draws where the information gain needs draws. */
const GAIN_COPIES = { exact: 14, local: 8, weight: 5 } as const;
/** Bytes of a record, and of its line in episodes.jsonl. */
const EPISODE_BYTES = 700;

/** Bytes by the settings that they grow with. */
function parts(config: Config): Readonly<Record<string, number>> {
  const { observationSpace, actionSpace } = createEnvironment(config);
  const [S, A] = [sizeOf(observationSpace), actionSpace.n];
  const { hiddenWidth, batchSize, evalEpisodes } = config;
  const qWeights = hiddenWidth * (S + hiddenWidth + A);
  const qRows = Q_ROW_COPIES * batchSize + Q_ACTING_COPIES * evalEpisodes;

  const { curiosity, likelihood, bnnHidden, bnnBatchSize, refreshRows } = config;
  const hasModel = curiosity !== 'none' && curiosity !== 'counts';
  const kind = isVime(curiosity) ? likelihood : 'exact';
  const gainKind = curiosity === 'information-gain' ? kind : 'exact'; // the expected gain draws nothing
  const draws = { exact: 1, local: VIME_CONSTANTS.samples, weight: VIME_CONSTANTS.samples };
  const modelRows =
    MODEL_ROW_COPIES[kind] * bnnBatchSize * draws[kind] +
    GAIN_COPIES[gainKind] * refreshRows * draws[gainKind];
  const modelNumbers = bnnHidden * (MODEL_COPIES * (2 * S + A) + modelRows);
  return {
    'replayCapacity x state variables': config.replayCapacity * (2 * S + 4) * NUMBER,
    'hiddenWidth, batchSize and evalEpisodes':
      (Q_COPIES * qWeights + qRows * 2 * hiddenWidth) * NUMBER,
    'bnnHidden, bnnBatchSize and refreshRows': hasModel ? modelNumbers * NUMBER : 0,
    episodes: Math.min(config.episodes, limitOf(config.steps)) * EPISODE_BYTES,
  };
}

/** Bytes that a run with these settings needs at its end, about: a test compares them with what runs take. */
export function runBytes(config: Config): number {
  return Object.values(parts(config)).reduce((sum, bytes) => sum + bytes, 0);
}

/** `3.2 GB` */
const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toPrecision(2))} GB`;

/**
 * @param memory bytes that there are
 * @throws ConfigError naming the settings that take the most, if a run does not fit
 */
export function checkMemory(config: Config, memory: number): void {
  const needed = runBytes(config);
  if (needed <= memory) return;
  const [[settings, bytes]] = Object.entries(parts(config)).sort(([, a], [, b]) => b - a);
  throw new ConfigError(
    `such a run needs about ${gigabytes(needed)} of memory, ${gigabytes(bytes)} for ${settings}; there are ${gigabytes(memory)}`,
  );
}
