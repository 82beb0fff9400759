/**
 * Maps of a run over the phase space of its environment, as the run is now: visited states, greedy actions, values, and
 * novelty, model uncertainty and bonus.
 *
 * Variables other than the two of the phase space (a noisy picture) are fixed in all maps but that of visits.
 *
 * The run is not changed: no number is drawn from its streams, and nothing is written to its state.
 */
import { networkFunction } from '../nn/network.ts';
import type { PhaseSpace } from '../env/environment.ts';
import { argMax } from '../math/kernels/reduce.ts';
import { stream } from '../math/random/rng.ts';
import { createTransitionBatch, setRow, type TransitionBatch } from '../replay/transition.ts';
import type { Bonus } from '../curiosity/bonus.ts';
import { CELLS, cellOf, middleOf } from './config/phaseGrid.ts';
import type { Run } from './run.ts';

/** Maps after an episode: a number for each cell [CELLS], row by row from the bottom, each from the left. */
export interface PhaseMaps {
  readonly episode: number;
  readonly envSteps: number;
  /** Remembered training steps that started in the cell. */
  readonly visits: readonly number[];
  /** What the evaluated policy does at the middle of the cell. */
  readonly action: readonly number[];
  /** max over actions of Q there, in units of reward. */
  readonly value: readonly number[];
  /** Null for an agent without curiosity. */
  readonly curiosity: CuriosityMaps | null;
  /** Cells of the training steps since the maps before, in their order. */
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

/**
 * @param phaseSpace of the run's environment
 * @param since      environment steps when the maps before were drawn, where `path` begins
 */
export function phaseMaps(run: Run, phaseSpace: PhaseSpace, since: number): PhaseMaps {
  return {
    episode: run.episode,
    envSteps: run.envSteps,
    visits: visitsOf(run, phaseSpace),
    ...policyMaps(run, phaseSpace),
    curiosity: run.bonus && curiosityMaps(run, phaseSpace, run.bonus),
    path: pathOf(run, phaseSpace, since),
  };
}

/** The cell in which the transition of a slot begins. */
export function cellOfSlot({ view, replay }: Run, phaseSpace: PhaseSpace, slot: number): number {
  return cellOf(phaseSpace, view.observationOf(replay.states, slot * replay.stateSize));
}

/** Remembered training steps that started in each cell. */
export function visitsOf(run: Run, phaseSpace: PhaseSpace): number[] {
  const visits = new Array<number>(CELLS).fill(0);
  for (let slot = 0; slot < run.replay.size; slot++) visits[cellOfSlot(run, phaseSpace, slot)]++;
  return visits;
}

/** The cells of the steps from number `since` on, of those still remembered. */
function pathOf(run: Run, phaseSpace: PhaseSpace, since: number): number[] {
  const { capacity, size, added } = run.replay;
  const path: number[] = [];
  for (let step = Math.max(since, added - size); step < added; step++) {
    path.push(cellOfSlot(run, phaseSpace, step % capacity));
  }
  return path;
}

/** Greedy actions of the averaged network, and their values. */
export function policyMaps(run: Run, phaseSpace: PhaseSpace): Pick<PhaseMaps, 'action' | 'value'> {
  const { view } = run;
  const { dqn } = run.agent;
  const A = run.env.actionSpace.n;
  const q = networkFunction(dqn.average, dqn.layers, CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const observation = phaseSpace.observationAt(...middleOf(phaseSpace, cell));
    view.seeInto(q.inputs, cell * view.size, observation);
  }
  const values = q.evaluate(); // [CELLS, A]
  const action: number[] = [];
  const value: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const best = argMax(values, cell * A, A);
    action.push(best);
    value.push(rounded(values[cell * A + best]));
  }
  return { action, value };
}

/** Novelty, model uncertainty and bonus of each action in each cell. */
export function curiosityMaps(run: Run, phaseSpace: PhaseSpace, bonus: Bonus): CuriosityMaps {
  const { curiosity } = bonus;
  const grid = everyTransition(run, phaseSpace);
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
export function everyTransition({ env, view }: Run, phaseSpace: PhaseSpace): TransitionBatch {
  const A = env.actionSpace.n;
  const transitions = createTransitionBatch(CELLS * A, view.size);
  for (let cell = 0; cell < CELLS; cell++) {
    const [x, y] = middleOf(phaseSpace, cell);
    const state = view.see(phaseSpace.observationAt(x, y));
    for (let action = 0; action < A; action++) {
      const step = phaseSpace.stepFrom(x, y, action);
      const nextState = view.see(step.observation);
      setRow(transitions, cell * A + action, { state, action, nextState, ...step });
    }
  }
  return transitions;
}

/** @param values [CELLS, A] @returns [CELLS] */
export function meanOverActions(values: Float64Array): number[] {
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
