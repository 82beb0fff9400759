/**
 * `vime/stats`: statistics of runs over seeds. Robust means, bootstrap intervals, probabilities of improvement, survival.
 *
 * @module vime/stats
 */
export { interquartileMean, mean, median, standardDeviation } from '../math/stats/descriptive.ts';
export {
  bootstrapBand,
  bootstrapInterval,
  percentileInterval,
  resampleInto,
  type Counts,
  type Interval,
} from '../math/stats/bootstrap.ts';
export { ascending, resampledInterquartileMean } from '../math/stats/resample.ts';
export { probabilityOfImprovement, resampledImprovement } from '../math/stats/improvement.ts';
export { normalise, type Scale } from '../math/stats/normalise.ts';
export { performanceProfile, performanceProfileBand } from '../math/stats/profiles.ts';
export { movingAverage } from '../math/stats/smoothing.ts';
export {
  survivalBand,
  survivalCurve,
  survivalQuantile,
  survivalQuantileInterval,
  type Subject,
  type SurvivalStep,
  type TimeInterval,
} from '../math/stats/survival.ts';

export { stream, type Rng, type RngState } from '../math/random/rng.ts';
