/**
 * Information gain: how far one transition moves the beliefs, D_KL[q(θ; φₜ₊₁) ‖ q(θ; φₜ)].
 * VIME: arXiv:1605.09674, 2.2 (with the true posterior), 2.3 (with q, as here) and 2.5 (how to compute it).
 *
 * The update that is measured is a step of size λ on that one transition. So the number of nats depends on λ (as λ², to
 * second order), and is huge where an outcome lies many standard deviations off. batchGain.ts takes λ = 1, `descentGain` what
 * it is told; in units of a typical gain (klScale.ts) λ cancels.
 *
 * Here is the definition, by real gradient steps, and its second-order form for one transition. batchGain.ts
 * computes the latter for many transitions at once; tests tie each to the one before.
 */
import { add } from '../autodiff/arithmetic.ts';
import { record } from '../autodiff/backward.ts';
import { scale } from '../autodiff/elementwise.ts';
import { constant, zeroGrad, type Variable } from '../autodiff/variable.ts';
import { kl } from '../bnn/kl.ts';
import { expectedLogLikelihood, type LikelihoodOptions } from '../bnn/likelihood.ts';
import type { Posterior } from '../bnn/posterior.ts';
import { sumGaussianKl } from '../kernels/gaussianKl.ts';
import { sigmoid, softplus } from '../numerics/softplus.ts';
import { Adam } from '../optim/adam.ts';
import { sgdStep } from '../optim/sgd.ts';
import { normalInto } from '../random/normal.ts';
import type { Rng } from '../random/rng.ts';
import { zeros } from '../tensor/tensor.ts';

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
  readonly measure: (noise: Rng) => Float64Array;
}

/** Lets the beliefs learn from one transition, measures how far they moved, and puts them back. */
export interface BeliefUpdate {
  /** The transition, [1, in] and [1, out]; to be filled first. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Standard normal noise of the likelihood, to be filled before each step. */
  readonly noise: readonly Variable[];
  /** Remembers the present beliefs as the old ones. */
  begin(): void;
  /** One step down nll + KL[q ‖ q_old]; returns that sum and its first term, before the step. */
  step(): { readonly loss: number; readonly nll: number };
  /** KL[new ‖ old], in nats: the information gain. */
  gain(): number;
  /** KL[old ‖ new], in nats: compression improvement, the alternative that the paper discusses (VIME, 2.4). */
  compression(): number;
  /** Puts the old beliefs back, bit for bit. */
  restore(): void;
}

/** The definition. Builds the graph once for one transition at a time. */
export function beliefUpdate(posterior: Posterior, options: BeliefUpdateOptions): BeliefUpdate {
  const { phi, mu, sigma, rho, layers } = posterior;
  const x = constant(zeros([1, layers[0].inputs]));
  const y = constant(zeros([1, layers[layers.length - 1].outputs]));
  const likelihood = expectedLogLikelihood(posterior, x, y, options);
  const nll = scale(likelihood.total, -1);
  const oldMu = constant(zeros(mu.value.shape));
  const oldSigma = constant(zeros(mu.value.shape));
  const loss = add(nll, kl(posterior, { mu: oldMu, sigma: oldSigma }));
  const graph = record(loss);
  const oldPhi = phi.value.data.slice();
  const keptGrad = phi.grad!.data.slice();
  let adam = new Adam(phi.value.size);

  const refreshSigma = (): void => {
    for (let i = 0; i < rho.value.size; i++) sigma.value.data[i] = softplus(rho.value.data[i]);
  };
  return {
    x: x.value.data,
    y: y.value.data,
    noise: likelihood.noise,
    begin: () => {
      oldPhi.set(phi.value.data);
      keptGrad.set(phi.grad!.data);
      refreshSigma();
      oldMu.value.data.set(mu.value.data);
      oldSigma.value.data.set(sigma.value.data);
      adam = new Adam(phi.value.size);
    },
    step: () => {
      graph.forward();
      zeroGrad(phi);
      graph.backward();
      const grad = phi.grad!.data;
      if (options.optimiser === 'natural') divideByCurvature(grad, rho.value.data);
      if (options.optimiser === 'adam') adam.step(phi.value.data, grad, options.stepSize);
      else sgdStep(phi.value.data, grad, options.stepSize);
      refreshSigma();
      return { loss: loss.value.data[0], nll: nll.value.data[0] };
    },
    gain: () =>
      sumGaussianKl(mu.value.data, sigma.value.data, oldMu.value.data, oldSigma.value.data),
    compression: () =>
      sumGaussianKl(oldMu.value.data, oldSigma.value.data, mu.value.data, sigma.value.data),
    restore: () => {
      phi.value.data.set(oldPhi);
      phi.grad!.data.set(keptGrad);
      refreshSigma();
    },
  };
}

