import * as assert from 'uvu/assert';
import { mul } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { stream } from '../../src/math/random/rng.ts';
import { sizeOf, type Shape } from '../../src/autodiff/shape.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';

/** Seeded numbers in [low, high]. */
export function seeded(name: string, shape: Shape, low = -2, high = 2): number[] {
  const rng = stream(7, name);
  return Array.from({ length: sizeOf(shape) }, () => low + (high - low) * rng.uniform53());
}

/**
 * Compares the gradients of `f` with central differences, one input number at a time. The output is
 * reduced to a scalar with seeded weights, so that every element of it counts differently.
 *
 * Step 1e-6: truncation is about 1e-12 and rounding about 1e-10 of the value, hence 1e-7 relative.
 */
export function checkGradients(
  f: (...inputs: Variable[]) => Variable,
  inputs: readonly { readonly shape: Shape; readonly values: readonly number[] }[],
): void {
  const leaves = inputs.map(({ shape, values }) => parameter(fromArray(values, shape)));
  const y = f(...leaves);
  const weights = constant(fromArray(seeded('weights', y.value.shape, 0.5, 1.5), y.value.shape));
  const loss = sum(mul(y, weights));
  const graph = graphOf(loss);
  graph.backward();
  const step = 1e-6;
  leaves.forEach((leaf, n) => {
    const data = leaf.value.data;
    for (let i = 0; i < data.length; i++) {
      const kept = data[i];
      data[i] = kept + step;
      graph.forward();
      const above = loss.value.data[0];
      data[i] = kept - step;
      graph.forward();
      const below = loss.value.data[0];
      data[i] = kept;
      const numeric = (above - below) / (2 * step);
      const analytic = leaf.grad!.data[i];
      const scale = Math.max(1, Math.abs(numeric), Math.abs(loss.value.data[0]));
      assert.ok(
        Math.abs(numeric - analytic) <= 1e-7 * scale,
        `input ${n}, element ${i}: gradient ${analytic}, central difference ${numeric}`,
      );
    }
  });
}
