/**
 * E_q[log p(y | x, θ)] without sampling. For one hidden ReLU layer the mean and variance of the output under q are known in closed
 * form (bayesianLinear.ts), and a Gaussian log-likelihood needs no more. There is no noise in the value nor in its gradient.
 */
import { add, mul, sub } from '../autodiff/arithmetic.ts';
import { exp, neg, relu, scale, square } from '../autodiff/elementwise.ts';
import { sum } from '../autodiff/reductions.ts';
import { reshape } from '../autodiff/shaping.ts';
import { constant, type Variable } from '../autodiff/variable.ts';
import { scalar } from '../autodiff/tensor.ts';
import { knownInputMoments, randomInputMoments, rectified } from './bayesianLinear.ts';
import {
  gaussianLogDensity,
  HALF_LOG_TWO_PI,
  type ExpectedLogLikelihood,
  type LikelihoodOptions,
} from './likelihood.ts';
import { observationNoise } from './observationNoise.ts';
import type { Posterior } from './posterior.ts';

/**
 * As gaussianLogDensity for one sample, with a noise variance ω² for each entry, given by its logarithm (which carries no gradient), and
 * each entry times ω^(2 β).
 *
 * β = 0 is the log-likelihood. With β > 0 (beta-NLL: Seitzer et al. 2022, arXiv:2203.09168) an output of little noise no longer
 * outweighs the others: its squared error counts ω^(2 β − 2) instead of 1/ω².
 */
function learnedLogDensity(squaredError: Variable, logVariance: Variable, beta: number): Variable {
  const standardised = mul(squaredError, exp(neg(logVariance)));
  const terms = add(add(standardised, logVariance), constant(scalar(2 * HALF_LOG_TWO_PI)));
  const weighted = beta === 0 ? terms : mul(exp(scale(logVariance, beta)), terms);
  return scale(sum(weighted), -0.5);
}

/**
 * @param x [B, in]
 * @param y [B, out]
 * @throws RangeError without exactly one hidden layer, or with another activation than the ReLU
 */
export function exactLogLikelihood(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, noiseModel, beta = 0, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const [first, second] = posterior.layers;
  if (posterior.layers.length !== 2) {
    throw new RangeError(
      `exactLogLikelihood: exact moments need one hidden layer, got ${posterior.layers.length - 1}; use 'local'`,
    );
  }
  if (activation !== relu) {
    throw new RangeError(
      "exactLogLikelihood: exact moments are those of the ReLU, got another activation; use 'local'",
    );
  }
  const z = knownInputMoments(x, posterior, first); // [B, H]
  const h = rectified(z); // [B, H]
  const f = randomInputMoments(h, posterior, second); // [B, O]
  // E[(y − f)²] = (y − E f)² + Var f
  const squaredError = add(square(sub(f.mean, y)), f.variance);
  const noise = noiseModel ? observationNoise(noiseModel, h.mean, x, squaredError) : null;
  return {
    total: noise
      ? learnedLogDensity(squaredError, noise.logVariance, beta)
      : gaussianLogDensity(squaredError, likelihoodSd, 1),
    noiseLoss: noise?.loss ?? null,
    outputs: reshape(f.mean, [1, ...f.mean.value.shape]),
    draws: [],
    trace: [
      { kind: 'known', layer: first, input: x, output: z },
      { kind: 'exact', layer: second, input: h, output: f },
    ],
  };
}
