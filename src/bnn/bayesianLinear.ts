/**
 * A linear layer whose weights are Gaussian. Its output is a sum of independent Gaussians (given its input),
 * so the output's mean and variance follow from those of the weights without drawing any.
 */
import { square } from '../autodiff/elementwise.ts';
import { jointOperation } from '../autodiff/joint.ts';
import { constant, gradientOf, operation, watch, type Variable } from '../autodiff/variable.ts';
import {
  addRandomInputGradients,
  hasFewOutputs,
  randomInputMomentsInto,
} from '../math/kernels/randomInput.ts';
import { addRandomInputWeightGradients } from '../math/kernels/randomInputWeights.ts';
import {
  addRectifiedGaussianGradients,
  rectifiedGaussianInto,
} from '../math/kernels/rectifiedGaussian.ts';
import { addReparameterisedGradients, reparameteriseInto } from '../math/kernels/reparameterise.ts';
import { biasOf, weightsOf, type Layer } from '../nn/layers.ts';
import { linear, linearSizes } from '../nn/linear.ts';
import { formatShape } from '../autodiff/shape.ts';
import { zeros } from '../autodiff/tensor.ts';
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
 * @throws RangeError if the sizes do not fit
 */
export function knownInputMoments(x: Variable, posterior: Posterior, layer: Layer): Moments {
  const { mu, sigmaSquared } = posterior;
  if (hasFewOutputs(layer.outputs)) {
    const variance = constant(zeros(x.value.shape));
    return randomInputMoments({ mean: x, variance, secondMoment: square(x) }, posterior, layer);
  }
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
 * @throws RangeError if the sizes do not fit
 */
export function randomInputMoments(h: RandomInput, posterior: Posterior, layer: Layer): Moments {
  const { mu, sigmaSquared } = posterior;
  const inputs = [h.mean, h.variance, h.secondMoment];
  const weights = [weightsOf(mu, layer), weightsOf(sigmaSquared, layer)];
  const biases = [biasOf(mu, layer), biasOf(sigmaSquared, layer)];
  const [B, I, O] = linearSizes('randomInputMoments', h.mean, weights[0], biases[0]);
  const [[a, c, e], [m, s2], [mBias, s2Bias]] = [inputs, weights, biases].map(valuesOf);
  const [[da, dc, de], [dm, ds2], [dmBias, ds2Bias]] = [inputs, weights, biases].map(gradientsOf);
  const inputsLearn = inputs.some((input) => input.grad);
  const weightsLearn = weights.some((weight) => weight.grad);
  const [mean, variance] = jointOperation(
    2,
    [B, O],
    [...inputs, ...weights, ...biases],
    (f, v) => randomInputMomentsInto(f, v, a, c, e, m, s2, mBias, s2Bias, I, O),
    (df, dv) => {
      if (inputsLearn) addRandomInputGradients(da, dc, de, df, dv, m, s2, I, O);
      if (weightsLearn) {
        addRandomInputWeightGradients(dm, ds2, dmBias, ds2Bias, a, c, e, df, dv, m, I, O);
      }
    },
  );
  return { mean, variance };
}

/**
 * ReLU of a Gaussian pre-activation, in closed form (kernels/rectifiedGaussian.ts).
 *
 * @param z [B, H] each
 * @returns [B, H] each
 */
export function rectified(z: Moments): RandomInput {
  const { shape, size } = z.mean.value;
  const [m, v] = valuesOf([z.mean, z.variance]);
  const [dm, dv] = gradientsOf([z.mean, z.variance]);
  const active = new Float64Array(size); // Φ = ∂E[h]/∂m = ∂E[h²]/∂v
  const inactive = new Float64Array(size); // 1 − Φ
  const slope = new Float64Array(size); // ∂E[h]/∂v
  const [mean, secondMoment, variance] = jointOperation(
    3,
    shape,
    [z.mean, z.variance],
    (a, e, c) => rectifiedGaussianInto(a, e, c, active, inactive, slope, m, v),
    (da, de, dc) =>
      addRectifiedGaussianGradients(dm, dv, da, de, dc, mean.value.data, active, inactive, slope),
  );
  return { mean, secondMoment, variance };
}

/**
 * Draws from Gaussian pre-activations, z = m + √v ε (local reparameterisation: Kingma, Salimans and Welling 2015).
 *
 * @param z       [N, H] each
 * @param epsilon [S, ...], S N H standard normal numbers: a whole number of draws of everything
 * @returns       [S N, H]
 * @throws RangeError unless epsilon is a whole number of draws
 */
export function drawn({ mean, variance }: Moments, epsilon: Variable): Variable {
  const [N, H] = mean.value.shape;
  const draws = epsilon.value.size / mean.value.size;
  if (!Number.isInteger(draws)) {
    throw new RangeError(
      `drawn: noise ${formatShape(epsilon.value.shape)} for draws of ${formatShape(mean.value.shape)}; expected a whole number of them`,
    );
  }
  const z = zeros([draws * N, H]);
  const sd = new Float64Array(mean.value.size);
  const [m, v, e] = valuesOf([mean, variance, epsilon]);
  const [dm, dv] = gradientsOf([mean, variance]);
  return operation(
    z,
    [mean, variance, epsilon],
    () => reparameteriseInto(z.data, sd, m, v, e),
    (dz) => addReparameterisedGradients(dm, dv, dz, sd, e),
  );
}

const valuesOf = (variables: readonly Variable[]): Float64Array[] =>
  variables.map((v) => v.value.data);

const gradientsOf = (variables: readonly Variable[]): Float64Array[] => variables.map(gradientOf);
