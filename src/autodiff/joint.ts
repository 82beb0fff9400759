import { sizeOf, type Shape } from './shape.ts';
import { zeros } from './tensor.ts';
import { reshape, slice } from './shaping.ts';
import { operation, watch, type Variable } from './variable.ts';

/**
 * An operation with several results of one shape, for values that share most of their work.
 *
 * The results are views of one tensor [count, ...shape], so to the graph this is a single operation, whose `backward` runs
 * once, when the gradients of all results are complete. The results have a gradient even if no parent needs one.
 *
 * @param forward  fills the results, the first time right now
 * @param backward adds to the gradients of the parents that have one, given those of the results
 */
export function jointOperation(
  count: number,
  shape: Shape,
  parents: readonly Variable[],
  forward: (...values: Float64Array[]) => void,
  backward: (...grads: Float64Array[]) => void,
): Variable[] {
  const size = sizeOf(shape);
  const split = (data: Float64Array): Float64Array[] =>
    Array.from({ length: count }, (_, n) => data.subarray(n * size, (n + 1) * size));
  const joint = zeros([count, ...shape]);
  const values = split(joint.data);
  let grads: Float64Array[] | null = null;
  const result = watch(
    operation(
      joint,
      parents,
      () => forward(...values),
      (dy) => backward(...(grads ??= split(dy))),
    ),
  );
  return values.map((_, n) => reshape(slice(result, 0, n, n + 1), shape));
}
