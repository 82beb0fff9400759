/** The optimal action of a car, from value iteration (env/optimum/valueIteration.ts), which is done once for each force of the engine. */
import { moveCar } from '../../env/mountainCar.ts';
import { solve, valueAt, type Grid, type Solution } from '../../env/optimum/valueIteration.ts';
import { CARS, type Options } from '../../train/config/environments.ts';
import type { Config } from '../../train/config/settings.ts';

/** For half a second of work; 94 % of the cells of the phase space have the same action as on a grid of 601 × 451 points. */
const GRID: Grid = { columns: 101, rows: 76 };
const ACTIONS = 3;

let solution: Solution | null = null;

const forceOf = (config: Config): number => Number((config as unknown as Options)['force']);

/**
 * Computes what `optimalAction` needs.
 *
 * @throws RangeError if it is no car, or its goal cannot be reached
 */
export function findOptimum(config: Config): void {
  if (!(config.env in CARS)) throw new RangeError(`${config.env}: no optimum is known`);
  const force = forceOf(config);
  if (solution?.force !== force) solution = solve(force, GRID);
}

/** What reaches the goal in the fewest steps, the lowest of actions that are equal; null if that was not computed. */
export function optimalAction(config: Config, x: number, y: number): number | null {
  const force = forceOf(config);
  if (!(config.env in CARS) || solution?.force !== force) return null;
  const state = new Float64Array(2);
  let [best, least] = [0, Infinity];
  for (let action = 0; action < ACTIONS; action++) {
    state.set([x, y]);
    moveCar(state, action, force);
    const steps = valueAt(solution, state);
    if (steps < least) [best, least] = [action, steps];
  }
  return best;
}
