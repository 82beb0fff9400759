/**
 * Maps of a run over the phase space, position × velocity, at this moment: visited states, greedy actions, values, and
 * novelty, model uncertainty and bonus.
 *
 * Variables other than position and velocity (a noisy picture) are 0 in all maps but that of visits.
 *
 * Looking changes nothing: no number is drawn from the run's streams and nothing is written to what it remembers.
 */
import { cellAlong } from '../curiosity/rivals/counts.ts';
import { networkFunction } from '../nn/network.ts';
import {
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  MountainCar,
  scaledFrom,
  type ObservationKind,
} from '../env/mountainCar.ts';
import { argMax } from '../math/kernels/reduce.ts';
import { stream } from '../math/random/rng.ts';
import { createTransitionBatch, setRow, type TransitionBatch } from '../replay/transition.ts';
import type { Bonus } from '../curiosity/bonus.ts';
import type { Run } from './run.ts';

/** Cells along the position, each 0.03 wide, and along the velocity, each 0.0028 positions per step high. */
export const COLUMNS = 60;
export const ROWS = 50;
export const CELLS = ROWS * COLUMNS;

/** Maps at one moment: a number for each cell [CELLS], row by row from the lowest velocity, each from the left. */
export interface PhaseMaps {
  readonly episode: number;
  readonly envSteps: number;
  /** Remembered training steps that started in the cell. */
  readonly visits: readonly number[];
  /** What the evaluated policy does at the middle of the cell: 0 push left, 1 coast, 2 push right. */
  readonly action: readonly number[];
  /** max over actions of Q there, in units of reward. */
  readonly value: readonly number[];
  /** Null for an agent without curiosity. */
  readonly curiosity: CuriosityMaps | null;
  /** Cells of the training steps since the moment before, in their order. */
  readonly path: readonly number[];
}

/** Means over the actions, at the middle of each cell [CELLS]. */
export interface CuriosityMaps {
  /** Novelty of the true transition, in the unit of the agent's curiosity. */
  readonly novelty: readonly number[];
  /**
   * Standard deviation of the predicted change through the weights, in standard deviations of the
   * changes seen in training; null if the model is not Bayesian.
   */
  readonly modelUncertainty: readonly number[] | null;
  /** Before eta. */
  readonly bonus: readonly number[];
}

/** The cell of a state as networks see it. @param at where the state begins in `states` */
export function cellOf(states: Float64Array, at: number, observation: ObservationKind): number {
  const [position, velocity] = scaledFrom(states, at, observation);
  return cellAlong(velocity, ROWS) * COLUMNS + cellAlong(position, COLUMNS);
}

/** Position and velocity at the middle of a cell. */
export function middleOf(cell: number): readonly [position: number, velocity: number] {
  const column = cell % COLUMNS;
  const row = (cell - column) / COLUMNS;
  return [
    MIN_POSITION + ((column + 0.5) / COLUMNS) * (MAX_POSITION - MIN_POSITION),
    MAX_SPEED * (((row + 0.5) / ROWS) * 2 - 1),
  ];
}

/** @param since environment steps at the moment before, where `path` begins */
export function phaseMaps(run: Run, since: number): PhaseMaps {
  return {
    episode: run.episode,
    envSteps: run.envSteps,
    visits: visitsOf(run),
    ...policyMaps(run),
    curiosity: run.bonus && curiosityMaps(run, run.bonus),
    path: pathOf(run, since),
  };
}

function visitsOf({ config, replay: { states, stateSize, size } }: Run): number[] {
  const visits = new Array<number>(CELLS).fill(0);
  for (let slot = 0; slot < size; slot++) {
    visits[cellOf(states, slot * stateSize, config.observation)]++;
  }
  return visits;
}

/** The cells of the steps from number `since` on, of those still remembered. */
function pathOf({ config, replay }: Run, since: number): number[] {
  const { states, stateSize, capacity, size, added } = replay;
  const path: number[] = [];
  for (let step = Math.max(since, added - size); step < added; step++) {
    path.push(cellOf(states, (step % capacity) * stateSize, config.observation));
  }
  return path;
}

/** What the evaluated network would do and expects. */
function policyMaps(run: Run): Pick<PhaseMaps, 'action' | 'value'> {
  const { config, env } = run;
  const { dqn } = run.agent;
  const car = new MountainCar(config);
  const q = networkFunction(dqn.average, dqn.layers, CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    car.restart(...middleOf(cell));
    car.observe(q.inputs, cell * env.stateSize);
  }
  const values = q.evaluate(); // [CELLS, A]
  const action: number[] = [];
  const value: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const start = cell * env.actionCount;
    const best = argMax(values, start, env.actionCount);
    action.push(best);
    value.push(rounded(values[start + best]));
  }
  return { action, value };
}

/** What the model would learn from each action in each cell. */
function curiosityMaps(run: Run, bonus: Bonus): CuriosityMaps {
  const { curiosity } = bonus;
  const grid = everyTransition(run);
  const rows = grid.actions.length;
  const novelties = new Float64Array(rows);
  bonus.measureAll(grid, novelties, stream(run.config.seed, 'phase space'));
  const sds = new Float64Array(rows);
  curiosity.modelUncertainty?.(grid, sds);
  return {
    novelty: meanOverActions(novelties),
    modelUncertainty: curiosity.modelUncertainty ? meanOverActions(sds) : null,
    bonus: meanOverActions(novelties.map((novelty) => bonus.ofNovelty(novelty))),
  };
}

/** The true transition by each action from the middle of each cell: row cell · A + action. */
function everyTransition({ config, env }: Run): TransitionBatch {
  const { stateSize, actionCount } = env;
  const car = new MountainCar(config);
  const transitions = createTransitionBatch(CELLS * actionCount, stateSize);
  const state = new Float64Array(stateSize);
  const nextState = new Float64Array(stateSize);
  for (let cell = 0; cell < CELLS; cell++) {
    for (let action = 0; action < actionCount; action++) {
      car.restart(...middleOf(cell));
      car.observe(state);
      const step = car.step(action);
      car.observe(nextState);
      setRow(transitions, cell * actionCount + action, { state, action, nextState, ...step });
    }
  }
  return transitions;
}

/** @param values [CELLS, A] */
function meanOverActions(values: Float64Array): number[] {
  const A = values.length / CELLS;
  const means: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    let total = 0;
    for (let action = 0; action < A; action++) total += values[cell * A + action];
    means.push(rounded(total / A));
  }
  return means;
}

/** Three digits are more than a picture shows. */
const rounded = (value: number): number => Number(value.toPrecision(3));
