/**
 * How likely is it that X does better than Y on a run? Says whether, not by how much, and is unmoved by outliers.
 *
 * Over all pairs of a run of X and a run of Y: Agarwal et al. 2021, section 4.3; the Mann-Whitney U statistic (1947)
 * divided by the number of pairs.
 */
import type { Counts } from './bootstrap.ts';
import { ascending } from './resample.ts';

/** P(X > Y) + ½ P(X = Y) over all pairs; NaN if either has no run. */
export function probabilityOfImprovement(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let wins = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < y.length; j++) wins += x[i] > y[j] ? 1 : x[i] === y[j] ? 0.5 : 0;
  }
  return wins / (x.length * y.length);
}

/**
 * `probabilityOfImprovement` of resamples: with the runs of Y in order, those that a run of X beats are the first few, and how often they
 * were drawn is a running sum. So a resample takes as many operations as there are runs, not as there are pairs.
 *
 * @param x [X] values, none NaN
 * @param y [Y] values, none NaN
 * @returns a function of how often each run was drawn, [X] and [Y]
 */
export function resampledImprovement(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): (ofX: Counts, ofY: Counts) => number {
  const order = ascending(y);
  const sorted = Float64Array.from(order, (j) => y[j]);
  const below = Int32Array.from(x, (value) => firstIndex(sorted, (other) => other >= value));
  const upTo = Int32Array.from(x, (value) => firstIndex(sorted, (other) => other > value));
  const drawn = new Float64Array(y.length + 1); // of the first k runs of Y
  return (ofX, ofY) => {
    for (let k = 0; k < order.length; k++) drawn[k + 1] = drawn[k] + ofY[order[k]];
    let wins = 0;
    for (let i = 0; i < below.length; i++) wins += ofX[i] * (drawn[below[i]] + drawn[upTo[i]]);
    return wins / (2 * x.length * y.length);
  };
}

/** Where it first holds; the length if nowhere. */
function firstIndex(values: Float64Array, holds: (value: number) => boolean): number {
  const index = values.findIndex(holds);
  return index < 0 ? values.length : index;
}
