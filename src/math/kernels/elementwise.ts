/**
 * Loops over flat arrays, one element after the other; each is its own definition. `xxxInto` writes its result; `addXxx` adds to its
 * first argument, which is what a gradient does: a value used twice collects a share from each use. Gradients of y = f(x) take
 * `inputGrad`, by x, `outputGrad`, by y, and of `input` x and `output` y what they need.
 *
 * All arrays of a call have the same length and nothing is allocated.
 */
import { normalCdf, normalPdf } from '../numerics/normalDistribution.ts';
import { exp } from '../numerics/exp.ts';
import { log } from '../numerics/log.ts';
import { pow } from '../numerics/pow.ts';
import { sigmoid, softplus } from '../numerics/softplus.ts';
import { tanh } from '../numerics/tanh.ts';

export function addInto(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i] + right[i];
}

export function subInto(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i] - right[i];
}

export function mulInto(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i] * right[i];
}

export function divInto(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = left[i] / right[i];
}

/** out += input */
export function addTo(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += input[i];
}

/** out += factor · input */
export function addScaled(out: Float64Array, input: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] += factor * input[i];
}

/** out += left · right, element by element */
export function addProduct(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += left[i] * right[i];
}

/** out += left / right, element by element */
export function addQuotient(out: Float64Array, left: Float64Array, right: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += left[i] / right[i];
}

/** For y = left / right: d y / d right = −y / right */
export function addDivisorGradient(
  rightGrad: Float64Array,
  outputGrad: Float64Array,
  output: Float64Array,
  right: Float64Array,
): void {
  for (let i = 0; i < rightGrad.length; i++) rightGrad[i] -= (outputGrad[i] * output[i]) / right[i];
}

/** out += weight · (input − out): a step of an exponential average. */
export function mixInto(out: Float64Array, input: Float64Array, weight: number): void {
  for (let i = 0; i < out.length; i++) out[i] += weight * (input[i] - out[i]);
}

export function scaleInto(out: Float64Array, input: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = factor * input[i];
}

export function expInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = exp(input[i]);
}

export function logInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = log(input[i]);
}

export function sqrtInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(input[i]);
}

/** d √x / dx = 1 / (2 √x) */
export function addSqrtGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  output: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) inputGrad[i] += outputGrad[i] / (2 * output[i]);
}

/** d x² / dx = 2 x */
export function addSquareGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) inputGrad[i] += outputGrad[i] * 2 * input[i];
}

export function absInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(input[i]);
}

/** d |x| / dx = sign x, and 0 at the kink */
export function addAbsGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) {
    if (input[i] > 0) inputGrad[i] += outputGrad[i];
    else if (input[i] < 0) inputGrad[i] -= outputGrad[i];
  }
}

export function tanhInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = tanh(input[i]);
}

/** d tanh x / dx = 1 − tanh² x = (1 − y)(1 + y), the form that keeps its digits near ±1 */
export function addTanhGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  output: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++)
    inputGrad[i] += outputGrad[i] * (1 - output[i]) * (1 + output[i]);
}

export function sigmoidInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = sigmoid(input[i]);
}

/** d s(x) / dx = s(x) s(−x) */
export function addSigmoidGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++)
    inputGrad[i] += outputGrad[i] * sigmoid(input[i]) * sigmoid(-input[i]);
}

export function softplusInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = softplus(input[i]);
}

/** d log(1 + eˣ) / dx = s(x) */
export function addSoftplusGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) inputGrad[i] += outputGrad[i] * sigmoid(input[i]);
}

export function normalPdfInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = normalPdf(input[i]);
}

/** d φ(x) / dx = −x φ(x), and 0 at ±∞ */
export function addNormalPdfGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
  output: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++)
    inputGrad[i] -= output[i] === 0 ? 0 : outputGrad[i] * input[i] * output[i];
}

export function normalCdfInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = normalCdf(input[i]);
}

/** d Φ(x) / dx = φ(x) */
export function addNormalCdfGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) inputGrad[i] += outputGrad[i] * normalPdf(input[i]);
}

export function powInto(out: Float64Array, input: Float64Array, exponent: number): void {
  for (let i = 0; i < out.length; i++) out[i] = pow(input[i], exponent);
}

/** d xᵖ / dx = p xᵖ⁻¹, and 0 for p = 0 */
export function addPowGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
  exponent: number,
): void {
  if (exponent === 0) return;
  for (let i = 0; i < inputGrad.length; i++)
    inputGrad[i] += outputGrad[i] * exponent * pow(input[i], exponent - 1);
}

/** min(max(x, low), high) */
export function clampInto(out: Float64Array, input: Float64Array, low: number, high: number): void {
  for (let i = 0; i < out.length; i++)
    out[i] = input[i] < low ? low : input[i] > high ? high : input[i];
}

/** 1 inside and at the bounds, 0 outside */
export function addClampGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
  low: number,
  high: number,
): void {
  for (let i = 0; i < inputGrad.length; i++)
    if (!(input[i] < low || input[i] > high)) inputGrad[i] += outputGrad[i];
}

/** Huber (1964): e² / 2 up to |e| = delta, then the tangent delta (|e| − delta / 2). */
export function huberInto(out: Float64Array, error: Float64Array, delta: number): void {
  for (let i = 0; i < out.length; i++) {
    const size = Math.abs(error[i]);
    out[i] = size <= delta ? 0.5 * error[i] * error[i] : delta * (size - 0.5 * delta);
  }
}

/** The error itself, clipped to ±delta */
export function addHuberGradient(
  errorGrad: Float64Array,
  outputGrad: Float64Array,
  error: Float64Array,
  delta: number,
): void {
  for (let i = 0; i < errorGrad.length; i++) {
    errorGrad[i] +=
      outputGrad[i] * (error[i] > delta ? delta : error[i] < -delta ? -delta : error[i]);
  }
}
