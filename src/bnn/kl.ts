import { operation, constant, type Variable } from '../autodiff/variable.ts';
import { sumGaussianKl } from '../math/kernels/gaussianKl.ts';
import { formatShape, sameShape } from '../autodiff/shape.ts';
import { tensor, zeros } from '../autodiff/tensor.ts';

/** Independent Gaussians, one for each weight: arrays of the same shape. */
export interface Gaussians {
  readonly mu: Variable;
  readonly sigma: Variable;
}

/**
 * KL[q ‖ p] in nats, summed over the weights: how far p is from q for somebody who believes q. The order of
 * the arguments is the direction. See math/kernels/gaussianKl.ts for the formula. Its derivatives, with
 * r = σ_q / σ_p and d = (μ_q − μ_p) / σ_p:
 *
 *     ∂/∂μ_q = d / σ_p       ∂/∂σ_q = (r² − 1) / σ_q
 *     ∂/∂μ_p = −d / σ_p      ∂/∂σ_p = (1 − r² − d²) / σ_p
 *
 * @returns []
 * @throws RangeError if the shapes differ
 */
export function kl(q: Gaussians, p: Gaussians): Variable {
  const parents = [q.mu, q.sigma, p.mu, p.sigma];
  const [muQ, sigmaQ, muP, sigmaP] = parents.map((v) => v.value.data);
  const [gMuQ, gSigmaQ, gMuP, gSigmaP] = parents.map((v) => v.grad?.data);
  if (!parents.every((v) => sameShape(v.value.shape, q.mu.value.shape))) {
    const shapes = parents.map((v) => formatShape(v.value.shape)).join(', ');
    throw new RangeError(`kl: mu and sigma of both must have one shape, got ${shapes}`);
  }
  const y = zeros([]);
  return operation(
    y,
    parents,
    () => {
      y.data[0] = sumGaussianKl(muQ, sigmaQ, muP, sigmaP);
    },
    ([dy]) => {
      for (let i = 0; i < muQ.length; i++) {
        const d = (muQ[i] - muP[i]) / sigmaP[i];
        // r² − 1 = (r − 1)(r + 1), which keeps its digits when the two are close.
        const excess = ((sigmaQ[i] - sigmaP[i]) / sigmaP[i]) * (sigmaQ[i] / sigmaP[i] + 1);
        if (gMuQ) gMuQ[i] += (dy * d) / sigmaP[i];
        if (gSigmaQ) gSigmaQ[i] += (dy * excess) / sigmaQ[i];
        if (gMuP) gMuP[i] -= (dy * d) / sigmaP[i];
        if (gSigmaP) gSigmaP[i] -= (dy * (excess + d * d)) / sigmaP[i];
      }
    },
  );
}

/** The prior N(0, priorSd²) on each of `count` weights, as constants [count]. */
export function gaussianPrior(count: number, priorSd: number): Gaussians {
  return {
    mu: constant(zeros([count])),
    sigma: constant(tensor(new Float64Array(count).fill(priorSd), [count])),
  };
}
