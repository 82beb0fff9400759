/** One episode of a finished run's greedy policy, played again from the weights it left. */
import { networkFunction } from '../../nn/network.ts';
import { isGoal, type Picture } from '../../env/environment.ts';
import { createEnvironment } from '../../train/config/config.ts';
import { View } from '../../env/view.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { Config } from '../../train/config/settings.ts';
import { parseConfig } from '../../record/readBack.ts';
import { pathIn, readBytes, readText } from '../../record/disk.ts';
import { decodeSafetensors, type NamedTensor } from '../../record/safetensors.ts';
import { argMax } from '../../math/kernels/reduce.ts';
import { layersOf, parameterCount, type Layer } from '../../nn/layers.ts';

export interface Moment {
  readonly observation: Float64Array;
  /** What is done here; null after the end. */
  readonly action: number | null;
}

export interface GreedyEpisode {
  readonly agent: string;
  /** From the start to the end, one more than there are steps. */
  readonly moments: readonly Moment[];
  readonly reachedGoal: boolean;
  /** How it is drawn; null: it is not. */
  readonly picture: Picture | null;
}

/** The same start for all agents. */
const SEED = 0;

/** @throws ConfigError naming the file that is missing or does not hold the network */
export function greedyEpisode(folder: string): GreedyEpisode {
  const configPath = pathIn(folder, 'config.json');
  const config = parseConfig(configPath, readText(configPath));
  const env = createEnvironment(config);
  const view = new View(env.observationSpace, config.observation);
  const layers = layersOf(networkSizes(config, view.size, env.actionSpace.n));
  const q = networkFunction(averageWeights(folder, layers), layers, 1);
  const moments: Moment[] = [];
  let { observation } = env.reset(SEED);
  let reachedGoal = false;
  for (;;) {
    view.seeInto(q.inputs, 0, observation);
    const action = argMax(q.evaluate(), 0, env.actionSpace.n);
    moments.push({ observation, action });
    const step = env.step(action);
    ({ observation } = step);
    reachedGoal ||= isGoal(env, step);
    if (step.terminated || step.truncated) {
      moments.push({ observation, action: null });
      const { picture = null } = env;
      return { agent: config.agent, moments, reachedGoal, picture };
    }
  }
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
