/**
 * `vime/dqn`: deep Q-learning. Network, targets, exploration by chance, and the memory it learns from.
 *
 * @module vime/dqn
 */
export { Dqn, tdLoss, type DqnOptions, type DqnState, type DqnUpdate } from '../dqn/dqn.ts';
export { tdTargetInto } from '../dqn/tdTarget.ts';
export { EpsilonGreedy, type RepeatKind } from '../dqn/epsilonGreedy.ts';

export { ReplayBuffer, type ReplayState } from '../replay/replayBuffer.ts';
export {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../replay/transition.ts';
export {
  createNStepBatch,
  gatherNStep,
  type NStepBatch,
  type NStepOptions,
} from '../replay/nStep.ts';

// What they take and return.
export type { Adam, AdamOptions, AdamState } from '../optim/adam.ts';
export type { Layer } from '../nn/layers.ts';
export { networkFunction, type NetworkFunction } from '../nn/network.ts';
export type { Variable } from '../autodiff/variable.ts';
export type { Tensor } from '../autodiff/tensor.ts';
export { stream, type Rng, type RngState } from '../math/random/rng.ts';
