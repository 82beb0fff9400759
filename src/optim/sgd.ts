import { checkSameLength } from '../autodiff/shape.ts';
import { addScaled } from '../math/kernels/elementwise.ts';

/** Gradient descent: parameters ← parameters − learningRate · grad. Both [P]. @throws RangeError if they are not */
export function sgdStep(parameters: Float64Array, grad: Float64Array, learningRate: number): void {
  checkSameLength('sgdStep', parameters, grad);
  addScaled(parameters, grad, -learningRate);
}
