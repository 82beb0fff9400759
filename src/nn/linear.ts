import { addRowsTo } from '../math/kernels/reduce.ts';
import { addMatmulInto, linearInto, transposeInto } from '../math/kernels/matmul.ts';
import { operation, type Variable } from '../autodiff/variable.ts';
import { formatShape } from '../autodiff/shape.ts';
import { zeros } from '../autodiff/tensor.ts';

/**
 * A layer Y = X W + b as one operation: the matrix product starts from the bias instead of from zero.
 * Its gradients are dX = dY Wᵀ, dW = Xᵀ dY and db = the sum of dY over the batch.
 *
 * @param x [B, in]
 * @param w [in, out] (PyTorch keeps the transpose)
 * @param b [out]
 * @returns [B, out]
 * @throws RangeError if the sizes do not fit
 */
export function linear(x: Variable, w: Variable, b: Variable): Variable {
  const [B, I, O] = linearSizes('linear', x, w, b);
  const y = zeros([B, O]);
  const transposed = new Float64Array(x.grad ? I * O : 0);
  return operation(
    y,
    [x, w, b],
    () => linearInto(y.data, x.value.data, w.value.data, b.value.data, B, I, O),
    (dy) => {
      if (x.grad) {
        transposeInto(transposed, w.value.data, I, O);
        addMatmulInto(x.grad.data, dy, [O, 1], transposed, B, O, I);
      }
      if (w.grad) addMatmulInto(w.grad.data, x.value.data, [1, I], dy, I, B, O);
      if (b.grad) addRowsTo(b.grad.data, dy);
    },
  );
}

/** [B, in, out] of a layer. @throws RangeError if the sizes do not fit */
export function linearSizes(
  name: string,
  x: Variable,
  w: Variable,
  b: Variable,
): readonly [B: number, I: number, O: number] {
  const [B, I] = x.value.shape;
  const [inner, O] = w.value.shape;
  if (
    x.value.shape.length !== 2 ||
    w.value.shape.length !== 2 ||
    inner !== I ||
    b.value.size !== O
  ) {
    throw new RangeError(
      `${name}: sizes differ, ${formatShape(x.value.shape)} × ${formatShape(w.value.shape)} + ${formatShape(b.value.shape)}; expected [B, in] × [in, out] + [out]`,
    );
  }
  return [B, I, O];
}
