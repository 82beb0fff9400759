import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { GOAL_POSITION, moveCar, START_HIGH, START_LOW } from '../../../src/env/mountainCar.ts';
import {
  greedySteps,
  solve,
  startsOf,
  valueAt,
  type Grid,
} from '../../../src/env/optimum/valueIteration.ts';
import { optimumOf } from '../../../scripts/optimum/optima.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose } from '../../support/close.ts';
import { assertRangeError } from '../../support/throws.ts';

/** So strong that it drives straight up: few enough steps to try every sequence of actions. */
const STRONG = 0.01;
const GRID: Grid = { columns: 301, rows: 226 };

/** The least number of steps from a state, by trying every sequence of at most `limit` actions. */
function leastByTrying(position: number, velocity: number, force: number, limit: number): number {
  if (position >= GOAL_POSITION && velocity >= 0) return 0;
  if (limit === 0) return Infinity;
  let least = Infinity;
  for (let action = 0; action < 3; action++) {
    const state = Float64Array.of(position, velocity);
    moveCar(state, action, force);
    const left = Math.min(limit, least) - 1; // no sequence that is longer than the best
    least = Math.min(least, 1 + leastByTrying(state[0], state[1], force, left));
  }
  return least;
}

test('the greedy policy is as fast as the best of all sequences of actions, where they can be tried', () => {
  const solution = solve(STRONG, GRID);
  for (const start of [0, 0.1, 0.2, 0.4]) {
    const least = leastByTrying(start, 0, STRONG, 12);
    assert.ok(least < Infinity, `${start}: not reached`);
    assert.is(greedySteps(solution, start), least, `from ${start}`);
  }
});

/** The least number of steps over all sequences of at most three pushes in alternate directions, each of any length. */
function leastByPushing(start: number, force: number, bound: number): number {
  let least = bound;
  const push = (from: Float64Array, steps: number, action: number, pushes: number): void => {
    const state = from.slice();
    for (let n = 1; steps + n < least; n++) {
      moveCar(state, action, force);
      if (state[0] >= GOAL_POSITION && state[1] >= 0) least = steps + n;
      else if (pushes > 1) push(state, steps + n, 2 - action, pushes - 1);
    }
  };
  for (const action of [0, 2]) push(Float64Array.of(start, 0), 0, action, 3);
  return least;
}

test('on the car itself the greedy policy is as fast as the best three pushes, but for what the grid blurs', () => {
  const solution = solve(0.001, { columns: 601, rows: 451 });
  for (const start of [-0.42, -0.5]) {
    const greedy = greedySteps(solution, start);
    const least = leastByPushing(start, 0.001, greedy + 1);
    assert.ok(greedy >= least - 1 && greedy <= least + 1, `from ${start}: ${greedy}, ${least}`);
  }
});

test('V solves its equation at the points of the grid, from wherever the sweeps start', () => {
  const grid: Grid = { columns: 61, rows: 46 };
  const coarse = solve(0.002, { columns: 31, rows: 23 });
  const [solution, warm] = [solve(0.002, grid), solve(0.002, grid, coarse)];
  assertClose(warm.values, solution.values, 'from a coarser grid', 0, 0.5);
  const state = new Float64Array(2);
  for (let point = 0; point < solution.values.length; point += 7) {
    const after = [0, 1, 2].map((action) => {
      state[0] = -1.2 + (1.8 * (point % 61)) / 60;
      state[1] = 0.07 * ((2 * Math.floor(point / 61)) / 45 - 1);
      if (state[0] >= GOAL_POSITION && state[1] >= 0) return -1;
      moveCar(state, action, 0.002);
      return valueAt(solution, state);
    });
    const expected = 1 + Math.min(...after);
    assert.ok(Math.abs(solution.values[point] - expected) < 2e-3, `point ${point}`);
  }
});

test('each refinement stays within the error of the one before, and comes closer', () => {
  const coarse = optimumOf(0.001, 1, { columns: 101, rows: 76 });
  const fine = optimumOf(0.001, 2, { columns: 101, rows: 76 });
  assert.equal(fine.grid, { columns: 401, rows: 301 });
  assert.ok(Math.abs(fine.steps - coarse.steps) < coarse.error, `${fine.steps}, ${coarse.steps}`);
  assert.ok(fine.error < coarse.error);
  assert.ok(Math.abs(fine.steps - 97.66) < 2 * fine.error, `${fine.steps} ± ${fine.error}`);
  assert.ok(fine.fewest <= fine.steps && fine.steps <= fine.most);
});

test('starts are the middles of equal parts', () => {
  const starts = startsOf(4);
  assertClose(starts, [-0.575, -0.525, -0.475, -0.425], 'starts', 0, 1e-15);
  assert.ok(Math.abs(mean(startsOf(1001)) - (START_LOW + START_HIGH) / 2) < 1e-12);
});

test('a car that cannot climb, a grid without cells and an error without refinement are refused', () => {
  const blurred = solve(0.0001, { columns: 21, rows: 21 }); // the grid lets it climb, the dynamics do not
  assertRangeError(() => greedySteps(blurred, -0.5), /the goal is not reached in 10000 steps/);
  assertRangeError(() => solve(0.001, { columns: 1, rows: 9 }), /expected a grid of 2 × 2/);
  assertRangeError(() => optimumOf(0.001, 0), /expected 1 refinement or more, got 0/);
});

test.run();
