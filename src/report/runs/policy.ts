/** The greedy policy of a run, read from the folder that the run left. */
import type { Environment } from '../../env/environment.ts';
import { View } from '../../env/view.ts';
import { firstNonFinite } from '../../math/kernels/reduce.ts';
import { layersOf, parameterCount, type Layer } from '../../nn/layers.ts';
import { exists, pathIn, readBytes, readText } from '../../record/disk.ts';
import { parseConfig } from '../../record/readBack.ts';
import { decodeSafetensors, type NamedTensor } from '../../record/safetensors.ts';
import { createEnvironment } from '../../train/config/config.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { Config } from '../../train/config/settings.ts';
import type { Policy } from '../../train/evaluate.ts';

/** With the averaged weights, as the run evaluates it. */
export interface RunPolicy extends Policy {
  /** One like that of the run. */
  readonly env: Environment;
}

/** @throws ConfigError if there is no run, or its config.json does not fit */
export function configIn(folder: string): Config {
  const path = pathIn(folder, 'config.json');
  if (!exists(folder)) throw new ConfigError(`cannot read ${path}: there is no such folder`);
  if (!exists(path)) throw new ConfigError(`${folder} holds no run: it has no config.json`);
  return parseConfig(path, readText(path));
}

/** @throws ConfigError naming the file that is missing or does not hold the network */
export function readPolicy(folder: string): RunPolicy {
  const config = configIn(folder);
  const env = createEnvironment(config);
  const view = new View(env.observationSpace, config.observation);
  const layers = layersOf(networkSizes(config, view.size, env.actionSpace.n));
  return { config, env, view, layers, weights: averageWeights(folder, layers) };
}

function networkSizes(
  { hiddenWidth }: Config,
  inputs: number,
  outputs: number,
): number[] {
  return [inputs, hiddenWidth, hiddenWidth, outputs];
}

/** The evaluated weights [P] (record/weights.ts writes them). */
function averageWeights(folder: string, layers: readonly Layer[]): Float64Array {
  const path = pathIn(folder, 'weights.safetensors');
  if (!exists(path)) {
    throw new ConfigError(`${folder} holds no weights.safetensors, which a run leaves at its end`);
  }
  const tensors = tensorsOf(path, readBytes(path));
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
