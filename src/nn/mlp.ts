import { relu } from '../autodiff/elementwise.ts';
import type { Variable } from '../autodiff/variable.ts';
import { biasOf, weightsOf, type Layer } from './layers.ts';
import { linear } from './linear.ts';
import { rectifiedLinear } from './rectifiedLinear.ts';

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
    const [w, b] = [weightsOf(parameters, layer), biasOf(parameters, layer)];
    // [B, in] → [B, out]
    if (n === 0) h = linear(h, w, b);
    else if (activation === relu) h = rectifiedLinear(h, w, b);
    else h = linear(activation(h), w, b);
  });
  return h;
}
