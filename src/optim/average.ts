import { checkSameLength } from '../autodiff/shape.ts';
import { mixInto } from '../math/kernels/elementwise.ts';

/**
 * Exponential average of weights: average += weight · (parameters − average), all [P].
 * Weight 1 is a copy but for rounding; to copy exactly use `average.set(parameters)`.
 *
 * With a small weight this smooths the last 1/weight updates, for evaluation (Polyak and Juditsky 1992); with
 * weight tau it is the soft update of a target network (Lillicrap et al. 2016).
 *
 * @throws RangeError if the lengths differ
 */
export function averageInto(average: Float64Array, parameters: Float64Array, weight: number): void {
  checkSameLength('averageInto', average, parameters);
  mixInto(average, parameters, weight);
}
