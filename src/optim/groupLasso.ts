/**
 * Group lasso on the rows of a matrix, as a proximal step (Yuan and Lin 2006): row i becomes W_i · max(0, 1 − threshold / ‖W_i‖₂).
 * For the weights [in, out] of a layer a row is what leaves one input; an input that the loss does not need is cut off as a whole.
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
    let squares = 0;
    for (let i = start; i < start + columns; i++) squares += matrix[i] * matrix[i];
    const norm = Math.sqrt(squares);
    const factor = norm <= threshold ? 0 : 1 - threshold / norm;
    for (let i = start; i < start + columns; i++) matrix[i] *= factor;
  }
}
