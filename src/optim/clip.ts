import { scaleInto } from '../math/kernels/elementwise.ts';
import { norm } from '../math/kernels/reduce.ts';

/**
 * Shortens the gradient to global 2-norm `maxNorm` if it is longer: grad · min(1, maxNorm / (‖grad‖ + 1e-6)),
 * PyTorch's `clip_grad_norm_` with its 1e-6. One vector holds all parameters, so its norm is the global one.
 *
 * A gradient that is not finite is left unchanged; the norm tells the caller.
 *
 * @returns ‖grad‖ before clipping
 */
export function clipGradNorm(grad: Float64Array, maxNorm: number): number {
  const length = norm(grad);
  const factor = maxNorm / (length + 1e-6);
  if (factor < 1 && length < Infinity) scaleInto(grad, grad, factor);
  return length;
}
