/** Sums, means and maxima, over one axis or over everything. */
import ops from 'ndarray-ops';
import { sum as sumOf } from '../math/kernels/reduce.ts';
import { checkAxis, formatShape, sizeOf } from './shape.ts';
import { broadcastView, tensor, zeros } from './tensor.ts';
import { scale } from './elementwise.ts';
import { operation, type Variable } from './variable.ts';

/**
 * Sum over `axis`, which disappears, or stays with size 1 if `keepDims`; over everything, giving shape [],
 * if `axis` is null. Summing is the mirror image of broadcasting: forward adds into a stride-0 view,
 * backward reads from one.
 *
 * @throws RangeError if there is no such axis
 */
export function sum(x: Variable, axis: number | null = null, keepDims = false): Variable {
  if (axis === null) return sumAll(x, keepDims);
  checkAxis('sum', x.value.shape, axis);
  const kept = x.value.shape.map((n, a) => (a === axis ? 1 : n));
  const shape = keepDims ? kept : x.value.shape.filter((_, a) => a !== axis);
  const y = zeros(shape);
  const spread = broadcastView(tensor(y.data, kept), x.value.shape);
  return operation(
    y,
    [x],
    () => {
      y.data.fill(0);
      ops.addeq(spread, x.value);
    },
    (dy) => ops.addeq(x.grad!, broadcastView(tensor(dy, kept), x.value.shape)),
  );
}

function sumAll(x: Variable, keepDims: boolean): Variable {
  const y = zeros(keepDims ? x.value.shape.map(() => 1) : []);
  return operation(
    y,
    [x],
    () => {
      y.data[0] = sumOf(x.value.data);
    },
    (dy) => {
      const dx = x.grad!.data;
      for (let i = 0; i < dx.length; i++) dx[i] += dy[0];
    },
  );
}

/** The sum divided by the number of terms: NaN when there are none. Arguments as for `sum`. */
export function mean(x: Variable, axis: number | null = null, keepDims = false): Variable {
  if (axis !== null) checkAxis('mean', x.value.shape, axis);
  const total = sum(x, axis, keepDims);
  return scale(total, total.value.size / x.value.size);
}

/**
 * Largest value along `axis`, or of everything if `axis` is null. The gradient goes to the place the value
 * came from; the lowest index on a tie.
 *
 * @throws RangeError if there is no such axis or nothing to choose from
 */
export function max(x: Variable, axis: number | null = null, keepDims = false): Variable {
  const shape = x.value.shape;
  if (axis !== null) checkAxis('max', shape, axis);
  const from = axis ?? 0;
  const to = axis === null ? shape.length : axis + 1;
  const outer = sizeOf(shape.slice(0, from));
  const length = sizeOf(shape.slice(from, to));
  const inner = sizeOf(shape.slice(to));
  if (length === 0) throw new RangeError(`max: nothing to choose from in ${formatShape(shape)}`);
  const isReduced = (a: number): boolean => a >= from && a < to;
  const y = zeros(
    keepDims ? shape.map((n, a) => (isReduced(a) ? 1 : n)) : shape.filter((_, a) => !isReduced(a)),
  );
  const source = new Int32Array(y.size); // where in x each maximum stands
  return operation(
    y,
    [x],
    () => {
      const data = x.value.data;
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          let best = o * length * inner + i;
          for (let k = 1, at = best + inner; k < length; k++, at += inner) {
            if (data[at] > data[best] || Number.isNaN(data[at])) best = at;
          }
          source[o * inner + i] = best;
          y.data[o * inner + i] = data[best];
        }
      }
    },
    (dy) => {
      const dx = x.grad!.data;
      for (let i = 0; i < source.length; i++) dx[source[i]] += dy[i];
    },
  );
}
