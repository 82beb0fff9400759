/**
 * How likely is it that X does better than Y on a run? It says how often, not by how much, and is robust to outliers.
 *
 * Over all pairs of a run of X and a run of Y: Agarwal et al. 2021, section 4.3; the Mann-Whitney U statistic (1947)
 * divided by the number of pairs. Paired: only runs of the same seed are compared, which removes what the seed alone decides.
 */
import { bootstrapInterval, type Counts, type Interval } from './bootstrap.ts';
import type { Rng } from '../random/rng.ts';

/** 1 for a win, ½ for a tie. */
const won = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);

/** P(X > Y) + ½ P(X = Y) over all pairs; NaN if either has no run. */
export function probabilityOfImprovement(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let wins = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) wins += won(x[i], y[j]);
  }
  return wins / (x.length * y.length);
}

/** Its 95 % interval: X and Y are resampled apart, as two strata; null if either has one run. @throws RangeError if it has none */
export function improvementInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  rng: Rng,
): Interval | null {
  const wins = Float64Array.from({ length: x.length * y.length }, (_, pair) =>
    won(x[Math.floor(pair / y.length)], y[pair % y.length]),
  );
  const statistic = (counts: Counts): number => {
    let total = 0;
    for (let i = 0; i < x.length; i++) {
      if (counts[i] === 0) continue;
      let row = 0;
      for (let j = 0; j < y.length; j++) row += counts[x.length + j] * wins[i * y.length + j];
      total += counts[i] * row;
    }
    return total / wins.length;
  };
  return bootstrapInterval([x.length, y.length], statistic, rng);
}

/**
 * The share of seeds on which X does better, ties half; NaN without a seed.
 *
 * @param x [seeds]
 * @param y [seeds] the same seeds in the same order
 * @throws RangeError if the lengths differ
 */
export function pairedImprovement(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const wins = pairedWins(x, y);
  return wins.reduce((a, b) => a + b, 0) / wins.length;
}

/** Its 95 % interval: seeds are resampled, both runs of a seed together; null for one seed. @throws RangeError if there are none */
export function pairedImprovementInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  rng: Rng,
): Interval | null {
  const wins = pairedWins(x, y);
  const statistic = (counts: Counts): number =>
    wins.reduce((total, win, i) => total + counts[i] * win, 0) / wins.length;
  return bootstrapInterval([wins.length], statistic, rng);
}

function pairedWins(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  if (x.length !== y.length) {
    throw new RangeError(
      `pairedImprovement: expected runs in pairs, got ${x.length} and ${y.length}`,
    );
  }
  return Float64Array.from(x, (value, i) => won(value, y[i]));
}
