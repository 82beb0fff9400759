/** A Bayesian network that learns: beliefs, the bound they raise, and the optimiser that raises it. */
import { record } from '../autodiff/backward.ts';
import { constant, zeroGrad } from '../autodiff/variable.ts';
import { norm } from '../kernels/reduce.ts';
import { Adam, type AdamState } from '../optim/adam.ts';
import { normalInto } from '../random/normal.ts';
import type { Rng } from '../random/rng.ts';
import { checkSameLength } from '../tensor/shape.ts';
import { scalar, zeros } from '../tensor/tensor.ts';
import { elbo } from './elbo.ts';
import type { LikelihoodOptions } from './likelihood.ts';
import { createPosterior, type Posterior, type PosteriorOptions } from './posterior.ts';

export interface BnnOptions extends PosteriorOptions, LikelihoodOptions {
  readonly priorSd: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** What one update of the beliefs did. */
export interface BnnUpdate {
  /** The evidence lower bound per datum, in nats, before the update. */
  readonly elbo: number;
  /** KL from the prior, in nats, before the update. */
  readonly klPrior: number;
  /** 2-norm of the gradient by phi. */
  readonly gradNorm: number;
}

/** Everything a model remembers between updates. */
export interface BnnState {
  /** [2 P] */
  readonly phi: Float64Array;
  readonly optimiser: AdamState;
}

export class Bnn {
  readonly posterior: Posterior;
  /** The batch to learn from, [B, in] and [B, out]; to be filled before `learn`. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly optimiser: Adam;
  readonly #learn: (dataCount: number, noise: Rng) => BnnUpdate;

  constructor(options: BnnOptions, rng: Rng) {
    this.posterior = createPosterior(options, rng);
    const { phi, layers } = this.posterior;
    const B = options.batchSize;
    const x = constant(zeros([B, layers[0].inputs]));
    const y = constant(zeros([B, layers[layers.length - 1].outputs]));
    const klWeight = constant(scalar(1));
    const bound = elbo(this.posterior, x, y, { ...options, klWeight });
    const graph = record(bound.loss);
    this.inputs = x.value.data;
    this.targets = y.value.data;
    this.optimiser = new Adam(phi.value.size);
    const grad = phi.grad!.data;

    this.#learn = (dataCount, noise) => {
      klWeight.value.data[0] = 1 / dataCount;
      for (const epsilon of bound.likelihood.noise) normalInto(epsilon.value.data, noise);
      graph.forward();
      zeroGrad(phi);
      graph.backward();
      const gradNorm = norm(grad);
      // A broken gradient is reported, not applied.
      if (Number.isFinite(gradNorm)) {
        this.optimiser.step(phi.value.data, grad, options.learningRate);
      }
      return { elbo: -bound.loss.value.data[0], klPrior: bound.klPrior.value.data[0], gradNorm };
    };
  }

  /**
   * One Adam step up the evidence lower bound, on the batch in `inputs` and `targets`.
   *
   * @param dataCount number of data the batch was drawn from: the prior counts once for all of them
   * @param noise     stream for sampled likelihoods; the exact one draws nothing
   */
  learn(dataCount: number, noise: Rng): BnnUpdate {
    return this.#learn(dataCount, noise);
  }

  /** A copy of the whole state. */
  state(): BnnState {
    return { phi: this.posterior.phi.value.data.slice(), optimiser: this.optimiser.state() };
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to a network of another size */
  restore({ phi, optimiser }: BnnState): void {
    const own = this.posterior.phi.value.data;
    checkSameLength('Bnn.restore', own, phi);
    own.set(phi);
    this.optimiser.restore(optimiser);
  }
}
