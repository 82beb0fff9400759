/**
 * A linear layer whose weights are Gaussian. Its output is a sum of independent Gaussians (given its input),
 * so the output's mean and variance follow from those of the weights without drawing any.
 */
import { add, matmul, mul, sub } from '../autodiff/arithmetic.ts';
import { square } from '../autodiff/elementwise.ts';
import { operation, watch, type Variable } from '../autodiff/variable.ts';
import { addProduct, addSquareGradient } from '../kernels/elementwise.ts';
import { rectifiedGaussianInto } from '../kernels/rectifiedGaussian.ts';
import { biasOf, weightsOf, type Layer } from '../nn/layers.ts';
import { linear } from '../nn/linear.ts';
import { zeros } from '../tensor/tensor.ts';
import type { Posterior } from './posterior.ts';

/** Mean and variance of each entry. */
export interface Moments {
  readonly mean: Variable;
  readonly variance: Variable;
}

/** The random input of a layer, element by element: E[h], Var[h] and E[h²]. */
export interface RandomInput extends Moments {
  readonly secondMoment: Variable;
}

/**
 * Pre-activation for a known input x: mean x μ + μ_b and variance x² σ² + σ_b².
 * (Local reparameterisation: Kingma, Salimans and Welling 2015, eq. 6.)
 *
 * @param x [B, in]
 * @returns [B, out] each; both can be asked for their gradient
 */
export function knownInputMoments(x: Variable, posterior: Posterior, layer: Layer): Moments {
  const { mu, sigmaSquared } = posterior;
  return {
    mean: watch(linear(x, weightsOf(mu, layer), biasOf(mu, layer))),
    variance: watch(linear(square(x), weightsOf(sigmaSquared, layer), biasOf(sigmaSquared, layer))),
  };
}

/**
 * Pre-activation for a random input h, independent of the weights: mean E[h] μ + μ_b and variance
 * E[h²] σ² + Var[h] μ² + σ_b². The variance of a product of independent variables, term by term; exact when
 * the entries of h are uncorrelated, as after a first layer, whose units share no weight.
 *
 * @param h [B, in] each
 * @returns [B, out] each; both can be asked for their gradient
 */
export function randomInputMoments(h: RandomInput, posterior: Posterior, layer: Layer): Moments {
  const { mu, sigmaSquared } = posterior;
  const muWeights = weightsOf(mu, layer);
  const fromWeights = linear(
    h.secondMoment,
    weightsOf(sigmaSquared, layer),
    biasOf(sigmaSquared, layer),
  );
  return {
    mean: watch(linear(h.mean, muWeights, biasOf(mu, layer))),
    variance: watch(add(fromWeights, matmul(h.variance, square(muWeights)))),
  };
}

/**
 * ReLU of a Gaussian pre-activation, in closed form (kernels/rectifiedGaussian.ts).
 *
 * @param z [B, H] each
 * @returns [B, H] each
 */
export function rectified(z: Moments): RandomInput {
  const shape = z.mean.value.shape;
  const [m, v] = [z.mean, z.variance].map((moment) => moment.value.data);
  const meanValue = zeros(shape);
  const secondValue = zeros(shape);
  const active = zeros(shape).data; // Φ = ∂E[h]/∂m = ∂E[h²]/∂v
  const slope = zeros(shape).data; // ∂E[h]/∂v
  // A gradient that nobody wants is added to an array that nobody reads.
  const gradientOf = (moment: Variable): Float64Array => (moment.grad ?? zeros(shape)).data;
  const [dm, dv] = [gradientOf(z.mean), gradientOf(z.variance)];
  const mean = operation(
    meanValue,
    [z.mean, z.variance],
    () => rectifiedGaussianInto(meanValue.data, secondValue.data, active, slope, m, v),
    (dy) => {
      addProduct(dm, dy, active);
      addProduct(dv, dy, slope);
    },
  );
  const secondMoment = operation(
    secondValue,
    [z.mean, z.variance, mean], // after `mean`, which computes both
    () => {},
    (dy) => {
      addSquareGradient(dm, dy, meanValue.data); // ∂E[h²]/∂m = 2 E[h]
      addProduct(dv, dy, active);
    },
  );
  return { mean, secondMoment, variance: sub(secondMoment, mul(mean, mean)) };
}
