/**
 * A tensor is an `ndarray` over a Float64Array: four fields (data, shape, stride, offset)
 * that says where element [i, j, ...] lives, namely at `data[offset + i stride₀ + j stride₁ + ...]`.
 *
 * Tensors made here are contiguous and row-major: hot loops (`kernels/`) take their `.data` and the
 * sizes, and never read the other fields. `ndarray` itself checks nothing, so these functions do.
 */
import ndarray from 'ndarray';
import { checkShape, formatShape, sizeOf, type Shape } from './shape.ts';

export type Tensor = ndarray.NdArray<Float64Array>;

/**
 * A contiguous row-major tensor over `data`, which is not copied.
 *
 * @throws RangeError if the shape is malformed or does not hold `data.length` elements
 */
export function tensor(data: Float64Array, shape: Shape): Tensor {
  checkShape('tensor', shape);
  if (!(data instanceof Float64Array)) {
    throw new RangeError('tensor: expected a Float64Array; fromArray takes other lists');
  }
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `tensor: shape ${formatShape(shape)} holds ${sizeOf(shape)} elements, data has ${data.length}`,
    );
  }
  return ndarray(data, [...shape]);
}

/** @throws RangeError unless `t` is a tensor, contiguous and row-major, so that its `.data` alone tells everything */
export function checkContiguous(caller: string, t: Tensor): void {
  if (!((t as Partial<Tensor> | undefined)?.data instanceof Float64Array)) {
    throw new RangeError(
      `${caller}: expected a tensor, got ${typeof t}; fromArray and scalar make one`,
    );
  }
  let step = 1;
  for (let axis = t.shape.length - 1; axis >= 0; axis--) {
    if (t.shape[axis] !== 1 && t.stride[axis] !== step && t.size > 0) {
      throw new RangeError(
        `${caller}: expected a contiguous tensor, got strides ${formatShape(t.stride)} for shape ${formatShape(t.shape)}; copy it first`,
      );
    }
    step *= t.shape[axis];
  }
  if (t.offset !== 0 || t.data.length !== t.size) {
    throw new RangeError(
      `${caller}: expected a tensor that fills its data, got ${t.size} of ${t.data.length} from ${t.offset}; copy it first`,
    );
  }
}

/** A contiguous tensor of zeros. */
export function zeros(shape: Shape): Tensor {
  checkShape('zeros', shape);
  return tensor(new Float64Array(sizeOf(shape)), shape);
}

/**
 * A tensor from plain numbers: `fromArray([1, 2, 3, 4], [2, 2])`.
 *
 * @throws RangeError if the values are nested, or do not fill the shape
 */
export function fromArray(values: ArrayLike<number>, shape: Shape = [values.length]): Tensor {
  if (typeof (values[0] as unknown) === 'object') {
    throw new RangeError(
      'fromArray: expected a flat list of numbers and a shape, got nested lists',
    );
  }
  return tensor(Float64Array.from(values), shape);
}

/** A scalar, shape []. */
export function scalar(value: number): Tensor {
  return tensor(Float64Array.of(value), []);
}

/**
 * `t` seen as if repeated to `shape`. Nothing is copied: a repeated axis gets stride 0, so every index
 * along it reads the same number. Adding *into* such a view therefore sums over the repeated axes,
 * which is just what the gradient of a broadcast needs.
 *
 * `shape` must be one that `broadcastShapes` gave for `t`.
 */
export function broadcastView(t: Tensor, shape: Shape): Tensor {
  const lead = shape.length - t.shape.length;
  const stride = shape.map((_, axis) =>
    axis < lead || t.shape[axis - lead] === 1 ? 0 : t.stride[axis - lead],
  );
  return ndarray(t.data, [...shape], stride, t.offset);
}