/**
 * Curvature of D_KL[q(φ + Δ) ‖ q(φ)] at Δ = 0, which is diagonal: 1 / σ² for μ and 2 (s(ρ) / σ)² for ρ, where s is
 * the logistic function, the derivative of softplus. VIME, 2.5.
 */
export function klCurvature(rho: number): { readonly mu: number; readonly rho: number } {
  const sigma = softplus(rho);
  const slope = sigmoid(rho) / sigma; // d log σ / d ρ
  return { mu: 1 / (sigma * sigma), rho: 2 * slope * slope };
}

/** grad ← H⁻¹ grad, with the curvature H of the KL at `rho`. */
function divideByCurvature(grad: Float64Array, rho: Float64Array): void {
  const P = rho.length;
  for (let i = 0; i < P; i++) {
    const curvature = klCurvature(rho[i]);
    grad[i] /= curvature.mu;
    grad[P + i] /= curvature.rho;
  }
}

/**
 * Second-order information gain ½ λ² gᵀ H⁻¹ g of one natural-gradient step of size λ. VIME, 2.5.
 *
 * @param grad [2 P] gradient of the transition's negative log-likelihood by φ = (μ, ρ)
 * @param rho  [P]
 */
export function secondOrderGain(grad: Float64Array, rho: Float64Array, stepSize: number): number {
  const P = rho.length;
  let total = 0;
  for (let i = 0; i < P; i++) {
    const curvature = klCurvature(rho[i]);
    const gMu = grad[i];
    const gRho = grad[P + i];
    total += (gMu * gMu) / curvature.mu + (gRho * gRho) / curvature.rho;
  }
  return 0.5 * stepSize * stepSize * total;
}

export interface DescentGainOptions extends BeliefUpdateOptions {
  /** Steps taken on each transition. */
  readonly steps: number;
  /** KL[new ‖ old], the gain, or KL[old ‖ new], compression improvement. */
  readonly direction: GainDirection;
}

export type GainDirection = 'gain' | 'compression';

/** Gains by the definition, one transition after the other. Slow, and what the faster way is checked against. */
export function descentGain(
  posterior: Posterior,
  rows: number,
  options: DescentGainOptions,
): GainMeter {
  const update = beliefUpdate(posterior, options);
  const gains = new Float64Array(rows);
  const x = new Float64Array(rows * update.x.length);
  const y = new Float64Array(rows * update.y.length);
  return {
    x,
    y,
    measure: (noise) => {
      for (let row = 0; row < rows; row++) {
        update.x.set(x.subarray(row * update.x.length, (row + 1) * update.x.length));
        update.y.set(y.subarray(row * update.y.length, (row + 1) * update.y.length));
        update.begin();
        for (let step = 0; step < options.steps; step++) {
          for (const epsilon of update.noise) normalInto(epsilon.value.data, noise);
          update.step();
        }
        gains[row] = options.direction === 'gain' ? update.gain() : update.compression();
        update.restore();
      }
      return gains;
    },
  };
}
