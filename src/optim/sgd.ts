import { checkSameLength } from '../tensor/shape.ts';
import { addScaled } from '../kernels/elementwise.ts';

/** Gradient descent: parameters ← parameters − learningRate · grad. Both [P]. */
export function sgdStep(parameters: Float64Array, grad: Float64Array, learningRate: number): void {
  checkSameLength('sgdStep', parameters, grad);
  addScaled(parameters, grad, -learningRate);
}
