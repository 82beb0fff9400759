import { gradientOf, operation, type Variable } from '../autodiff/variable.ts';
import {
  addRectifiedLinearGradients,
  rectifiedLinearInto,
} from '../math/kernels/rectifiedLinear.ts';
import { zeros } from '../autodiff/tensor.ts';
import { linearSizes } from './linear.ts';

/**
 * linear(relu(z), w, b) as one operation: the same bits, faster (math/kernels/rectifiedLinear.ts).
 *
 * @param z [B, in] pre-activations of the layer before
 * @param w [in, out]
 * @param b [out]
 * @returns [B, out]
 * @throws RangeError if the sizes do not fit
 */
export function rectifiedLinear(z: Variable, w: Variable, b: Variable): Variable {
  const [B, I, O] = linearSizes('rectifiedLinear', z, w, b);
  const y = zeros([B, O]);
  const [dz, dw, db] = [z, w, b].map(gradientOf);
  return operation(
    y,
    [z, w, b],
    () => rectifiedLinearInto(y.data, z.value.data, w.value.data, b.value.data, B, I, O),
    (dy) => addRectifiedLinearGradients(dz, dw, db, dy, z.value.data, w.value.data, B, I, O),
  );
}
