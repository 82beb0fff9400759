import type { Variable } from '../autodiff/variable.ts';
import { exactLogLikelihood } from './exactLikelihood.ts';
import type { ExpectedLogLikelihood, LikelihoodOptions } from './likelihood.ts';
import type { Posterior } from './posterior.ts';
import { localLogLikelihood, weightLogLikelihood } from './sampledLikelihood.ts';

/**
 * E_q[log p(y | x, θ)] in the way that `options.kind` names.
 *
 * @param x [B, in]
 * @param y [B, out]
 * @throws RangeError if `exact` is asked of a network without exactly one hidden layer or with another activation than the
 *                    ReLU, or if there is a noise model and the kind is not `exact`
 */
export function expectedLogLikelihood(
  posterior: Posterior,
  x: Variable,
  y: Variable,
  options: LikelihoodOptions,
): ExpectedLogLikelihood {
  if (options.noiseModel && options.kind !== 'exact') {
    throw new RangeError(
      `expectedLogLikelihood: a noise model needs exact moments, got ${options.kind}`,
    );
  }
  switch (options.kind) {
    case 'exact':
      return exactLogLikelihood(posterior, x, y, options);
    case 'local':
      return localLogLikelihood(posterior, x, y, options);
    case 'weight':
      return weightLogLikelihood(posterior, x, y, options);
  }
}
