/**
 * The likelihood p(y | x, θ) = N(y; f(x; θ), ω²) of a Bayesian network with outputs f: options and parts that all ways of taking its
 * expectation share (exactLikelihood.ts, sampledLikelihood.ts).
 */
import { add } from '../autodiff/arithmetic.ts';
import { scale } from '../autodiff/elementwise.ts';
import { sum } from '../autodiff/reductions.ts';
import { constant, type Variable } from '../autodiff/variable.ts';
import type { Layer } from '../nn/layers.ts';
import { log } from '../math/numerics/log.ts';
import { scalar } from '../autodiff/tensor.ts';
import type { Moments, RandomInput } from './bayesianLinear.ts';
import type { NoiseModel } from './observationNoise.ts';

export type LikelihoodKind = 'exact' | 'local' | 'weight';
export const LIKELIHOOD_KINDS = [
  'exact',
  'local',
  'weight',
] as const satisfies readonly LikelihoodKind[];

export interface LikelihoodOptions {
  readonly kind: LikelihoodKind;
  /** Standard deviation of the observation noise, in units of the targets. */
  readonly likelihoodSd: number;
  /** For `exact`: noise that is learnt, instead of `likelihoodSd`. */
  readonly noiseModel?: NoiseModel | null;
  /** With a noise model: each output counts times ω^(2 β), without a gradient by the factor. 0, the default, is the likelihood. */
  readonly beta?: number;
  /** Draws; not used by `exact`. */
  readonly samples: number;
  /** Between layers; `exact` is for the ReLU only. */
  readonly activation?: (x: Variable) => Variable;
}

/** What a layer saw and made of it, for reading per-row gradients (curiosity/vime/batchGain.ts). */
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
  /** Standard normal draws ε, to be filled before every run: for each layer [samples, B, out] (`local`); one [samples, P] (`weight`). */
  readonly draws: readonly Variable[];
  readonly trace: readonly LayerTrace[];
  /** [] what a noise model learns from; null without one. */
  readonly noiseLoss: Variable | null;
}

export const HALF_LOG_TWO_PI = 0.9189385332046727;

/** log p summed over entries and averaged over samples: −½ (squaredError / sd² + log 2π) − log sd. */
export function gaussianLogDensity(
  squaredError: Variable,
  likelihoodSd: number,
  samples: number,
): Variable {
  const total = scale(sum(squaredError), -0.5 / (likelihoodSd * likelihoodSd * samples));
  const count = squaredError.value.size / samples;
  return add(total, constant(scalar(-count * (log(likelihoodSd) + HALF_LOG_TWO_PI))));
}
