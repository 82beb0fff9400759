/** The layout of `bnn.json`: per layer [w_mu, w_rho, b_mu, b_rho] with w [out, in]; ours is one flat phi. */
import { relu, tanh } from '../../src/autodiff/elementwise.ts';
import { parameter, type Variable } from '../../src/autodiff/variable.ts';
import { posteriorOf, type Posterior } from '../../src/bnn/posterior.ts';
import { layersOf, parameterCount, type Layer } from '../../src/nn/layers.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import type { GoldenSummary } from './goldenSummary.ts';

export const activations: Record<string, (x: Variable) => Variable> = { relu, tanh };

type Lists = readonly (readonly number[])[];

export interface GoldenNetwork {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly activation: string;
  readonly noise: 'local' | 'weight';
  readonly samples: number;
  readonly likelihood_sd: number;
  readonly params: Lists;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface GoldenElbo extends GoldenNetwork {
  readonly batch: number;
  readonly prior_sd: number;
  readonly kl_weight: number;
  readonly lr: number;
  readonly probe_indices: readonly number[];
  readonly eps: Lists;
  readonly mean_output: readonly number[];
  readonly outputs: readonly number[];
  readonly nll: number;
  readonly kl_prior: number;
  readonly loss: number;
  readonly grads?: Lists;
  readonly grads_summary?: GoldenSummary;
  readonly grads_kl?: Lists;
  readonly grads_kl_summary?: GoldenSummary;
  readonly adam: readonly {
    readonly step: number;
    readonly params?: Lists;
    readonly summary?: GoldenSummary;
  }[];
}

export interface GoldenKl {
  readonly name: string;
  readonly mu1: readonly number[];
  readonly rho1: readonly number[];
  readonly mu2: readonly number[];
  readonly rho2: readonly number[];
  readonly kl_exact: number;
  readonly kl_exact_per_element: readonly number[];
  readonly grads: Lists;
}

export interface GoldenGain extends GoldenNetwork {
  readonly eps_per_step: readonly Lists[];
  readonly nll: number;
  readonly nll_grads: Lists;
  readonly fast: readonly { readonly lambda_: number; readonly info_gain: number }[];
  readonly hessian_diag_sum: { readonly mu: number; readonly rho: number };
  readonly grad_hinv_grad: number;
  readonly grad_hinv_grad_mu?: number;
  readonly grad_hinv_grad_rho?: number;
  readonly runs: readonly {
    readonly optimizer: 'sgd' | 'adam';
    readonly lr: number;
    readonly steps: readonly {
      readonly step: number;
      readonly loss_before: number;
      readonly nll_before: number;
      readonly kl_new_old_exact: number;
    }[];
    readonly params_after: (GoldenSummary & { readonly probe_indices: readonly number[] }) | null;
  }[];
}

export interface GoldenBnn {
  readonly elbo: readonly GoldenElbo[];
  readonly kl: readonly GoldenKl[];
  readonly vime: readonly GoldenGain[];
  readonly curvature: readonly {
    readonly rho: number;
    readonly sigma: number;
    readonly hessian_mu: number;
    readonly hessian_rho: number;
  }[];
}

/** Calls `visit(golden position, flat position)` for every number of phi. */
function forEachPosition(
  layers: readonly Layer[],
  visit: (golden: number, flat: number) => void,
): void {
  const P = parameterCount(layers);
  let golden = 0;
  for (const { inputs, outputs, weightStart, biasStart } of layers) {
    for (const offset of [0, P]) {
      for (let j = 0; j < outputs; j++) {
        for (let i = 0; i < inputs; i++) visit(golden++, offset + weightStart + i * outputs + j);
      }
    }
    for (const offset of [0, P]) {
      for (let j = 0; j < outputs; j++) visit(golden++, offset + biasStart + j);
    }
  }
}

/** A flat vector [2 P], phi or a gradient, in the order of the file. */
export function toGoldenOrder(flat: Float64Array, layers: readonly Layer[]): Float64Array {
  const out = new Float64Array(flat.length);
  forEachPosition(layers, (golden, at) => {
    out[golden] = flat[at];
  });
  return out;
}

export function goldenPosterior(sizes: readonly number[], params: Lists): Posterior {
  const layers = layersOf(sizes);
  const values = params.flat();
  const phi = new Float64Array(values.length);
  forEachPosition(layers, (golden, at) => {
    phi[at] = values[golden];
  });
  return posteriorOf(parameter(fromArray(phi)), layers);
}

/**
 * Copies the file's noise into that of a graph: [samples, B, out] for each layer (`local`), or all weights and
 * biases of a sample together, [samples, P] (`weight`).
 */
export function fillNoise(
  noise: readonly Variable[],
  kind: 'local' | 'weight',
  layers: readonly Layer[],
  eps: Lists,
): void {
  if (kind === 'local') {
    noise.forEach((layer, n) => layer.value.data.set(eps[n]));
    return;
  }
  const P = parameterCount(layers);
  const theta = noise[0].value.data;
  layers.forEach(({ inputs, outputs, weightStart, biasStart }, n) => {
    for (let s = 0; s < theta.length / P; s++) {
      for (let j = 0; j < outputs; j++) {
        for (let i = 0; i < inputs; i++) {
          theta[s * P + weightStart + i * outputs + j] = eps[2 * n][(s * outputs + j) * inputs + i];
        }
        theta[s * P + biasStart + j] = eps[2 * n + 1][s * outputs + j];
      }
    }
  });
}
