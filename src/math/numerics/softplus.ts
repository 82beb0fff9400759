/**
 * Softplus, the smooth version of max(x, 0), with its derivative and its inverse.
 *
 * A Bayesian weight keeps its standard deviation positive as σ = log(1 + e^ρ).
 */
import { exp, expm1 } from './exp.ts';
import { log, log1p } from './log.ts';

// log 2 as the sum of two doubles
const LN2_HIGH = 0.6931471805599453;
const LN2_LOW = 2.3190468138462996e-17;

/**
 * log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)): the exponential never overflows, and there is no threshold
 * beyond which another formula takes over. Error below 1.5 ulp (measured): the
 * roundings of exp, log1p and the sum.
 *
 * softplus(−∞) = 0, softplus(∞) = ∞, softplus(NaN) = NaN.
 */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

/**
 * 1 / (1 + e^(−x)), the derivative of softplus. Error below 1.7 ulp (measured), of three roundings, with
 * relative accuracy kept down the left tail into the subnormal numbers.
 *
 * With e = e^(−|x|), which cannot overflow, and q = e/(1 + e): 1 − q on the right and q = e − e q on the left.
 *
 * sigmoid(−∞) = 0, sigmoid(∞) = 1, sigmoid(NaN) = NaN.
 */
export function sigmoid(x: number): number {
  const e = exp(x < 0 ? x : -x);
  const q = e / (1 + e);
  return x < 0 ? e - e * q : 1 - q;
}

/**
 * The ρ with softplus(ρ) = y, for y > 0: log(e^y − 1). Error below 1.7 ulp (measured), the worst for
 * y between 0.7 and 1.
 *
 * Near y = log 2 the answer passes through 0. With d = y − log 2 it is log(2 e^d − 1) = d + log(2 − e^(−d)), and
 * 2 − e^(−d) = 1 − expm1(−d): two summands of about d each, of one sign, so that no digits cancel, and each brings only half of
 * its error. For large y the answer is y + log(1 − e^(−y)), which cannot overflow.
 *
 * inverseSoftplus(0) = −∞, inverseSoftplus(∞) = ∞, inverseSoftplus(y < 0) = inverseSoftplus(NaN) = NaN.
 */
export function inverseSoftplus(y: number): number {
  if (y > 1.5) return y + log1p(-exp(-y));
  if (y < 0.47) return log(expm1(y));
  const d = y - LN2_HIGH - LN2_LOW;
  return d + log1p(-expm1(-d));
}
