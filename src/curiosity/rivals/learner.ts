/** A plain network that learns by Adam: what the rivals of the Bayesian network are made of. */
import { sub } from '../../autodiff/arithmetic.ts';
import { graphOf } from '../../autodiff/backward.ts';
import { scale, square } from '../../autodiff/elementwise.ts';
import { sum } from '../../autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../../autodiff/variable.ts';
import { uniformInit } from '../../nn/init.ts';
import { layersOf, type Layer } from '../../nn/layers.ts';
import { mlp } from '../../nn/mlp.ts';
import { networkFunction, type NetworkFunction } from '../../nn/network.ts';
import { Adam, type AdamState } from '../../optim/adam.ts';
import { gradientStep } from '../../optim/gradientStep.ts';
import type { Rng } from '../../math/random/rng.ts';
import { checkSameLength } from '../../autodiff/shape.ts';
import { tensor, zeros } from '../../autodiff/tensor.ts';
import type { CuriosityUpdate, LearntVector } from '../curiosity.ts';

/** What a rival needs to know of the run that it is made for. */
export interface RivalSizes {
  readonly stateSize: number;
  readonly actionCount: number;
  /** Transitions that are measured at a time. */
  readonly rows: number;
  /** Transitions after which the units of the targets stay fixed. */
  readonly freezeAfter: number;
}

export interface RivalModel {
  /** Units in a hidden layer. */
  readonly hidden: number;
  /** Factor on the state as the network sees it. */
  readonly inputScale: number;
  /** Transitions in an update. */
  readonly batchSize: number;
  /** Of Adam. */
  readonly learningRate: number;
}

/** The same as the defaults of `vime`: the rivals differ from it in what they measure, not in the size of their network. */
export const RIVAL_MODEL: RivalModel = {
  hidden: 32,
  inputScale: 1.7,
  batchSize: 32,
  learningRate: 2e-3,
};

export interface LearnerOptions {
  /** Widths from input to output. */
  readonly sizes: readonly number[];
  readonly batchSize: number;
  readonly learningRate: number;
}

export interface LearnerState {
  readonly parameters: Float64Array;
  readonly optimiser: AdamState;
}

export class Learner {
  readonly layers: readonly Layer[];
  /** [P] */
  readonly parameters: Float64Array;
  readonly learnt: readonly LearntVector[];
  /** The batch to learn from, [B, in] and [B, targetSize]; to be filled before `learn`. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly #optimiser: Adam;
  readonly #learn: () => CuriosityUpdate;

  /**
   * @param targetSize how many numbers there are to learn from for each row
   * @param lossOf     loss [] of outputs [B, out] and targets [B, targetSize]
   */
  constructor(
    { sizes, batchSize, learningRate }: LearnerOptions,
    targetSize: number,
    lossOf: (outputs: Variable, targets: Variable) => Variable,
    rng: Rng,
  ) {
    this.layers = layersOf(sizes);
    this.parameters = uniformInit(this.layers, rng);
    const P = this.parameters.length;
    this.#optimiser = new Adam(P);
    const weights = parameter(tensor(this.parameters, [P]));
    const grad = weights.grad!.data;
    const x = constant(zeros([batchSize, sizes[0]]));
    const y = constant(zeros([batchSize, targetSize]));
    const loss = lossOf(mlp(x, weights, this.layers), y);
    const graph = graphOf(loss);
    const learners = [{ parameters: weights, optimiser: this.#optimiser }];
    this.inputs = x.value.data;
    this.targets = y.value.data;
    const { layers, parameters } = this;
    this.learnt = [
      { name: 'the model', prefix: 'model', suffix: '', layers, values: parameters, grad },
    ];
    this.#learn = () => {
      const gradNorm = gradientStep(graph, learners, learningRate);
      return { objective: -loss.value.data[0], gradNorm };
    };
  }

  /** One step of Adam on the batch in `inputs` and `targets`. */
  learn(): CuriosityUpdate {
    return this.#learn();
  }

  /** The network for `rows` inputs at a time, at its parameters at each call. */
  predictor(rows: number): NetworkFunction {
    return networkFunction(this.parameters, this.layers, rows);
  }

  /** A copy of the whole state. */
  state(): LearnerState {
    return { parameters: this.parameters.slice(), optimiser: this.#optimiser.state() };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a network of another size */
  restore({ parameters, optimiser }: LearnerState): void {
    checkSameLength('Learner.restore', this.parameters, parameters);
    this.parameters.set(parameters);
    this.#optimiser.restore(optimiser);
  }
}

/** The squared error of each row, summed over its outputs: out [B] from outputs and targets [B, O]. */
export function squaredErrorInto(
  out: Float64Array,
  outputs: Float64Array,
  targets: Float64Array,
): void {
  const O = outputs.length / out.length;
  for (let row = 0; row < out.length; row++) {
    let total = 0;
    for (let j = row * O; j < (row + 1) * O; j++) {
      const error = outputs[j] - targets[j];
      total += error * error;
    }
    out[row] = total;
  }
}

/** Mean over rows of the squared error, []. */
export function meanSquaredError(outputs: Variable, targets: Variable): Variable {
  return scale(sum(square(sub(outputs, targets))), 1 / outputs.value.shape[0]);
}
