import { scaleInto } from '../math/kernels/elementwise.ts';
import { norm } from '../math/kernels/reduce.ts';

/**
 * Group lasso on the rows of a matrix, as a proximal step (Yuan and Lin 2006): row i becomes W_i · max(0, 1 − threshold / ‖W_i‖₂).
 * For the weights [in, out] of a layer a row is what leaves one input; alone, this cuts off an input that the loss does not need as a whole.
 *
 * Taken after a step of Adam, it is decoupled from the gradient, as weight decay is in AdamW (Loshchilov and Hutter 2019): Adam
 * does not rescale it.
 *
 * @param matrix    [rows, columns], changed in place; rows of norm 0 stay 0
 * @param threshold learning rate times strength, ≥ 0; 0 changes nothing
 */
export function shrinkRows(matrix: Float64Array, columns: number, threshold: number): void {
  if (threshold === 0) return;
  for (let start = 0; start < matrix.length; start += columns) {
    const row = matrix.subarray(start, start + columns);
    const length = norm(row);
    const factor = length <= threshold ? 0 : 1 - threshold / length;
    scaleInto(row, row, factor);
  }
}

/**
 * The same, and then the whole matrix is scaled back to its norm, so that rows compete: what one loses, the others gain. Shrunk
 * alone, all rows fade to 0 while the loss tells little, because the threshold does not depend on the gradient.
 *
 * @param matrix    [rows, columns], changed in place; 0 if no row is longer than the threshold
 * @param threshold learning rate times strength, ≥ 0; 0 changes nothing
 */
export function competeRows(matrix: Float64Array, columns: number, threshold: number): void {
  if (threshold === 0) return;
  const before = norm(matrix);
  shrinkRows(matrix, columns, threshold);
  const after = norm(matrix);
  if (after > 0) scaleInto(matrix, matrix, before / after);
}
