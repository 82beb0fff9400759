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
  // Far from 1 the ratio is lost in u (below 1e-16, 1 + u is 0), and in the plain form little cancels.
  if (ratio < 0.5 || ratio > 2) return 0.5 * (d * d + ratio * ratio - 1) - log(ratio);
  const u = (sigma1 - sigma2) / sigma2;
  return 0.5 * (d * d + u * u) + xMinusLog1p(u);
}

/** The definition: the sum over all weights, one after the other, in nats. All arrays are [P]. */
export function referenceSumGaussianKl(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < mu1.length; i++) total += gaussianKl(mu1[i], sigma1[i], mu2[i], sigma2[i]);
  return total;
}

/** The same for weights start, …, end − 1. */
function sumOfRange(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
  start: number,
  end: number,
): number {
  let total = 0;
  for (let i = start; i < end; i++) total += gaussianKl(mu1[i], sigma1[i], mu2[i], sigma2[i]);
  return total;
}

/** Weights of a block. */
const BLOCK = 8;
/**
 * A block whose Σ u² is smaller takes the terms u − log(1 + u) from a series. Above, the divergence of the block is at least
 * ½ Σ u² ≥ 1/128, so that a logarithm shared with others, to which it adds an error of some 1e-15, does no harm.
 */
const NEAR = 1 / 64;
/** Whether a product can take in the ratios of one more block without overflow or underflow. */
const isModerate = (product: number): boolean => product < 1e150 && product > 1e-150;
/** u of the weights of a block. */
const widths = new Float64Array(BLOCK);

/** Σ u − log(1 + u) over the widths, each |u| < 1/8: the series of `xMinusLog1p`, cut where 1e-14 is left. */
function sumOfSeries(): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) {
    const u = widths[i];
    const s = u / (2 + u);
    const w = s * s;
    const half = 0.5 * u * u;
    const R = w * (2 / 3 + w * (2 / 5 + w * (2 / 7 + w * (2 / 9 + w * (2 / 11)))));
    sum += half - s * (half + R);
  }
  return sum;
}

/**
 * The same, faster. Its relative error is below 1e-12 (measured: 1e-13 for random beliefs, most where all σ are
 * equal). Exactly 0 for equal beliefs and never negative.
 *
 * log r₁ + log r₂ + … = log(r₁ r₂ …): a logarithm takes as long as ten products, so it is taken only when the
 * product would soon overflow or underflow. A division takes as long as four, so two weights share one:
 * 1 / s = t / (s t) and 1 / t = s / (s t). If s t overflows or vanishes, the product of the ratios is 0, infinite or NaN,
 * hence not moderate, and the block goes by the definition; so do the weights left over.
 */
export function sumGaussianKl(
  mu1: Float64Array,
  sigma1: Float64Array,
  mu2: Float64Array,
  sigma2: Float64Array,
): number {
  const P = mu1.length;
  const whole = P - (P % BLOCK);
  let total = sumOfRange(mu1, sigma1, mu2, sigma2, whole, P);
  let product = 1;
  for (let start = 0; start < whole; start += BLOCK) {
    const end = start + BLOCK;
    let shifts = 0; // Σ d²
    let sum = 0; // Σ u
    let squares = 0; // Σ u²
    let ratios = 1;
    for (let i = start; i < end; i += 2) {
      const s = sigma2[i];
      const t = sigma2[i + 1];
      const both = s * t;
      const inverse = 1 / both;
      const byS = t * inverse;
      const byT = s * inverse;
      const d = (mu1[i] - mu2[i]) * byS;
      const e = (mu1[i + 1] - mu2[i + 1]) * byT;
      const u = (sigma1[i] - s) * byS;
      const v = (sigma1[i + 1] - t) * byT;
      shifts += d * d + e * e;
      sum += u + v;
      squares += u * u + v * v;
      ratios *= sigma1[i] * byS * (sigma1[i + 1] * byT);
      widths[i - start] = u;
      widths[i - start + 1] = v;
    }
    if (!isModerate(ratios)) {
      total += sumOfRange(mu1, sigma1, mu2, sigma2, start, end);
    } else if (squares < NEAR) {
      total += 0.5 * (shifts + squares) + sumOfSeries();
    } else {
      total += 0.5 * (shifts + squares) + sum;
      if (isModerate(product * ratios)) {
        product *= ratios;
      } else {
        total -= log(product);
        product = ratios;
      }
    }
  }
  return total - log(product);
}
