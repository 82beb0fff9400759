/**
 * Performance profiles (Agarwal et al. 2021, section 4.2): for every score τ, the share of runs with a higher score. They
 * show the whole distribution: an agent whose profile lies above another's at every τ is better at every threshold.
 */
import { bootstrapBand, type Counts, type Interval } from './bootstrap.ts';
import type { Rng } from '../random/rng.ts';

/** Share of the runs with score > τ, for each τ. Runs of several strata are pooled. */
export function performanceProfile(
  scores: readonly number[],
  taus: readonly number[],
): Float64Array {
  return Float64Array.from(taus, (tau) => scores.filter((s) => s > tau).length / scores.length);
}

/**
 * A 95 % interval for each point of the profile.
 *
 * @param strata scores of each stratum (an environment), resampled within it
 * @returns null if a stratum has fewer than `FEWEST` runs
 * @throws RangeError if a stratum is empty
 */
export function performanceProfileBand(
  strata: readonly (readonly number[])[],
  taus: readonly number[],
  rng: Rng,
): Interval[] | null {
  const scores = strata.flat();
  const into = (counts: Counts, profile: Float64Array): void => {
    for (let k = 0; k < taus.length; k++) {
      let above = 0;
      for (let i = 0; i < scores.length; i++) if (scores[i] > taus[k]) above += counts[i];
      profile[k] = above / scores.length;
    }
  };
  const sizes = strata.map((stratum) => stratum.length);
  return bootstrapBand(sizes, taus.length, into, rng);
}
