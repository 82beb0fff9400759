/** A state looked into: for each action what the model predicts against what would happen, what it is worth, and the reward to learn from. */
import type { Curiosity } from '../../../curiosity/curiosity.ts';
import { predictionsOf } from '../../../curiosity/vime/predictions.ts';
import { Vime } from '../../../curiosity/vime/vime.ts';
import type { PhaseSpace } from '../../../env/environment.ts';
import { argMax } from '../../../math/kernels/reduce.ts';
import { stream } from '../../../math/random/rng.ts';
import { networkFunction } from '../../../nn/network.ts';
import { ReplayBuffer } from '../../../replay/replayBuffer.ts';
import { createTransitionBatch, setRow, type TransitionBatch } from '../../../replay/transition.ts';
import { limitOf } from '../../../train/config/field.ts';
import { variableName } from '../../../train/config/task.ts';
import type { Run } from '../../../train/run.ts';
import { shapingOf } from '../../../train/shaping.ts';
import { rewardEta, rewardScaleOf } from '../../../train/train.ts';
import { optimalAction } from '../optimal.ts';
import type { Answer } from './answer.ts';
import { phaseVariables, placeNow } from './places.ts';

/** The change of a variable, in its own unit a step. */
export interface Change {
  readonly actual: number;
  /** Null: the agent has no prediction of it. */
  readonly predicted: Prediction | null;
}

/** A mean, and standard deviations where the model knows them. */
export interface Prediction {
  readonly mean: number;
  readonly model: number | null;
  readonly noise: number | null;
}

export interface ActionValue {
  readonly changes: readonly Change[];
  /** Of the averaged network, in units of the reward that it learns from. */
  readonly q: number;
  /** Of the environment. */
  readonly reward: number;
  /** Before its weight; 0 without shaping. */
  readonly shaping: number;
  /** In the unit of the curiosity; null without curiosity. */
  readonly novelty: number | null;
  readonly bonus: number | null;
  /** What the agent would learn from. */
  readonly total: number;
}

/** What stands in the formula of the reward, the same for all actions. */
export interface Formula {
  readonly rewardScale: number;
  readonly eta: number;
  /** Infinity: none. */
  readonly clip: number;
  readonly isRoot: boolean;
  /** The novelty that makes a bonus of 1; 0 before anything was measured. */
  readonly unit: number;
  /** Weight of shaping. */
  readonly shaping: number;
}

export interface StateValue {
  /** Names of the variables that `changes` are of. */
  readonly variables: readonly string[];
  readonly place: readonly [x: number, y: number];
  readonly actions: readonly ActionValue[];
  readonly formula: Formula;
  readonly greedy: number;
  /** Null: not known, or not computed yet (optimum.ts). */
  readonly optimal: number | null;
}

/** Null: where the agent is, or before its first step in the middle of the phase space. */
type Place = readonly [x: number, y: number] | null;

export const stateAnswer: Answer<{ readonly at: Place }, StateValue | null> = {
  of({ run }, { at }) {
    const { phaseSpace } = run.env;
    if (!phaseSpace) return null;
    const place = at ?? placeNow(run, phaseSpace);
    const state = run.view.see(phaseSpace.observationAt(...place));
    const A = run.env.actionSpace.n;
    const steps = Array.from({ length: A }, (_, action) => phaseSpace.stepFrom(...place, action));
    const batch = createTransitionBatch(A, run.view.size);
    steps.forEach((step, action) => {
      const nextState = run.view.see(step.observation);
      setRow(batch, action, { state, action, nextState, ...step });
    });
    const q = qValues(run, state);
    const variables = variablesOf(run, phaseSpace);
    const changes = changesOf(run, batch, variables);
    const novelties = noveltiesOf(run, batch);
    const formula = formulaOf(run);
    const shaping = shapingsOf(run, batch);
    return {
      variables: variables.map(({ name }) => name),
      place,
      formula,
      greedy: argMax(q, 0, A),
      optimal: optimalAction(run.config, ...place),
      actions: steps.map(({ reward }, action) => {
        const novelty = novelties ? novelties[action] : null;
        const bonus = novelty === null ? null : run.bonus!.ofNovelty(novelty);
        const total =
          formula.rewardScale * reward +
          formula.eta * (bonus ?? 0) +
          formula.shaping * shaping[action];
        return {
          changes: changes[action],
          q: q[action],
          reward,
          shaping: shaping[action],
          novelty,
          bonus,
          total,
        };
      }),
    };
  },
};

