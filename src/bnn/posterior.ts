/**
 * Beliefs about the weights of a network: q(θ; φ) = Πᵢ N(θᵢ; μᵢ, σᵢ²), one Gaussian a weight (mean field).
 *
 * The variational parameters φ = (μ, ρ) are one flat vector [2 P], μ first; σ = log(1 + e^ρ) > 0 for every ρ.
 * VIME: arXiv:1605.09674, 2.3 and 2.5.
 */
import { softplus, square } from '../autodiff/elementwise.ts';
import { slice } from '../autodiff/shaping.ts';
import { parameter, stopGradient, type Variable } from '../autodiff/variable.ts';
import { layersOf, parameterCount, type Layer } from '../nn/layers.ts';
import { checkNumbers } from '../nn/checkOptions.ts';
import { inverseSoftplus } from '../math/numerics/softplus.ts';
import { normal } from '../math/random/normal.ts';
import type { Rng } from '../math/random/rng.ts';
import { tensor } from '../autodiff/tensor.ts';

export interface Posterior {
  readonly layers: readonly Layer[];
  /** What learning changes, [2 P]. */
  readonly phi: Variable;
  /** [P] views of phi. */
  readonly mu: Variable;
  readonly rho: Variable;
  /** [P] */
  readonly sigma: Variable;
  readonly sigmaSquared: Variable;
}

/** The posterior whose variational parameters are `phi`, a leaf [2 P]. */
export function posteriorOf(phi: Variable, layers: readonly Layer[]): Posterior {
  const P = parameterCount(layers);
  const rho = slice(phi, 0, P, 2 * P);
  const sigma = softplus(rho);
  return { layers, phi, mu: slice(phi, 0, 0, P), rho, sigma, sigmaSquared: square(sigma) };
}

/** The same beliefs, sharing their numbers, but fixed: no gradient reaches phi. */
export function frozen(posterior: Posterior): Posterior {
  return posteriorOf(stopGradient(posterior.phi), posterior.layers);
}

export interface PosteriorOptions {
  /** Widths from input to output. */
  readonly sizes: readonly number[];
  /** Standard deviation every weight starts with. */
  readonly initialSigma: number;
  /** Inputs of the first layer that are not zero: a one-hot code counts as one. */
  readonly activeInputs: number;
}

/** Variance of the initial μ times the number of inputs that are not zero; found by experiment. */
const MEANS_VARIANCE = 0.49;

/**
 * Beliefs before any data: small random means, every sigma = `initialSigma`.
 *
 * @throws RangeError naming the option that is missing or wrong
 */
export function createPosterior(options: PosteriorOptions, rng: Rng): Posterior {
  checkNumbers('createPosterior', options, ['initialSigma', 'activeInputs'], 0);
  const layers = layersOf(options.sizes);
  const P = parameterCount(layers);
  const phi = new Float64Array(2 * P);
  const draws = normal(P, rng);
  layers.forEach(({ inputs, weightStart, end }, n) => {
    const sd = Math.sqrt(MEANS_VARIANCE / (n === 0 ? options.activeInputs : inputs));
    for (let i = weightStart; i < end; i++) phi[i] = sd * draws[i];
  });
  phi.fill(inverseSoftplus(options.initialSigma), P);
  return posteriorOf(parameter(tensor(phi, [2 * P])), layers);
}
