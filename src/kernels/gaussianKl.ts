/**
 * KL divergence between diagonal Gaussians, the size of a change of belief.
 *
 * KL[N(μ₁, σ₁²) ‖ N(μ₂, σ₂²)] = log(σ₂ / σ₁) + (σ₁² + (μ₁ − μ₂)²) / (2 σ₂²) − ½
 *
 * One observation changes beliefs very little, so the two are often nearly equal, and this formula is a
 * small difference of large terms: all digits are lost. With u = σ₁/σ₂ − 1 and d = (μ₁ − μ₂)/σ₂ it equals
 *
 *     ½ d² + ½ u² + (u − log(1 + u))
 *
 * a sum of terms that are never negative and exactly 0 when the two are the same.
 */
import { log, xMinusLog1p } from '../numerics/log.ts';

/** KL[N(mu1, sigma1²) ‖ N(mu2, sigma2²)] of one weight, in nats. */
export function gaussianKl(mu1: number, sigma1: number, mu2: number, sigma2: number): number {
  const d = (mu1 - mu2) / sigma2;
  const ratio = sigma1 / sigma2;
  // Far from 1 the ratio minus 1 loses the ratio, and nothing cancels in the plain form.
  if (ratio < 0.5 || ratio > 2) return 0.5 * (d * d + ratio * ratio - 1) - log(ratio);
  const u = (sigma1 - sigma2) / sigma2;
  return 0.5 * (d * d + u * u) + xMinusLog1p(u);
}

/** Sum over all weights, in nats. All arrays are [P]. */
export function sumGaussianKl(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < mu1.length; i++) total += gaussianKl(mu1[i], sigma1[i], mu2[i], sigma2[i]);
  return total;
}
