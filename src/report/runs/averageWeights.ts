/** The weights of a run's greedy policy, in the file that the run left. */
import { firstNonFinite } from '../../math/kernels/reduce.ts';
import { parameterCount, type Layer } from '../../nn/layers.ts';
import { decodeSafetensors, type NamedTensor } from '../../record/safetensors.ts';
import { ConfigError } from '../../train/config/field.ts';

/**
 * The evaluated weights [P] (record/weights.ts writes them).
 *
 * @param path  of the file, for messages
 * @param bytes of `weights.safetensors`
 * @throws ConfigError naming the file, if it does not hold the network
 */
export function averageWeights(
  path: string,
  bytes: Uint8Array,
  layers: readonly Layer[],
): Float64Array {
  const tensors = tensorsOf(path, bytes);
  const flat = new Float64Array(parameterCount(layers));
  layers.forEach(({ inputs, outputs, weightStart, biasStart }, n) => {
    const weight = tensorIn(path, tensors, `q_average.${2 * n}.weight`, [outputs, inputs]);
    const bias = tensorIn(path, tensors, `q_average.${2 * n}.bias`, [outputs]);
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) {
        flat[weightStart + i * outputs + j] = weight.data[j * inputs + i];
      }
    }
    flat.set(bias.data, biasStart);
  });
  if (firstNonFinite(flat) >= 0) {
    throw new ConfigError(`${path}: expected finite weights, got ${flat[firstNonFinite(flat)]}`);
  }
  return flat;
}

/** @throws ConfigError naming the file, and what is wrong with it */
function tensorsOf(path: string, bytes: Uint8Array): ReadonlyMap<string, NamedTensor> {
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`${path}: ${error.message}`);
    throw error;
  }
}

function tensorIn(
  path: string,
  tensors: ReadonlyMap<string, NamedTensor>,
  name: string,
  shape: readonly number[],
): NamedTensor {
  const tensor = tensors.get(name);
  if (tensor?.shape.join() !== shape.join()) {
    throw new ConfigError(
      `${path}: ${name}: expected [${shape.join(', ')}], got ${tensor ? `[${tensor.shape.join(', ')}]` : 'nothing'}`,
    );
  }
  return tensor;
}
