/** A Bayesian network that learns: beliefs, the bound they raise, and the optimiser that raises it. */
import { add } from '../autodiff/arithmetic.ts';
import { graphOf } from '../autodiff/backward.ts';
import { constant, type Variable } from '../autodiff/variable.ts';
import { Adam, type AdamState } from '../optim/adam.ts';
import { gradientStep, type Optimised } from '../optim/gradientStep.ts';
import { normalInto } from '../math/random/normal.ts';
import type { Rng } from '../math/random/rng.ts';
import { checkSameLength } from '../autodiff/shape.ts';
import { scalar, zeros } from '../autodiff/tensor.ts';
import { checkChoice, checkNumbers } from '../nn/checkOptions.ts';
import { elbo } from './elbo.ts';
import { LIKELIHOOD_KINDS, type LikelihoodOptions } from './likelihood.ts';
import {
  createNoiseModel,
  NOISE_KINDS,
  type NoiseKind,
  type NoiseModel,
} from './observationNoise.ts';
import { createPosterior, type Posterior, type PosteriorOptions } from './posterior.ts';

export interface BnnOptions
  extends PosteriorOptions, Omit<LikelihoodOptions, 'noiseModel' | 'beta'> {
  readonly priorSd: number;
  /** `fixed` at `likelihoodSd`, or `learned`. */
  readonly noise: NoiseKind;
  /** Least standard deviation of learned noise. */
  readonly noiseFloor: number;
  /** β of beta-NLL, for learned noise (exactLikelihood.ts); 0 learns by the evidence lower bound. */
  readonly betaNll: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** What one update of the beliefs did. */
export interface BnnUpdate {
  /** The evidence lower bound per datum, in nats, before the update; with beta-NLL its likelihood is weighted, and it is no bound. */
  readonly objective: number;
  /** KL from the prior, in nats, before the update. */
  readonly klPrior: number;
  /** 2-norm of the gradient by phi, or by the noise model's parameters if that is longer. */
  readonly gradNorm: number;
}

/** Everything a model remembers between updates. */
export interface BnnState {
  /** [2 P] */
  readonly phi: Float64Array;
  readonly optimiser: AdamState;
  /** null if the noise is fixed */
  readonly noise: { readonly parameters: Float64Array; readonly optimiser: AdamState } | null;
}

const ABOVE_0 = ['priorSd', 'likelihoodSd', 'noiseFloor', 'batchSize', 'samples'] as const;

export class Bnn {
  readonly posterior: Posterior;
  /** null if the noise is fixed */
  readonly noiseModel: NoiseModel | null;
  /** How the likelihood is computed, without the weights of beta-NLL, for others to compute it in the same way. */
  readonly likelihood: LikelihoodOptions;
  /** The batch to learn from, [B, in] and [B, out]; to be filled before `learn`. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly optimiser: Adam;
  readonly #noise: Optimised | null;
  readonly #learn: (dataCount: number, rng: Rng) => BnnUpdate;

  /** @throws RangeError naming the option that is missing or wrong */
  constructor(options: BnnOptions, rng: Rng) {
    checkNumbers('Bnn', options, ['learningRate', 'betaNll']);
    checkNumbers('Bnn', options, ABOVE_0, 0);
    checkChoice('Bnn', 'noise', options.noise, NOISE_KINDS);
    checkChoice('Bnn', 'kind', options.kind, LIKELIHOOD_KINDS);
    this.posterior = createPosterior(options, rng);
    this.noiseModel =
      options.noise === 'learned' ? createNoiseModel(options.sizes, options.noiseFloor) : null;
    this.likelihood = { ...options, noiseModel: this.noiseModel };
    const { phi, layers } = this.posterior;
    const B = options.batchSize;
    const x = constant(zeros([B, layers[0].inputs]));
    const y = constant(zeros([B, layers[layers.length - 1].outputs]));
    const klWeight = constant(scalar(0)); // set before each run
    const { priorSd, betaNll: beta } = options;
    const bound = elbo(this.posterior, x, y, { ...this.likelihood, beta, priorSd, klWeight });
    const { noiseLoss, draws } = bound.likelihood;
    // One graph for both: the noise model's loss gives the beliefs no gradient, nor the bound the noise model.
    const graph = graphOf(noiseLoss ? add(bound.loss, noiseLoss) : bound.loss);
    this.inputs = x.value.data;
    this.targets = y.value.data;
    const beliefs = optimised(phi);
    this.optimiser = beliefs.optimiser;
    this.#noise = this.noiseModel && optimised(this.noiseModel.parameters);
    const learners = this.#noise ? [beliefs, this.#noise] : [beliefs];

    this.#learn = (dataCount, rng) => {
      klWeight.value.data[0] = 1 / dataCount;
      for (const epsilon of draws) normalInto(epsilon.value.data, rng);
      const gradNorm = gradientStep(graph, learners, options.learningRate);
      return {
        objective: -bound.loss.value.data[0],
        klPrior: bound.klPrior.value.data[0],
        gradNorm,
      };
    };
  }

  /**
   * One Adam step up the objective, on the batch in `inputs` and `targets`.
   *
   * @param dataCount number of data the batch was drawn from: the prior counts once for all of them
   * @param rng       for sampled likelihoods; the exact one draws nothing
   */
  learn(dataCount: number, rng: Rng): BnnUpdate {
    return this.#learn(dataCount, rng);
  }

  /** A copy of the whole state. */
  state(): BnnState {
    return {
      phi: this.posterior.phi.value.data.slice(),
      optimiser: this.optimiser.state(),
      noise: this.#noise && {
        parameters: this.#noise.parameters.value.data.slice(),
        optimiser: this.#noise.optimiser.state(),
      },
    };
  }

  /** Restores a copied state. @throws RangeError if it belongs to a network of another size or kind of noise */
  restore({ phi, optimiser, noise }: BnnState): void {
    if ((noise === null) !== (this.#noise === null)) {
      const [came, expected] = noise ? ['learned', 'fixed'] : ['fixed', 'learned'];
      throw new RangeError(`Bnn.restore: a state with ${came} noise; expected ${expected}`);
    }
    const own = this.posterior.phi.value.data;
    checkSameLength('Bnn.restore', own, phi);
    own.set(phi);
    this.optimiser.restore(optimiser);
    if (noise) {
      const learner = this.#noise!;
      const parameters = learner.parameters.value.data;
      checkSameLength('Bnn.restore', parameters, noise.parameters);
      parameters.set(noise.parameters);
      learner.optimiser.restore(noise.optimiser);
    }
  }
}

const optimised = (parameters: Variable): Optimised => ({
  parameters,
  optimiser: new Adam(parameters.value.size),
});
