/**
 * Where the layers of a network lie in its flat parameter vector.
 *
 * All parameters of a network are one vector [P]: optimisers, averages, clipping and files each need one
 * loop and no bookkeeping. The layers are windows on it, W₁ [in, out], b₁ [out], W₂, b₂, ... in this order.
 */
import { reshape, slice } from '../autodiff/shaping.ts';
import type { Variable } from '../autodiff/variable.ts';

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** First index of the weights [inputs, outputs] in the flat vector. */
  readonly weightStart: number;
  /** First index of the bias [outputs]. */
  readonly biasStart: number;
  /** One past the last. */
  readonly end: number;
}

/**
 * Layers of a network whose widths, input first, are `sizes`.
 *
 * @throws RangeError unless there are two or more widths, all whole numbers ≥ 1
 */
export function layersOf(sizes: readonly number[]): Layer[] {
  const isList: boolean = Array.isArray(sizes);
  if (!isList || sizes.length < 2 || sizes.some((n) => !Number.isSafeInteger(n) || n < 1)) {
    const came = isList ? sizes.join('-') || 'none' : String(sizes);
    throw new RangeError(
      `layersOf: expected two or more widths ≥ 1, from input to output; got ${came}`,
    );
  }
  const layers: Layer[] = [];
  let start = 0;
  for (let n = 1; n < sizes.length; n++) {
    const inputs = sizes[n - 1];
    const outputs = sizes[n];
    const biasStart = start + inputs * outputs;
    layers.push({ inputs, outputs, weightStart: start, biasStart, end: biasStart + outputs });
    start = biasStart + outputs;
  }
  return layers;
}

/** P: the number of weights and biases together. */
export function parameterCount(layers: readonly Layer[]): number {
  return layers[layers.length - 1].end;
}

/** The layer's weights [inputs, outputs] as a view of the flat vector [P]. */
export function weightsOf(
  flat: Variable,
  { inputs, outputs, weightStart, biasStart }: Layer,
): Variable {
  return reshape(slice(flat, 0, weightStart, biasStart), [inputs, outputs]);
}

/** The layer's bias [outputs] as a view of the flat vector [P]. */
export function biasOf(flat: Variable, { biasStart, end }: Layer): Variable {
  return slice(flat, 0, biasStart, end);
}
