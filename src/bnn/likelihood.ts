/**
 * The expected log-likelihood E_q[log p(y | x, θ)], in three ways.
 *
 * - `exact`: for one hidden ReLU layer the output's mean and variance under q are known in closed form, and a
 *   Gaussian log-likelihood needs no more. No noise, neither in the value nor in its gradient.
 * - `local`: draws each layer's pre-activations, one for each sample and row (Kingma, Salimans, Welling 2015), as the paper
 *   did (VIME, 2.5).
 * - `weight`: draws the weights, one set for each sample (Blundell et al. 2015; Graves 2011).
 *
 * The noise of the last two is an input: constants that the caller fills anew before each run of the graph.
 */
import { add, mul, sub } from '../autodiff/arithmetic.ts';
import { exp, neg, relu, scale, square } from '../autodiff/elementwise.ts';
import { sum } from '../autodiff/reductions.ts';
import { concat, reshape, slice } from '../autodiff/shaping.ts';
import { constant, watch, type Variable } from '../autodiff/variable.ts';
import { biasOf, parameterCount, weightsOf, type Layer } from '../nn/layers.ts';
import { linear } from '../nn/linear.ts';
import { log } from '../numerics/log.ts';
import { scalar, zeros } from '../tensor/tensor.ts';
import {
  drawn,
  knownInputMoments,
  randomInputMoments,
  rectified,
  type Moments,
  type RandomInput,
} from './bayesianLinear.ts';
import { observationNoise, type NoiseModel } from './observationNoise.ts';
import type { Posterior } from './posterior.ts';

export type LikelihoodKind = 'exact' | 'local' | 'weight';

export interface LikelihoodOptions {
  readonly kind: LikelihoodKind;
  /** Standard deviation of the observation noise, in units of the targets. */
  readonly likelihoodSd: number;
  /** For `exact`: noise that is learnt, instead of `likelihoodSd`. */
  readonly noiseModel?: NoiseModel | null;
  /** Draws; not used by `exact`. */
  readonly samples: number;
  /** Between layers; `exact` is for the ReLU only. */
  readonly activation?: (x: Variable) => Variable;
}

/** What a layer saw and made of it, for reading per-row gradients (vime/batchGain.ts). */
export type LayerTrace =
  | {
      readonly kind: 'exact';
      readonly layer: Layer;
      readonly input: RandomInput;
      readonly output: Moments;
    }
  | {
      readonly kind: 'known';
      readonly layer: Layer;
      readonly input: Variable;
      readonly output: Moments;
    }
  | {
      readonly kind: 'weight';
      readonly layer: Layer;
      readonly sample: number;
      readonly input: Variable;
      readonly output: Variable;
    };

export interface ExpectedLogLikelihood {
  /** [] summed over rows and outputs, averaged over samples, in nats */
  readonly total: Variable;
  /** Network outputs: [1, B, O] means for `exact`, [samples, B, O] draws otherwise. */
  readonly outputs: Variable;
  /** Standard normal noise, to be filled before every run: for each layer [samples, B, out] (`local`); one [samples, P] (`weight`). */
  readonly noise: readonly Variable[];
  readonly trace: readonly LayerTrace[];
  /** [] what a noise model learns from; null without one. */
  readonly noiseLoss: Variable | null;
}

const HALF_LOG_TWO_PI = 0.9189385332046727;

/** log p summed over entries and averaged over samples: −½ (squaredError / sd² + log 2π) − log sd. */
function gaussianLogDensity(
  squaredError: Variable,
  likelihoodSd: number,
  samples: number,
): Variable {
  const total = scale(sum(squaredError), -0.5 / (likelihoodSd * likelihoodSd * samples));
  const count = squaredError.value.size / samples;
  return add(total, constant(scalar(-count * (log(likelihoodSd) + HALF_LOG_TWO_PI))));
}

/** The same with a variance for each entry, given by its logarithm (which carries no gradient). */
function learnedLogDensity(squaredError: Variable, logVariance: Variable): Variable {
  const standardised = mul(squaredError, exp(neg(logVariance)));
  const count = squaredError.value.size;
  return add(
    scale(add(sum(standardised), sum(logVariance)), -0.5),
    constant(scalar(-count * HALF_LOG_TWO_PI)),
  );
}

/**
 * @param x [B, in]
 * @param y [B, out]
 * @throws RangeError if `exact` is asked of a network without exactly one hidden layer or with another activation than the
 *                    ReLU, or if there is a noise model and the kind is not `exact`
 */
export function expectedLogLikelihood(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  options: LikelihoodOptions,
): ExpectedLogLikelihood {
  if (options.noiseModel && options.kind !== 'exact') {
    throw new RangeError(
      `expectedLogLikelihood: a noise model needs exact moments, got ${options.kind}`,
    );
  }
  switch (options.kind) {
    case 'exact':
      return exact(posterior, x, y, options);
    case 'local':
      return local(posterior, x, y, options);
    case 'weight':
      return weight(posterior, x, y, options);
  }
}

function exact(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, noiseModel, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const [first, second] = posterior.layers;
  if (posterior.layers.length !== 2) {
    throw new RangeError(
      `expectedLogLikelihood: exact moments need one hidden layer, got ${posterior.layers.length - 1}; use 'local'`,
    );
  }
  if (activation !== relu) {
    throw new RangeError(
      "expectedLogLikelihood: exact moments are those of the ReLU, got another activation; use 'local'",
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
      ? learnedLogDensity(squaredError, noise.logVariance)
      : gaussianLogDensity(squaredError, likelihoodSd, 1),
    noiseLoss: noise?.loss ?? null,
    outputs: reshape(f.mean, [1, ...f.mean.value.shape]),
    noise: [],
    trace: [
      { kind: 'known', layer: first, input: x, output: z },
      { kind: 'exact', layer: second, input: h, output: f },
    ],
  };
}

function local(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, samples: S, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const [B] = x.value.shape;
  const noise: Variable[] = [];
  const trace: LayerTrace[] = [];
  let h = x;
  posterior.layers.forEach((layer, n) => {
    const input = n === 0 ? x : activation(h); // [B, in], from the second layer on [S B, in]
    const z = knownInputMoments(input, posterior, layer);
    const epsilon = constant(zeros([S, B, layer.outputs]));
    h = drawn(z, epsilon); // [S B, out]
    noise.push(epsilon);
    trace.push({ kind: 'known', layer, input, output: z });
  });
  const outputs = reshape(h, [S, B, h.value.shape[1]]);
  return {
    total: gaussianLogDensity(square(sub(outputs, y)), likelihoodSd, S),
    outputs,
    noise,
    trace,
    noiseLoss: null,
  };
}

function weight(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  { likelihoodSd, samples: S, activation = relu }: LikelihoodOptions,
): ExpectedLogLikelihood {
  const P = parameterCount(posterior.layers);
  const noise = constant(zeros([S, P]));
  const theta = add(posterior.mu, mul(posterior.sigma, noise)); // θ = μ + σ ε, [S, P]
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
    noise: [noise],
    trace,
    noiseLoss: null,
  };
}
