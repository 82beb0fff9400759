/**
 * `vime/autodiff`: tensors, operations with their gradients, networks and optimisers.
 *
 * @module vime/autodiff
 */
export { fromArray, scalar, tensor, zeros, type Tensor } from '../autodiff/tensor.ts';
export type { Shape } from '../autodiff/shape.ts';
export {
  constant,
  gradientOf,
  operation,
  parameter,
  stopGradient,
  watch,
  zeroGrad,
  type Variable,
} from '../autodiff/variable.ts';
export { add, div, matmul, mul, sub } from '../autodiff/arithmetic.ts';
export {
  abs,
  clamp,
  exp,
  huber,
  log,
  neg,
  normalCdf,
  normalPdf,
  pow,
  relu,
  scale,
  sigmoid,
  softplus,
  sqrt,
  square,
  tanh,
} from '../autodiff/elementwise.ts';
export { max, mean, sum } from '../autodiff/reductions.ts';
export { broadcast, concat, gather, reshape, slice, transpose } from '../autodiff/shaping.ts';
export { backward, graphOf, type Graph } from '../autodiff/backward.ts';

export { layersOf, parameterCount, type Layer } from '../nn/layers.ts';
export { uniformInit } from '../nn/init.ts';
export { linear } from '../nn/linear.ts';
export { mlp } from '../nn/mlp.ts';
export { networkFunction, type NetworkFunction } from '../nn/network.ts';

export { Adam, type AdamOptions, type AdamState } from '../optim/adam.ts';
export { averageInto } from '../optim/average.ts';
export { clipGradNorm } from '../optim/clip.ts';
export { gradientStep, type Optimised } from '../optim/gradientStep.ts';
export { exponentialSchedule, linearSchedule } from '../optim/schedule.ts';
export { sgdStep } from '../optim/sgd.ts';

export { stream, type Rng, type RngState } from '../math/random/rng.ts';
