/**
 * Deep Q-learning (Mnih et al. 2015): Q(s, a), the discounted reward to come, is a network trained towards the
 * rewards of the next n steps and its own estimate of what follows (tdTarget.ts, replay/nStep.ts).
 *
 * Three copies of the weights, all flat vectors [P]: `online` learns; `target` follows slowly and supplies the
 * targets, so that they do not move with every update; `average` is a longer average for evaluation.
 * The graphs are built once here and replayed on new numbers at every step.
 */
import { sub } from '../autodiff/arithmetic.ts';
import { graphOf } from '../autodiff/backward.ts';
import { huber } from '../autodiff/elementwise.ts';
import { mean } from '../autodiff/reductions.ts';
import { gather } from '../autodiff/shaping.ts';
import { constant, parameter, type Variable } from '../autodiff/variable.ts';
import { checkChoice, checkNumbers } from '../nn/checkOptions.ts';
import { uniformInit } from '../nn/init.ts';
import { layersOf, type Layer } from '../nn/layers.ts';
import { mlp } from '../nn/mlp.ts';
import { networkFunction } from '../nn/network.ts';
import { Adam, type AdamState } from '../optim/adam.ts';
import { averageInto } from '../optim/average.ts';
import { gradientStep } from '../optim/gradientStep.ts';
import { competeRows } from '../optim/groupLasso.ts';
import type { Rng } from '../math/random/rng.ts';
import type { NStepBatch } from '../replay/nStep.ts';
import { checkSameLength } from '../autodiff/shape.ts';
import { tensor, zeros } from '../autodiff/tensor.ts';
import { tdTargetInto } from './tdTarget.ts';

export const TARGET_UPDATES = ['soft', 'updates', 'steps', 'episodes'] as const;

export interface DqnOptions {
  /** Widths from state to actions, for example [2, 64, 64, 3]. */
  readonly sizes: readonly number[];
  readonly batchSize: number;
  /** Choose the next action with the online network (van Hasselt et al. 2016). */
  readonly doubleDqn: boolean;
  /** Error at which the Huber loss turns from quadratic to linear; Infinity is half the squared error. */
  readonly huberDelta: number;
  /** Longest gradient, global 2-norm; Infinity does not clip. */
  readonly maxGradNorm: number;
  /** Strength of the group lasso by which the inputs of the first layer compete (`competeRows` in groupLasso.ts); 0 for none. */
  readonly inputLasso: number;
  /**
   * How the target follows the online network: mixed in at each update (`soft`, Lillicrap et al. 2016), or copied after
   * every `targetEvery` updates (Mnih et al. 2015), environment steps or episodes.
   */
  readonly targetUpdate: (typeof TARGET_UPDATES)[number];
  /** For `soft`: share of the online weights that is mixed in. */
  readonly tau: number;
  /** For `updates`, `steps` and `episodes`: how many lie between two copies. */
  readonly targetEvery: number;
  /** Share of the online weights mixed into the average after each update. */
  readonly averageWeight: number;
}

/** What one update of the network did. */
export interface DqnUpdate {
  /** Mean loss of the batch before the update. */
  readonly loss: number;
  /** 2-norm of the gradient before clipping. */
  readonly gradNorm: number;
}

/**
 * Mean loss of the error Q(s, a) − y over a batch, as a function of the parameters.
 *
 * @param states  [B, S]
 * @param actions [B]
 * @param targets [B]; carry no gradient
 * @param delta   of the Huber loss
 */
export function tdLoss(
  states: Variable,
  parameters: Variable,
  layers: readonly Layer[],
  actions: Int32Array,
  targets: Variable,
  delta: number,
): Variable {
  const q = mlp(states, parameters, layers); // [B, A]
  const tdError = sub(gather(q, actions), targets); // [B]
  return mean(huber(tdError, delta)); // []
}

/** Everything the agent remembers between updates; vectors [P]. */
export interface DqnState {
  readonly online: Float64Array;
  readonly target: Float64Array;
  readonly average: Float64Array;
  readonly optimiser: AdamState;
  readonly updates: number;
}

