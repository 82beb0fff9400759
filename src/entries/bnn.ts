/**
 * `vime/bnn`: Bayesian networks. Beliefs about the weights, their predictions in closed form, and how they learn.
 *
 * @module vime/bnn
 */
export { Bnn, type BnnOptions, type BnnState, type BnnUpdate } from '../bnn/bnn.ts';
export {
  createPosterior,
  frozen,
  posteriorOf,
  type Posterior,
  type PosteriorOptions,
} from '../bnn/posterior.ts';
export { predictiveMoments, type PredictiveMoments } from '../bnn/predictive.ts';
export type { Moments, RandomInput } from '../bnn/bayesianLinear.ts';
export { elbo, type Elbo, type ElboOptions } from '../bnn/elbo.ts';
export { gaussianPrior, kl, type Gaussians } from '../bnn/kl.ts';
export { expectedLogLikelihood } from '../bnn/expectedLogLikelihood.ts';
export type {
  ExpectedLogLikelihood,
  LayerTrace,
  LikelihoodKind,
  LikelihoodOptions,
} from '../bnn/likelihood.ts';
export {
  createNoiseModel,
  logVarianceOf,
  type NoiseKind,
  type NoiseModel,
} from '../bnn/observationNoise.ts';

// What they take and return.
export type { Adam, AdamOptions, AdamState } from '../optim/adam.ts';
export type { Layer } from '../nn/layers.ts';
export { constant, type Variable } from '../autodiff/variable.ts';
export { fromArray, type Tensor } from '../autodiff/tensor.ts';
export type { Shape } from '../autodiff/shape.ts';
export { stream, type Rng, type RngState } from '../math/random/rng.ts';
