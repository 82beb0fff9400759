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

/** The definition: the sum over all weights, one after the other, in nats. All arrays are [P]. */
export function sumGaussianKlOneByOne(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < mu1.length; i++) total += gaussianKl(mu1[i], sigma1[i], mu2[i], sigma2[i]);
  return total;
}

/**
 * Below this |u| the term u − log(1 + u) is taken from a series. Above, all of a weight's divergence is at least
 * u² / 2 = 0.03, so that a logarithm shared with others, which is off by some 1e-15, does no harm.
 */
const SMALL = 0.25;
/** A product of ratios is kept between 1/LARGE and LARGE, far from overflow: the next may be up to LARGE too. */
const LARGE = 1e150;

/**
 * The same sum, sooner, to a relative 1e-13; exactly 0 for equal beliefs and never negative.
 *
 * log r₁ + log r₂ + … = log(r₁ r₂ …): a logarithm takes as long as ten products, so it is taken only when the
 * product gets too large or too small to go on.
 */
export function sumGaussianKl(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
): number {
  let total = 0;
  let product = 1;
  for (let i = 0; i < mu1.length; i++) {
    const inverse = 1 / sigma2[i];
    const d = (mu1[i] - mu2[i]) * inverse;
    const u = (sigma1[i] - sigma2[i]) * inverse;
    if (u < SMALL && u > -SMALL) {
      total += 0.5 * (d * d + u * u) + xMinusLog1p(u);
      continue;
    }
    const ratio = sigma1[i] * inverse;
    const next = product * ratio;
    if (next < LARGE && next > 1 / LARGE) {
      total += 0.5 * (d * d + ratio * ratio - 1);
      product = next;
    } else {
      total += gaussianKl(mu1[i], sigma1[i], mu2[i], sigma2[i]) - log(product);
      product = 1;
    }
  }
  // Where 1/σ overflows, 0 · ∞ is not 0: the definition knows.
  if (!(total < Infinity)) return sumGaussianKlOneByOne(mu1, sigma1, mu2, sigma2);
  return total - log(product);
}
