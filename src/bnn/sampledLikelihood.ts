/**
 * E_q[log p(y | x, θ)] as a mean over samples, in two ways. The standard normal draws are an input: constants that the
 * caller fills before each run of the graph.
 */
import { add, mul, sub } from '../autodiff/arithmetic.ts';
import { relu, square } from '../autodiff/elementwise.ts';
import { concat, reshape, slice } from '../autodiff/shaping.ts';
import { constant, watch, type Variable } from '../autodiff/variable.ts';
import { biasOf, parameterCount, weightsOf } from '../nn/layers.ts';
import { linear } from '../nn/linear.ts';
import { zeros } from '../autodiff/tensor.ts';
import { drawn, knownInputMoments } from './bayesianLinear.ts';
import {
  gaussianLogDensity,
  type ExpectedLogLikelihood,
  type LayerTrace,
  type LikelihoodOptions,
} from './likelihood.ts';
import type { Posterior } from './posterior.ts';

/**
 * Draws each layer's pre-activations, one for each sample and row (Kingma, Salimans and Welling 2015), as the paper did (VIME, 2.5).
 *
 * @param x [B, in]
 * @param y [B, out]
 */
export function localLogLikelihood(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, samples: S, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const [B] = x.value.shape;
  const draws: Variable[] = [];
  const trace: LayerTrace[] = [];
  let h = x;
  posterior.layers.forEach((layer, n) => {
    const input = n === 0 ? x : activation(h); // [B, in], from the second layer on [S B, in]
    const z = knownInputMoments(input, posterior, layer);
    const epsilon = constant(zeros([S, B, layer.outputs]));
    h = drawn(z, epsilon); // [S B, out]
    draws.push(epsilon);
    trace.push({ kind: 'known', layer, input, output: z });
  });
  const outputs = reshape(h, [S, B, h.value.shape[1]]);
  return {
    total: gaussianLogDensity(square(sub(outputs, y)), likelihoodSd, S),
    outputs,
    draws,
    trace,
    noiseLoss: null,
  };
}

/**
 * Draws the weights, one set for each sample (Graves 2011; Blundell et al. 2015).
 *
 * @param x [B, in]
 * @param y [B, out]
 */
export function weightLogLikelihood(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, samples: S, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const P = parameterCount(posterior.layers);
  const epsilon = constant(zeros([S, P]));
  const theta = add(posterior.mu, mul(posterior.sigma, epsilon)); // θ = μ + σ ε, [S, P]
  const trace: LayerTrace[] = [];
  const outputs: Variable[] = [];
  for (let sample = 0; sample < S; sample++) {
    const draw = reshape(slice(theta, 0, sample, sample + 1), [P]);
    let h = x;
    posterior.layers.forEach((layer, n) => {
      const input = n === 0 ? h : activation(h);
      h = watch(linear(input, weightsOf(draw, layer), biasOf(draw, layer))); // [B, in] → [B, out]
      trace.push({ kind: 'weight', layer, sample, input, output: h });
    });
    outputs.push(reshape(h, [1, ...h.value.shape]));
  }
  const all = concat(outputs, 0); // [S, B, O]
  return {
    total: gaussianLogDensity(square(sub(all, y)), likelihoodSd, S),
    outputs: all,
    draws: [epsilon],
    trace,
    noiseLoss: null,
  };
}