function qValues({ agent: { dqn } }: Run, state: Float64Array): Float64Array {
  const q = networkFunction(dqn.average, dqn.layers, 1);
  q.inputs.set(state);
  return q.evaluate();
}

function noveltiesOf({ bonus, config }: Run, batch: TransitionBatch): Float64Array | null {
  if (!bonus) return null;
  const novelties = new Float64Array(batch.actions.length);
  bonus.measureAll(batch, novelties, stream(config.seed, 'phase space'));
  return novelties;
}

function formulaOf(run: Run): Formula {
  const { bonusClip, bonusRoot, shaping } = run.config;
  return {
    rewardScale: rewardScaleOf(run),
    eta: run.bonus ? rewardEta(run.config) : 0,
    clip: limitOf(bonusClip),
    isRoot: bonusRoot,
    unit: run.bonus?.unit ?? 0,
    shaping,
  };
}

/** [A] */
function shapingsOf(run: Run, batch: TransitionBatch): Float64Array {
  const { actions, rewards } = batch;
  const shaping = new Float64Array(actions.length);
  if (run.config.shaping === 0) return shaping;
  const S = run.view.size;
  actions.forEach((action, row) => {
    const replay = new ReplayBuffer(1, S);
    replay.add({
      state: batch.states.subarray(row * S, (row + 1) * S),
      action,
      reward: rewards[row],
      nextState: batch.nextStates.subarray(row * S, (row + 1) * S),
      terminated: batch.terminated[row] === 1,
      truncated: batch.truncated[row] === 1,
    });
    shaping[row] = shapingOf({ ...run, replay }, 0);
  });
  return shaping;
}

/** A variable of the observation. */
interface Variable {
  readonly name: string;
  readonly index: number;
}

/** So many variables are shown at most where the phase space is not made of some of them. */
const MOST = 4;

/** The variables to show: the two of the phase space, if they are variables of the observation; else the first few. */
function variablesOf(run: Run, phaseSpace: PhaseSpace): Variable[] {
  const indices =
    phaseVariables(run, phaseSpace) ??
    Array.from({ length: Math.min(MOST, run.view.size) }, (_, index) => index);
  return indices.map((index) => ({ name: variableName(run.env, index), index }));
}

/** What a curiosity predicts of the changes, in their usual sizes, [A, S] each; null: it knows no such thing. */
interface Predicted {
  readonly mean: Float64Array;
  readonly modelVariance: Float64Array | null;
  readonly noiseVariance: Float64Array | null;
}

function predictedBy(curiosity: Curiosity, batch: TransitionBatch): Predicted | null {
  if (curiosity instanceof Vime) return predictionsOf(curiosity, batch);
  if (!curiosity.predict) return null;
  const mean = new Float64Array(batch.states.length);
  curiosity.predict(batch, mean, new Float64Array(mean.length));
  return { mean, modelVariance: null, noiseVariance: null };
}

/** [A][variables] */
function changesOf(
  { view, bonus }: Run,
  batch: TransitionBatch,
  variables: readonly Variable[],
): Change[][] {
  const S = view.size;
  const layout = bonus?.curiosity.layout?.();
  const predicted = layout ? predictedBy(bonus!.curiosity, batch) : null;
  return Array.from(batch.actions, (_, row) =>
    variables.map(({ index: i }) => {
      const at = row * S + i;
      const bounds = view.boundsOf(i);
      const scale = bounds ? (bounds[1] - bounds[0]) / 2 : 1; // of what networks see
      const actual = scale * (batch.nextStates[at] - batch.states[at]);
      if (!layout || !predicted) return { actual, predicted: null };
      const unit = scale * layout.targetSd[i];
      const sd = (variances: Float64Array | null): number | null =>
        variances && unit * Math.sqrt(variances[at]);
      const mean = scale * layout.targetMean[i] + unit * predicted.mean[at];
      const { modelVariance, noiseVariance } = predicted;
      return { actual, predicted: { mean, model: sd(modelVariance), noise: sd(noiseVariance) } };
    }),
  );
}
