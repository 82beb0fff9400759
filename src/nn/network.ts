/** A plain network as a function of the numbers in its buffers, without gradient. */
import { graphOf } from '../autodiff/backward.ts';
import { constant } from '../autodiff/variable.ts';
import { tensor, zeros } from '../autodiff/tensor.ts';
import type { Layer } from './layers.ts';
import { mlp } from './mlp.ts';

export interface NetworkFunction {
  /** [B, in], to be written before `evaluate` */
  readonly inputs: Float64Array;
  /** [B, out], good until the next call */
  readonly evaluate: () => Float64Array;
}

/**
 * The network with these weights for batches of `rows`. The weights are read at every call, so updates take effect.
 *
 * @param parameters [P]
 */
export function networkFunction(
  parameters: Float64Array,
  layers: readonly Layer[],
  rows: number,
): NetworkFunction {
  const x = constant(zeros([rows, layers[0].inputs]));
  const y = mlp(x, constant(tensor(parameters, [parameters.length])), layers); // [rows, out]
  const graph = graphOf(y);
  return {
    inputs: x.value.data,
    evaluate: () => {
      graph.forward();
      return y.value.data;
    },
  };
}
