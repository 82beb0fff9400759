/**
 * The least number of steps in which a car can reach the goal, by value iteration (Sutton and Barto 2018, 4.4):
 *
 *     V(s) = 0 at the goal, else 1 + minₐ V(s′)          s′ from s by action a
 *
 * on a grid over position and velocity, bilinear between its points. The policy that is greedy in V, with one step of look-ahead in the
 * exact dynamics, is then followed from many starts. Its mean length is what some policy achieves, so the least mean length is at
 * most that. Interpolation blurs the states from which one more swing is necessary; on finer grids it blurs less.
 */
import {
  GOAL_POSITION,
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  moveCar,
  START_HIGH,
  START_LOW,
} from '../mountainCar.ts';

/** Number of points along the position and along the velocity. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

const ACTIONS = 3;
const TOLERANCE = 1e-3; // steps: V is that close to its own right-hand side when the sweeps end
const LONGEST = 10_000; // steps; a policy that needs more does not reach the goal

const isGoal = (state: Float64Array): boolean => state[0] >= GOAL_POSITION && state[1] >= 0;

/** Which cell of the grid holds a state, by its lower left corner, and where in the cell the state lies, in [0, 1]. */
interface Place {
  readonly corner: number;
  readonly right: number;
  readonly up: number;
}

function placeOf(state: Float64Array, { columns, rows }: Grid): Place {
  const x = ((state[0] - MIN_POSITION) / (MAX_POSITION - MIN_POSITION)) * (columns - 1);
  const y = ((state[1] + MAX_SPEED) / (2 * MAX_SPEED)) * (rows - 1);
  const column = Math.min(columns - 2, Math.floor(x));
  const row = Math.min(rows - 2, Math.floor(y));
  return { corner: row * columns + column, right: x - column, up: y - row };
}

/** The state of a grid point. */
function stateInto(point: number, { columns, rows }: Grid, state: Float64Array): void {
  const column = point % columns;
  const row = (point - column) / columns;
  state[0] = MIN_POSITION + (column / (columns - 1)) * (MAX_POSITION - MIN_POSITION);
  state[1] = MAX_SPEED * ((2 * row) / (rows - 1) - 1);
}

function interpolated(
  values: Float64Array,
  columns: number,
  corner: number,
  right: number,
  up: number,
): number {
  const low = values[corner] + right * (values[corner + 1] - values[corner]);
  const above = corner + columns;
  const high = values[above] + right * (values[above + 1] - values[above]);
  return low + up * (high - low);
}

/** Where each action leads from each grid point, [points × ACTIONS] each. */
interface Successors {
  /** −1: to the goal. */
  readonly corners: Int32Array;
  readonly right: Float32Array;
  readonly up: Float32Array;
}

function successorsOf(force: number, grid: Grid): Successors {
  const size = grid.columns * grid.rows * ACTIONS;
  const corners = new Int32Array(size);
  const right = new Float32Array(size);
  const up = new Float32Array(size);
  const state = new Float64Array(2);
  for (let at = 0; at < size; at++) {
    stateInto(Math.floor(at / ACTIONS), grid, state);
    moveCar(state, at % ACTIONS, force);
    const place = placeOf(state, grid);
    corners[at] = isGoal(state) ? -1 : place.corner;
    right[at] = place.right;
    up[at] = place.up;
  }
  return { corners, right, up };
}

/** One sweep in place, forwards or backwards; returns the largest change. */
function sweep(
  values: Float64Array,
  { columns }: Grid,
  { corners, right, up }: Successors,
  isGoalPoint: Uint8Array,
  isForward: boolean,
): number {
  const points = values.length;
  let change = 0;
  for (let k = 0; k < points; k++) {
    const point = isForward ? k : points - 1 - k;
    if (isGoalPoint[point] === 1) continue;
    let least = Infinity;
    for (let at = point * ACTIONS; at < (point + 1) * ACTIONS; at++) {
      const corner = corners[at];
      const value = corner < 0 ? 0 : interpolated(values, columns, corner, right[at], up[at]);
      if (value < least) least = value;
    }
    change = Math.max(change, Math.abs(1 + least - values[point]));
    values[point] = 1 + least;
  }
  return change;
}

/** V at the points of a grid, row by row from the lowest velocity. */
export interface Solution {
  readonly force: number;
  readonly grid: Grid;
  readonly values: Float64Array;
}

const unreachable = (force: number): RangeError =>
  new RangeError(`solve: with force ${force} the goal is not reached in ${LONGEST} steps`);

/**
 * @param force of a push, positions per step²
 * @param coarse solution of a coarser grid, from which the sweeps start; V does not depend on it
 * @throws RangeError if the grid has fewer than 2 × 2 points, or the goal cannot be reached
 */
export function solve(force: number, grid: Grid, coarse?: Solution): Solution {
  const { columns, rows } = grid;
  if (!(columns >= 2 && rows >= 2)) {
    throw new RangeError(
      `solve: expected a grid of 2 × 2 points or more, got ${columns} × ${rows}`,
    );
  }
  const successors = successorsOf(force, grid);
  const values = new Float64Array(columns * rows);
  const isGoalPoint = new Uint8Array(values.length);
  const state = new Float64Array(2);
  for (let point = 0; point < values.length; point++) {
    stateInto(point, grid, state);
    if (isGoal(state)) isGoalPoint[point] = 1;
    else if (coarse) values[point] = valueAt(coarse, state);
  }
  for (let sweeps = 0, change = Infinity; change > TOLERANCE; sweeps++) {
    if (sweeps > LONGEST) throw unreachable(force);
    change = sweep(values, grid, successors, isGoalPoint, sweeps % 2 === 0);
  }
  return { force, grid, values };
}

/** V at any state [position, velocity]. */
export function valueAt({ values, grid }: Solution, state: Float64Array): number {
  if (isGoal(state)) return 0;
  const { corner, right, up } = placeOf(state, grid);
  return interpolated(values, grid.columns, corner, right, up);
}

/** Steps to the goal of the policy that is greedy in V, from rest. @throws RangeError if it does not get there */
export function greedySteps(solution: Solution, start: number): number {
  const state = Float64Array.of(start, 0);
  const next = new Float64Array(2);
  const best = new Float64Array(2);
  let steps = 0;
  while (!isGoal(state)) {
    if (steps === LONGEST) throw unreachable(solution.force);
    let least = Infinity;
    for (let action = 0; action < ACTIONS; action++) {
      next.set(state);
      moveCar(next, action, solution.force);
      const value = valueAt(solution, next);
      if (value < least) {
        least = value;
        best.set(next);
      }
    }
    state.set(best);
    steps++;
  }
  return steps;
}

/** The middles of `count` equal parts of the interval in which episodes start. */
export function startsOf(count: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, n) => START_LOW + ((n + 0.5) / count) * (START_HIGH - START_LOW),
  );
}
