/** `weights.safetensors`: what a run has learnt, under the names and in the layout that PyTorch uses. */
import type { Layer } from '../nn/layers.ts';
import { finiteJson } from '../train/finite.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from './safetensors.ts';
import type { Run } from '../train/run.ts';

/**
 * The layers of a flat vector as PyTorch's `Sequential(Linear, ReLU, Linear, ...)` would name them:
 * `<prefix>.0.weight` [out, in], `<prefix>.0.bias` [out], `<prefix>.2.weight`, ... with a suffix to the last word.
 */
function layerTensors(
  prefix: string,
  suffix: string,
  flat: Float64Array,
  layers: readonly Layer[],
): NamedTensor[] {
  return layers.flatMap(({ inputs, outputs, weightStart, biasStart, end }, n) => {
    const transposed = new Float64Array(inputs * outputs);
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) {
        transposed[j * inputs + i] = flat[weightStart + i * outputs + j];
      }
    }
    const name = `${prefix}.${2 * n}`;
    return [
      { name: `${name}.weight${suffix}`, shape: [outputs, inputs], data: transposed },
      { name: `${name}.bias${suffix}`, shape: [outputs], data: flat.slice(biasStart, end) },
    ];
  });
}

/**
 * The bytes of the file. `__metadata__` holds what one needs to use the networks without this program: `inputs`, for each variable
 * of an observation the bounds between which it is scaled to [−1, 1], or null if networks see it as it is; `model`, the layout of
 * the model of the environment (ModelLayout), or null; and `config`, the settings that it was trained with.
 *
 * @throws NonFiniteError if a number of the layout is none
 */
export function encodeWeights(run: Run): Uint8Array<ArrayBuffer> {
  const { view, bonus } = run;
  const inputs = Array.from({ length: view.size }, (_, i) => view.boundsOf(i));
  const model = bonus?.curiosity.layout?.() ?? null;
  return encodeSafetensors(weightTensors(run), {
    format: 'pt',
    inputs: JSON.stringify(inputs),
    model: finiteJson('weights.safetensors, model', { model }).slice('{"model":'.length, -1),
    config: JSON.stringify(run.config),
  });
}

/** The settings that the file states, as JSON; undefined: those of older versions state none. @throws ConfigError if it is no such file */
export const statedConfig = (file: Uint8Array): string | undefined =>
  decodeSafetensors(file).metadata['config'];

/** The part of the file that is hashed: the tensors, as files of older versions have them. @throws ConfigError if it is no such file */
export function hashedWeights(file: Uint8Array): Uint8Array {
  return encodeSafetensors([...decodeSafetensors(file).tensors.values()]);
}

/** Q-network, its average over time, and what curiosity has learnt: for VIME the model's mu and rho. */
export function weightTensors({ agent: { dqn }, bonus }: Run): NamedTensor[] {
  const learnt = bonus?.curiosity.learnt ?? [];
  return [
    ...layerTensors('q', '', dqn.online, dqn.layers),
    ...layerTensors('q_average', '', dqn.average, dqn.layers),
    ...learnt.flatMap(({ prefix, suffix, values, layers }) =>
      layerTensors(prefix, suffix, values, layers),
    ),
  ];
}
