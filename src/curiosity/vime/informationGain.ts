/**
 * Information gain: how far one transition moves the beliefs, D_KL[q(θ; φₜ₊₁) ‖ q(θ; φₜ)].
 * VIME: arXiv:1605.09674, 2.2 (with the true posterior), 2.3 (with q, as here) and 2.5 (how to compute it).
 *
 * The update that is measured is a step of size λ on that one transition. So the number of nats depends on λ (as λ², to
 * second order), and is huge where an outcome lies many standard deviations off. batchGain.ts takes λ = 1; in the ratio of a
 * gain to the unit (bonusUnit.ts) λ cancels.
 *
 * This file is the definition, by real gradient steps. secondOrderGain.ts is its second-order form for one transition, and
 * batchGain.ts computes that for many transitions at once; tests tie each to the one before.
 */
import { add } from '../../autodiff/arithmetic.ts';
import { graphOf } from '../../autodiff/backward.ts';
import { scale } from '../../autodiff/elementwise.ts';
import { constant, parameter, zeroGrad, type Variable } from '../../autodiff/variable.ts';
import { kl } from '../../bnn/kl.ts';
import { expectedLogLikelihood } from '../../bnn/expectedLogLikelihood.ts';
import type { LikelihoodOptions } from '../../bnn/likelihood.ts';
import { posteriorOf, type Posterior } from '../../bnn/posterior.ts';
import { Adam } from '../../optim/adam.ts';
import { sgdStep } from '../../optim/sgd.ts';
import type { Rng } from '../../math/random/rng.ts';
import { zeros } from '../../autodiff/tensor.ts';
import { divideByCurvature } from './secondOrderGain.ts';

/**
 * How a belief update moves phi by a gradient g: `natural` by λ H⁻¹ g, in units of the beliefs' own curvature H;
 * `sgd` by λ g; `adam` by Adam, which equalises all gradients and with them the gains of all transitions.
 */
export type StepKind = 'natural' | 'sgd' | 'adam';

export interface BeliefUpdateOptions extends LikelihoodOptions {
  readonly optimiser: StepKind;
  /** λ, the step size. */
  readonly stepSize: number;
}

/** Measures the information gain of a batch of transitions, one way or another. */
export interface GainMeter {
  /** The transitions, [B, in] and [B, out]; to be filled before `measure`. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The gain of each at the present beliefs, in nats for the meter's own λ, [B]; good until the next call. */
  readonly measure: (rng: Rng) => Float64Array;
}

/** A copy of the beliefs that learns from one transition, and how far it has moved. The beliefs themselves are not touched. */
export interface BeliefUpdate {
  /** The transition, [1, in] and [1, out]; to be filled first. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Standard normal draws of the likelihood, to be filled before each step. */
  readonly draws: readonly Variable[];
  /** φ of the copy, [2 P]. */
  readonly phi: Float64Array;
  /** Copies the present beliefs; they are the old ones from now on. */
  begin(): void;
  /** One step down nll + KL[q ‖ q_old]; returns that sum and its first term, before the step. */
  step(): { readonly loss: number; readonly nll: number };
  /** KL[new ‖ old], in nats: the information gain. */
  gain(): number;
  /** KL[old ‖ new], in nats: compression improvement, the alternative that the paper discusses (VIME, 2.4). */
  compression(): number;
}

/** The definition. Builds the graphs once for one transition at a time. */
export function beliefUpdate(posterior: Posterior, options: BeliefUpdateOptions): BeliefUpdate {
  const { layers } = posterior;
  const phi = parameter(zeros(posterior.phi.value.shape));
  const oldPhi = constant(zeros(posterior.phi.value.shape));
  const [q, old] = [phi, oldPhi].map((parameters) => posteriorOf(parameters, layers));
  const x = constant(zeros([1, layers[0].inputs]));
  const y = constant(zeros([1, layers[layers.length - 1].outputs]));
  const likelihood = expectedLogLikelihood(q, x, y, options);
  const nll = scale(likelihood.total, -1);
  const [gain, compression] = [kl(q, old), kl(old, q)];
  const loss = add(nll, gain);
  const [graph, gainGraph, compressionGraph] = [loss, gain, compression].map((v) => graphOf(v));
  let adam = new Adam(phi.value.size);

  return {
    x: x.value.data,
    y: y.value.data,
    draws: likelihood.draws,
    phi: phi.value.data,
    begin: () => {
      for (const { value } of [phi, oldPhi]) value.data.set(posterior.phi.value.data);
      adam = new Adam(phi.value.size);
    },
    step: () => {
      graph.forward();
      zeroGrad(phi);
      graph.backward();
      const grad = phi.grad!.data;
      if (options.optimiser === 'natural') divideByCurvature(grad, q.rho.value.data);
      if (options.optimiser === 'adam') adam.step(phi.value.data, grad, options.stepSize);
      else sgdStep(phi.value.data, grad, options.stepSize);
      return { loss: loss.value.data[0], nll: nll.value.data[0] };
    },
    gain: () => {
      gainGraph.forward();
      return gain.value.data[0];
    },
    compression: () => {
      compressionGraph.forward();
      return compression.value.data[0];
    },
  };
}
