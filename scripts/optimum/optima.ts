/** Optima with their errors, from grids each twice as fine as the one before. */
import {
  greedySteps,
  solve,
  startsOf,
  type Grid,
  type Solution,
} from '../../src/env/optimum/valueIteration.ts';
import { mean } from '../../src/math/stats/descriptive.ts';

const COARSEST: Grid = { columns: 301, rows: 226 };
const STARTS = 10_000;

/** Twice as many intervals along each axis: the old points are among the new ones. */
const refined = ({ columns, rows }: Grid): Grid => ({
  columns: 2 * columns - 1,
  rows: 2 * rows - 1,
});

export interface Optimum {
  readonly grid: Grid;
  /** Mean length of greedy episodes over equally spaced starts, in steps: an upper bound of the least mean length. */
  readonly steps: number;
  /** By how much the last refinement of the grid changed `steps`. */
  readonly error: number;
  readonly fewest: number;
  readonly most: number;
}

/**
 * @param force of a push, positions per step²
 * @param refinements of the coarsest grid, 301 × 226 points; 1 or more
 * @throws RangeError without a refinement, which the error is estimated from, or if the goal cannot be reached
 */
export function optimumOf(force: number, refinements: number, coarsest: Grid = COARSEST): Optimum {
  if (!(refinements >= 1)) {
    throw new RangeError(`optimumOf: expected 1 refinement or more, got ${refinements}`);
  }
  const starts = startsOf(STARTS);
  const lengthsOf = (solution: Solution): Float64Array =>
    starts.map((start) => greedySteps(solution, start));
  let solution = solve(force, coarsest);
  let lengths = lengthsOf(solution);
  let before = NaN;
  for (let n = 0; n < refinements; n++) {
    before = mean(lengths);
    solution = solve(force, refined(solution.grid), solution);
    lengths = lengthsOf(solution);
  }
  const steps = mean(lengths);
  return {
    grid: solution.grid,
    steps,
    error: Math.abs(before - steps),
    fewest: lengths.reduce((a, b) => Math.min(a, b)),
    most: lengths.reduce((a, b) => Math.max(a, b)),
  };
}
