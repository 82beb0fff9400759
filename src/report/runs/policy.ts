/** The greedy policy of a run, read from the folder that the run left. */
import { View } from '../../env/view.ts';
import { layersOf, type Layer } from '../../nn/layers.ts';
import { exists, pathIn, readBytes, readText } from '../../record/disk.ts';
import { parseConfig } from '../../record/readBack.ts';
import { createEnvironment } from '../../train/config/config.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { Config } from '../../train/config/settings.ts';
import type { RunPolicy } from '../../train/evaluate.ts';
import { averageWeights } from './averageWeights.ts';

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
  return { config, env, view, layers, weights: weightsIn(folder, layers) };
}

function networkSizes(
  { hiddenWidth }: Config,
  inputs: number,
  outputs: number,
): number[] {
  return [inputs, hiddenWidth, hiddenWidth, outputs];
}

/** The evaluated weights [P]. */
function weightsIn(folder: string, layers: readonly Layer[]): Float64Array {
  const path = pathIn(folder, 'weights.safetensors');
  if (!exists(path)) {
    throw new ConfigError(`${folder} holds no weights.safetensors, which a run leaves at its end`);
  }
  return averageWeights(path, readBytes(path), layers);
}
