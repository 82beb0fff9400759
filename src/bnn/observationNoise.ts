/**
 * Observation noise: how far an outcome may lie from its prediction even where the weights are known.
 *
 * `fixed`: one standard deviation for everything. `learned`: the log variance of each output is linear in what the
 * network sees and in its hidden units, log ω² = E[h] W_h + x W_x + b, fitted as a point estimate beside the
 * beliefs (Nix and Weigend 1994); ω, for σ is that of the weights. An output that is noise soon has a large ω², and then
 * its outcomes hardly change the weights: so the model tells what it has not learnt yet from what cannot be learnt.
 */
import { add, matmul } from '../autodiff/arithmetic.ts';
import { clamp } from '../autodiff/elementwise.ts';
import { reshape, slice } from '../autodiff/shaping.ts';
import { operation, parameter, stopGradient, type Variable } from '../autodiff/variable.ts';
import { layersOf, type Layer } from '../nn/layers.ts';
import { linear } from '../nn/linear.ts';
import { exp } from '../math/numerics/exp.ts';
import { log } from '../math/numerics/log.ts';
import { tensor, zeros } from '../autodiff/tensor.ts';

export type NoiseKind = 'fixed' | 'learned';
export const NOISE_KINDS = ['fixed', 'learned'] as const satisfies readonly NoiseKind[];

export interface NoiseModel {
  /** W_h, W_x and b, one after the other, [(H + in + 1) out]. */
  readonly parameters: Variable;
  /** The same as one layer from (h, x) to the outputs. */
  readonly layer: Layer;
  readonly hidden: number;
  /** Bounds of log ω². */
  readonly low: number;
  readonly high: number;
}

const HIGHEST_LOG_VARIANCE = 4; // of standardised targets, whose variance is 1
const STEEPEST = 5; // largest slope that one outcome may have: one surprise must not overturn the estimate

/**
 * A noise model that starts with ω² = 1 for all.
 *
 * @param sizes in, H, out of the network with one hidden layer
 * @param floor least standard deviation, in units of the targets
 * @throws RangeError if there is not one hidden layer
 */
export function createNoiseModel(sizes: readonly number[], floor: number): NoiseModel {
  if (sizes.length !== 3) {
    throw new RangeError(
      `createNoiseModel: learned noise needs one hidden layer, expected widths such as 2-32-1, got ${sizes.join('-')}; use noise 'fixed'`,
    );
  }
  const [inputs, hidden, outputs] = sizes;
  const [layer] = layersOf([hidden + inputs, outputs]);
  const parameters = parameter(tensor(new Float64Array(layer.end), [layer.end]));
  return { parameters, layer, hidden, low: 2 * log(floor), high: HIGHEST_LOG_VARIANCE };
}

/**
 * log ω² before it is clamped. Only the noise model's own parameters can learn from it, not the beliefs.
 *
 * @param h [B, H] means of the hidden units
 * @param x [B, in]
 * @returns [B, out]
 */
function unclampedLogVariance(model: NoiseModel, h: Variable, x: Variable): Variable {
  const { parameters, hidden: H, layer } = model;
  const { inputs, outputs, weightStart, biasStart, end } = layer;
  const middle = weightStart + H * outputs;
  const fromHidden = reshape(slice(parameters, 0, weightStart, middle), [H, outputs]);
  const fromInputs = reshape(slice(parameters, 0, middle, biasStart), [inputs - H, outputs]);
  const bias = slice(parameters, 0, biasStart, end);
  return add(linear(stopGradient(h), fromHidden, bias), matmul(stopGradient(x), fromInputs));
}

/**
 * log ω² of each output, within the bounds of the model; carries no gradient.
 *
 * @param h [B, H] means of the hidden units
 * @param x [B, in]
 * @returns [B, out]
 */
export function logVarianceOf(model: NoiseModel, h: Variable, x: Variable): Variable {
  return clamped(model, unclampedLogVariance(model, h, x));
}

const clamped = ({ low, high }: NoiseModel, unclamped: Variable): Variable =>
  clamp(stopGradient(unclamped), low, high);

export interface ObservationNoise {
  /** [B, out] log ω²; carries no gradient */
  readonly logVariance: Variable;
  /** [] what the noise model makes small: the mean over rows of Σ ½ (log ω² + e² / ω²) */
  readonly loss: Variable;
}

/**
 * @param h            [B, H] means of the hidden units
 * @param x            [B, in]
 * @param squaredError [B, out] expected squared error e²; carries no gradient here
 */
export function observationNoise(
  model: NoiseModel,
  h: Variable,
  x: Variable,
  squaredError: Variable,
): ObservationNoise {
  const unclamped = unclampedLogVariance(model, h, x);
  const logVariance = clamped(model, unclamped);
  return { logVariance, loss: noiseLoss(model, unclamped, logVariance, squaredError) };
}

/**
 * Gaussian negative log-likelihood by the noise alone. Its slope by log ω² is ½ − e² / (2 ω²), kept
 * between −STEEPEST and ½. A clamped log ω² is pushed back into its bounds but no further out.
 */
function noiseLoss(
  { low, high }: NoiseModel,
  unclamped: Variable,
  logVariance: Variable,
  squaredError: Variable,
): Variable {
  const y = zeros([]);
  const rows = unclamped.value.shape[0];
  const [raw, l, e2] = [unclamped, logVariance, squaredError].map((v) => v.value.data);
  return operation(
    y,
    [unclamped, logVariance, stopGradient(squaredError)],
    () => {
      let total = 0;
      for (let i = 0; i < l.length; i++) total += l[i] + e2[i] * exp(-l[i]);
      y.data[0] = (0.5 * total) / rows;
    },
    ([dy]) => {
      const grad = unclamped.grad!.data;
      for (let i = 0; i < l.length; i++) {
        const slope = Math.max(0.5 - 0.5 * e2[i] * exp(-l[i]), -STEEPEST);
        const isOutward = (raw[i] < low && slope > 0) || (raw[i] > high && slope < 0);
        if (!isOutward) grad[i] += (dy * slope) / rows;
      }
    },
  );
}
