import type { RunData } from '../../record/readBack.ts';

/**
 * The run that stands for its agent where a single one is shown: the median by the mean score of the last fifth; of an even number the
 * worse of the two in the middle; of equal ones the lower seed. So it is not chosen by hand.
 *
 * @param runs finished runs of one agent in one environment under one reward, on different seeds
 * @throws RangeError if there is none
 */
export function medianRun<Run extends Pick<RunData, 'seed' | 'lastFifthMean'>>(
  runs: readonly Run[],
): Run {
  if (runs.length === 0) throw new RangeError('medianRun: expected 1 run or more, got none');
  const sorted = [...runs].sort((a, b) => a.lastFifthMean! - b.lastFifthMean! || a.seed - b.seed);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
