/** The rectifier max(x, 0) and its gradient, without a branch. All arrays of a call have the same length. */

/** The definition. NaN stays NaN, so that a network with non-finite numbers is detected. */
export function referenceReluInto(out: Float64Array, input: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = input[i] <= 0 ? 0 : input[i];
}

/**
 * The same, faster. Half the signs of a layer are unpredictable, and a mispredicted branch costs as much as twenty additions.
 * (x + |x|) / 2 needs none. It is wrong only where x + |x| overflows or x is −∞; then the sum tells.
 */
export function reluInto(out: Float64Array, input: Float64Array): void {
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    const positive = 0.5 * (input[i] + Math.abs(input[i]));
    out[i] = positive;
    total += positive;
  }
  if (total < Infinity) return;
  referenceReluInto(out, input);
}

/** The definition: d max(x, 0) / dx = 1 where x > 0, and 0 at the kink. */
export function referenceAddReluGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) if (!(input[i] <= 0)) inputGrad[i] += outputGrad[i];
}

// The gradients of an inactive and an active unit: 0 and the output's. (A small array would be stored in a slower way.)
const choice = new Float64Array(16);

/**
 * The same, faster: chosen by index instead of by a branch. Multiplying by 0 or 1 would turn an infinite gradient into NaN
 * where it must be 0.
 */
export function addReluGradient(
  inputGrad: Float64Array,
  outputGrad: Float64Array,
  input: Float64Array,
): void {
  for (let i = 0; i < inputGrad.length; i++) {
    choice[1] = outputGrad[i];
    inputGrad[i] += choice[Number(!(input[i] <= 0))];
  }
}