export class Dqn {
  readonly layers: readonly Layer[];
  /** [P] */
  readonly online: Float64Array;
  readonly target: Float64Array;
  readonly average: Float64Array;
  /** Gradient of the last update's loss, after clipping, [P]. */
  readonly grad: Float64Array;
  readonly optimiser: Adam;
  updates = 0;
  readonly #options: DqnOptions;
  readonly #learn: (batch: NStepBatch, learningRate: number) => DqnUpdate;

  /** @throws RangeError naming the option that is missing or wrong */
  constructor(options: DqnOptions, rng: Rng) {
    checkNumbers('Dqn', options, ['inputLasso', 'tau', 'averageWeight']);
    checkNumbers('Dqn', options, ['batchSize', 'huberDelta', 'maxGradNorm', 'targetEvery'], 0);
    checkChoice('Dqn', 'targetUpdate', options.targetUpdate, TARGET_UPDATES);
    this.#options = options;
    this.layers = layersOf(options.sizes);
    this.online = uniformInit(this.layers, rng);
    this.target = this.online.slice();
    this.average = this.online.slice();
    this.optimiser = new Adam(this.online.length);

    const B = options.batchSize;
    const firstWeights = this.online.subarray(0, this.layers[0].biasStart); // [S, H]
    const parameters = parameter(tensor(this.online, [this.online.length]));
    this.grad = parameters.grad!.data;
    const states = constant(zeros([B, options.sizes[0]]));
    const actions = new Int32Array(B);
    const targets = constant(zeros([B]));
    const loss = tdLoss(states, parameters, this.layers, actions, targets, options.huberDelta);
    const graph = graphOf(loss);
    const learners = [{ parameters, optimiser: this.optimiser }];
    const onlineNext = networkFunction(this.online, this.layers, B);
    const targetNext = networkFunction(this.target, this.layers, B);

    this.#learn = (batch, learningRate) => {
      targetNext.inputs.set(batch.nextStates);
      const qNext = targetNext.evaluate();
      let qSelect = qNext;
      if (options.doubleDqn) {
        onlineNext.inputs.set(batch.nextStates);
        qSelect = onlineNext.evaluate();
      }
      const { returns, discounts, ended } = batch;
      tdTargetInto(targets.value.data, returns, discounts, ended, qNext, qSelect);

      states.value.data.set(batch.states);
      actions.set(batch.actions);
      const gradNorm = gradientStep(graph, learners, learningRate, options.maxGradNorm);
      competeRows(firstWeights, this.layers[0].outputs, learningRate * options.inputLasso);
      return { loss: loss.value.data[0], gradNorm };
    };
  }

  /** One update of the online network on a batch, and of the copies that follow it. */
  learn(batch: NStepBatch, learningRate: number): DqnUpdate {
    const update = this.#learn(batch, learningRate);
    this.updates++;
    const { targetUpdate, tau, targetEvery, averageWeight } = this.#options;
    if (targetUpdate === 'soft') averageInto(this.target, this.online, tau);
    if (targetUpdate === 'updates' && this.updates % targetEvery === 0) {
      this.target.set(this.online);
    }
    averageInto(this.average, this.online, averageWeight);
    return update;
  }

  /** Closes an environment step, before the updates that come with it. @param envSteps how many there have been */
  endStep(envSteps: number): void {
    const { targetUpdate, targetEvery } = this.#options;
    if (targetUpdate === 'steps' && envSteps % targetEvery === 0) this.target.set(this.online);
  }

  /** Closes an episode. @param episode how many there have been */
  endEpisode(episode: number): void {
    const { targetUpdate, targetEvery } = this.#options;
    if (targetUpdate === 'episodes' && episode % targetEvery === 0) this.target.set(this.online);
  }

  /** A copy of the whole state. */
  state(): DqnState {
    return {
      online: this.online.slice(),
      target: this.target.slice(),
      average: this.average.slice(),
      optimiser: this.optimiser.state(),
      updates: this.updates,
    };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a network of another size */
  restore({ online, target, average, optimiser, updates }: DqnState): void {
    for (const vector of [online, target, average]) {
      checkSameLength('Dqn.restore', this.online, vector);
    }
    this.online.set(online);
    this.target.set(target);
    this.average.set(average);
    this.optimiser.restore(optimiser);
    this.updates = updates;
  }
}
