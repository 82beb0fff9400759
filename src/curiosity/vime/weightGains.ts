/**
 * Which weights an update on one transition would move, and how their KL terms add up: D_KL[q_new ‖ q] is a sum over the weights, for
 * q is a product of Gaussians (bnn/posterior.ts). To second order the term of weight i is ½ λ² (g_μ² / H_μ + g_ρ² / H_ρ), and their sum
 * is the information gain (secondOrderGain.ts).
 */
import { normalInto } from '../../math/random/normal.ts';
import { softplus } from '../../math/numerics/softplus.ts';
import type { Rng } from '../../math/random/rng.ts';
import type { TransitionBatch } from '../../replay/transition.ts';
import type { Vime } from './vime.ts';
import { beliefUpdate } from './informationGain.ts';
import { klCurvature } from './secondOrderGain.ts';

/** [P] each; the terms for λ = 1, in nats. */
export interface WeightGains {
  readonly mu: Float64Array;
  readonly sigma: Float64Array;
  /** The step of size 1 of each mean, and of each ρ. */
  readonly muStep: Float64Array;
  readonly rhoStep: Float64Array;
  readonly terms: Float64Array;
}

/**
 * The beliefs are not touched.
 *
 * @param batch of one transition
 * @param rng   for likelihoods that draw
 */
export function weightGains(
  { bnn, transitions }: Pick<Vime, 'bnn' | 'transitions'>,
  batch: TransitionBatch,
  rng: Rng,
): WeightGains {
  const { posterior, likelihood } = bnn;
  const update = beliefUpdate(posterior, { ...likelihood, optimiser: 'natural', stepSize: 1 });
  transitions.encode(batch, update.x, update.y);
  for (const epsilon of update.draws) normalInto(epsilon.value.data, rng);
  update.begin();
  const before = update.phi.slice();
  update.step();
  const P = before.length / 2;
  const rho = before.subarray(P);
  const muStep = new Float64Array(P);
  const rhoStep = new Float64Array(P);
  const terms = new Float64Array(P);
  for (let i = 0; i < P; i++) {
    const curvature = klCurvature(rho[i]);
    muStep[i] = update.phi[i] - before[i];
    rhoStep[i] = update.phi[P + i] - before[P + i];
    terms[i] =
      0.5 * (curvature.mu * muStep[i] * muStep[i] + curvature.rho * rhoStep[i] * rhoStep[i]);
  }
  return { mu: before.slice(0, P), sigma: rho.map(softplus), muStep, rhoStep, terms };
}
