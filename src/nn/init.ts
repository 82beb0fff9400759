import type { Rng } from '../math/random/rng.ts';
import { parameterCount, type Layer } from './layers.ts';

/**
 * Initial parameters of an MLP, weights and biases alike uniform in ±1/√inputs: PyTorch's default for `nn.Linear`. The
 * variance, 1 / (3 inputs), is a sixth of what would keep ReLU activations level (He et al. 2015): they shrink from layer to
 * layer, and the outputs of a new network are near 0 for every input.
 *
 * @returns [P], in the order of `layersOf`
 */
export function uniformInit(layers: readonly Layer[], rng: Rng): Float64Array {
  const parameters = new Float64Array(parameterCount(layers));
  for (const { inputs, weightStart, end } of layers) {
    const bound = 1 / Math.sqrt(inputs);
    for (let i = weightStart; i < end; i++) parameters[i] = bound * (2 * rng.uniform53() - 1);
  }
  return parameters;
}
