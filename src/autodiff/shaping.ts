/** Operations that move numbers without changing them. Gradients move back the same way. */
import ops from 'ndarray-ops';
import {
  broadcastShapes,
  checkAxis,
  checkShape,
  formatShape,
  sameShape,
  sizeOf,
  type Shape,
} from './shape.ts';
import { broadcastView, tensor, zeros, type Tensor } from './tensor.ts';
import { operation, view, type Variable } from './variable.ts';

/**
 * Repeats `x` along new axes and axes of size 1 until it has `shape`. The gradient of a number that was
 * used many times is the sum over its uses: adding into the stride-0 view does just that.
 *
 * @throws RangeError if `x` cannot be broadcast to `shape`
 */
export function broadcast(x: Variable, shape: Shape): Variable {
  if (sameShape(x.value.shape, shape)) return x;
  checkShape('broadcast', shape);
  if (!sameShape(broadcastShapes('broadcast', x.value.shape, shape), shape)) {
    throw new RangeError(
      `broadcast: ${formatShape(x.value.shape)} does not fit ${formatShape(shape)}; axes grow only from size 1`,
    );
  }
  const y = zeros(shape);
  const repeated = broadcastView(x.value, shape);
  return operation(
    y,
    [x],
    () => ops.assign(y, repeated),
    (dy) => ops.addeq(broadcastView(x.grad!, shape), tensor(dy, shape)),
  );
}

/**
 * The same numbers in the same order under another shape: a view, nothing is copied.
 *
 * @throws RangeError if the shapes hold different numbers of elements
 */
export function reshape(x: Variable, shape: Shape): Variable {
  checkShape('reshape', shape);
  if (sizeOf(shape) !== x.value.size) {
    throw new RangeError(
      `reshape: ${formatShape(x.value.shape)} holds ${x.value.size} elements, ${formatShape(shape)} ${sizeOf(shape)}`,
    );
  }
  return view(x, (t) => tensor(t.data, shape));
}

/** [M, N] → [N, M] @throws RangeError unless `x` is a matrix */
export function transpose(x: Variable): Variable {
  if (x.value.shape.length !== 2) {
    throw new RangeError(`transpose: expected a matrix, got ${formatShape(x.value.shape)}`);
  }
  const [M, N] = x.value.shape;
  const y = zeros([N, M]);
  return operation(
    y,
    [x],
    () => ops.assign(y, x.value.transpose(1, 0)),
    (dy) => ops.addeq(x.grad!.transpose(1, 0), tensor(dy, [N, M])),
  );
}

/** The part of `t` with start ≤ index < start + length along `axis`: a strided window. */
function window(t: Tensor, axis: number, start: number, length: number): Tensor {
  const origin = t.shape.map((_, a) => (a === axis ? start : 0));
  const shape = t.shape.map((n, a) => (a === axis ? length : n));
  return t.lo(...origin).hi(...shape);
}

/**
 * x[..., start:stop, ...] along `axis`. Along the first axis the result is contiguous and so a view:
 * that is how the layers of a network share one flat vector of parameters.
 *
 * @throws RangeError unless 0 ≤ start ≤ stop ≤ size of the axis
 */
export function slice(x: Variable, axis: number, start: number, stop: number): Variable {
  checkAxis('slice', x.value.shape, axis);
  const length = stop - start;
  if (
    !Number.isInteger(start) ||
    !Number.isInteger(stop) ||
    start < 0 ||
    length < 0 ||
    stop > x.value.shape[axis]
  ) {
    throw new RangeError(
      `slice: ${start} to ${stop} along axis ${axis} of ${formatShape(x.value.shape)}; expected 0 ≤ start ≤ stop ≤ ${x.value.shape[axis]}`,
    );
  }
  const shape = x.value.shape.map((n, a) => (a === axis ? length : n));
  if (axis === 0) {
    const row = sizeOf(shape.slice(1));
    return view(x, (t) => tensor(t.data.subarray(start * row, stop * row), shape));
  }
  const y = zeros(shape);
  const part = window(x.value, axis, start, length);
  return operation(
    y,
    [x],
    () => ops.assign(y, part),
    (dy) => ops.addeq(window(x.grad!, axis, start, length), tensor(dy, shape)),
  );
}

/**
 * Joins tensors along `axis`.
 *
 * @throws RangeError if there is none or if they differ in another axis
 */
export function concat(parts: readonly Variable[], axis: number): Variable {
  if (parts.length === 0) throw new RangeError('concat: expected at least one tensor, got none');
  const first = parts[0].value.shape;
  checkAxis('concat', first, axis);
  for (const { value } of parts) {
    const fits =
      value.shape.length === first.length &&
      value.shape.every((n, a) => a === axis || n === first[a]);
    if (!fits) {
      throw new RangeError(
        `concat: shapes differ outside axis ${axis}, ${formatShape(first)} and ${formatShape(value.shape)}`,
      );
    }
  }
  const lengths = parts.map((part) => part.value.shape[axis]);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  const total = lengths.reduce((a, b) => a + b, 0);
  const shape = first.map((n, a) => (a === axis ? total : n));
  const y = zeros(shape);
  return operation(
    y,
    parts,
    () =>
      parts.forEach((part, i) => ops.assign(window(y, axis, starts[i], lengths[i]), part.value)),
    (dy) =>
      parts.forEach((part, i) => {
        if (part.grad) ops.addeq(part.grad, window(tensor(dy, shape), axis, starts[i], lengths[i]));
      }),
  );
}

/**
 * One entry of each row: y[i] = x[i, index[i]]. The index is read on every forward and backward pass, so
 * it may be rewritten between them.
 *
 * @param x     [B, A]
 * @param index [B] whole numbers below A
 * @returns     [B]
 * @throws RangeError if sizes differ or an index is out of range (checked when the graph is built)
 */
export function gather(x: Variable, index: Int32Array): Variable {
  const [B, A] = x.value.shape;
  if (x.value.shape.length !== 2 || index.length !== B) {
    throw new RangeError(
      `gather: ${index.length} indices for ${formatShape(x.value.shape)}; expected one for each row of a matrix`,
    );
  }
  const wrong = index.find((column) => column < 0 || column >= A);
  if (wrong !== undefined) {
    throw new RangeError(`gather: index ${wrong}; expected 0 to ${A - 1}`);
  }
  const y = zeros([B]);
  return operation(
    y,
    [x],
    () => {
      for (let i = 0; i < B; i++) y.data[i] = x.value.data[i * A + index[i]];
    },
    (dy) => {
      for (let i = 0; i < B; i++) x.grad!.data[i * A + index[i]] += dy[i];
    },
  );
}
