/**
 * Curiosity as learning progress: learning progress monitoring (Hou, An and Du 2026, arXiv:2509.25438). A network predicts the
 * change of the state; a second one, the error model g(s, a), predicts the logarithm of the error that the first made an
 * iteration before. The novelty is g(s, a) − log error now: how much the prediction has improved. Noise cannot be predicted
 * better than before, so on average it pays nothing; single outcomes pay or cost at random.
 *
 * Departures from the paper. There an iteration is one update of the policy, of some epochs on what was collected for it, and
 * g learns from the errors of those transitions as they were collected. Here the model learns at every environment
 * step from the memory, so an iteration is 128 of these updates (the authors' code collects 128 steps of each environment), and g
 * learns from the same batches as the model, with the errors of the model as it was when the iteration began. In their Atari
 * code the two errors are subtracted themselves; here their logarithms, as in the paper.
 */
import type { Rng } from '../../math/random/rng.ts';
import { log } from '../../math/numerics/log.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import { networkFunction, type NetworkFunction } from '../../nn/network.ts';
import { checkSameLength } from '../../autodiff/shape.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
} from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions } from '../transitions.ts';
import {
  Learner,
  meanSquaredError,
  RIVAL_MODEL,
  squaredErrorInto,
  type LearnerState,
  type RivalSizes,
} from './learner.ts';
import { PREDICTION_ERROR_MEASURE } from './predictionError.ts';

/** Updates of the model from one copy of it to the next. */
export const ITERATION = 128;

/** Added to errors, so that their logarithm exists; the authors' code. */
const LEAST_ERROR = 1e-6;

/** The error model learns this many times as fast as the model; the authors' code: 0.01 and 0.001. */
const ERROR_RATE = 10;

export interface LpmState {
  readonly model: LearnerState;
  readonly errorModel: LearnerState;
  /** Parameters of the model when the iteration began, [P]. */
  readonly previous: Float64Array;
  readonly updates: number;
  readonly standardiser: StandardiserState;
}

export const LPM_MEASURE: Measure = {
  name: 'learning progress',
  unit: 'nats of error',
  meaning:
    'The logarithm of the squared error that the network was expected to make when the iteration began, minus that of its error now. Negative where the prediction was better before.',
  of: 'memory',
  isSigned: true,
  objective: PREDICTION_ERROR_MEASURE.objective,
  uncertainty: null,
};

export class LearningProgress implements Curiosity<LpmState> {
  readonly measured = LPM_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #transitions: Transitions;
  readonly #model: Learner;
  readonly #errorModel: Learner;
  readonly #previous: Float64Array;
  #updates = 0;
  /** The model as the iteration began for a batch to learn from; model and error model for a batch to be measured. */
  readonly #predictBefore: NetworkFunction;
  readonly #predict: NetworkFunction;
  readonly #expect: NetworkFunction;
  readonly #outcomes: Float64Array;

  constructor(sizes: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const { stateSize, rows } = sizes;
    const { batchSize, hidden, learningRate } = model;
    this.#transitions = new Transitions({ ...sizes, ...model });
    const { inputSize } = this.#transitions;
    const widths = [inputSize, hidden, stateSize];
    this.#model = new Learner({ ...model, sizes: widths }, stateSize, meanSquaredError, rng);
    const errorOptions = {
      sizes: [inputSize, hidden, 1],
      batchSize,
      learningRate: ERROR_RATE * learningRate,
    };
    this.#errorModel = new Learner(errorOptions, 1, meanSquaredError, rng);
    const [errorVector] = this.#errorModel.learnt;
    this.learnt = [
      ...this.#model.learnt,
      { ...errorVector, name: 'the error model', prefix: 'errorModel' },
    ];
    this.batchSize = batchSize;
    this.rows = rows;
    this.#previous = this.#model.parameters.slice();
    this.#predictBefore = networkFunction(this.#previous, this.#model.layers, batchSize);
    this.#predict = this.#model.predictor(rows);
    this.#expect = this.#errorModel.predictor(rows);
    this.#outcomes = new Float64Array(rows * stateSize);
  }

  update(transition: Transition): void {
    this.#transitions.update(transition);
  }

  /** One update of each network: the model on what happened, the error model on errors of the model before. */
  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets } = this.#model;
    this.#transitions.encode(batch, inputs, targets);
    if (this.#updates % ITERATION === 0) this.#previous.set(this.#model.parameters);
    this.#updates++;

    this.#predictBefore.inputs.set(inputs);
    this.#errorModel.inputs.set(inputs);
    logErrorInto(this.#errorModel.targets, this.#predictBefore.evaluate(), targets);
    const { gradNorm } = this.#errorModel.learn();
    const update = this.#model.learn();
    return { ...update, gradNorm: Math.max(update.gradNorm, gradNorm) };
  }

  /** The expected logarithm of the error when the iteration began, minus that of the error now. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    this.#transitions.encode(batch, this.#predict.inputs, this.#outcomes);
    this.#expect.inputs.set(this.#predict.inputs);
    const expected = this.#expect.evaluate(); // [rows, 1]
    logErrorInto(out, this.#predict.evaluate(), this.#outcomes);
    for (let row = 0; row < out.length; row++) out[row] = expected[row] - out[row];
  }

  layout(): ModelLayout {
    return this.#transitions.layout();
  }

  state(): LpmState {
    return {
      model: this.#model.state(),
      errorModel: this.#errorModel.state(),
      previous: this.#previous.slice(),
      updates: this.#updates,
      standardiser: this.#transitions.state(),
    };
  }

  restore({ model, errorModel, previous, updates, standardiser }: LpmState): void {
    checkSameLength('LearningProgress.restore', this.#previous, previous);
    this.#model.restore(model);
    this.#errorModel.restore(errorModel);
    this.#transitions.restore(standardiser);
    this.#previous.set(previous);
    this.#updates = updates;
  }
}

/** log of the squared error of each row, summed over its outputs: out [B] from outputs and targets [B, S]. */
function logErrorInto(out: Float64Array, outputs: Float64Array, targets: Float64Array): void {
  squaredErrorInto(out, outputs, targets);
  for (let row = 0; row < out.length; row++) out[row] = log(out[row] + LEAST_ERROR);
}
