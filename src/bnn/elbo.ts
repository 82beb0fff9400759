import { add, mul } from '../autodiff/arithmetic.ts';
import { scale } from '../autodiff/elementwise.ts';
import type { Variable } from '../autodiff/variable.ts';
import { gaussianPrior, kl } from './kl.ts';
import { expectedLogLikelihood } from './expectedLogLikelihood.ts';
import type { ExpectedLogLikelihood, LikelihoodOptions } from './likelihood.ts';
import type { Posterior } from './posterior.ts';

export interface ElboOptions extends LikelihoodOptions {
  readonly priorSd: number;
  /**
   * Weight of the KL term for a *mean* over rows: 1 / (number of data), as the KL is paid once for all data.
   * A scalar variable, so that it can shrink while the data grow.
   */
  readonly klWeight: Variable;
}

export interface Elbo {
  /** [] minus the lower bound, per datum: what learning makes small. */
  readonly loss: Variable;
  /** [] mean negative log-likelihood of a row, in nats */
  readonly nll: Variable;
  /** [] KL[q ‖ prior], in nats */
  readonly klPrior: Variable;
  readonly likelihood: ExpectedLogLikelihood;
}

/**
 * The evidence lower bound L[q, D] = E_q[log p(D | θ)] − KL[q(θ; φ) ‖ p(θ)] of VIME (2.3), with its sign turned
 * and divided by the number of data: loss = nll + klWeight · KL[q ‖ prior].
 *
 * @param x [B, in]
 * @param y [B, out]
 */
export function elbo(posterior: Posterior, x: Variable, y: Variable, options: ElboOptions): Elbo {
  const likelihood = expectedLogLikelihood(posterior, x, y, options);
  const rows = x.value.shape[0];
  const nll = scale(likelihood.total, -1 / rows);
  const count = posterior.mu.value.size;
  const klPrior = kl(posterior, gaussianPrior(count, options.priorSd));
  return { loss: add(nll, mul(options.klWeight, klPrior)), nll, klPrior, likelihood };
}
