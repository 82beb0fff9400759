import { relu } from '../autodiff/elementwise.ts';
import type { Variable } from '../autodiff/variable.ts';
import { biasOf, weightsOf, type Layer } from './layers.ts';
import { linear } from './linear.ts';

/**
 * A multi-layer perceptron: linear layers with `activation` between them and none at the end.
 *
 * @param x          [B, inputs of the first layer]
 * @param parameters [P], in the order of `layersOf`
 * @returns          [B, outputs of the last layer]
 */
export function mlp(
  x: Variable,
  parameters: Variable,
  layers: readonly Layer[],
  activation: (x: Variable) => Variable = relu,
): Variable {
  let h = x;
  layers.forEach((layer, n) => {
    if (n > 0) h = activation(h);
    h = linear(h, weightsOf(parameters, layer), biasOf(parameters, layer)); // [B, in] → [B, out]
  });
  return h;
}
