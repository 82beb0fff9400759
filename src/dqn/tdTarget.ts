import { argMax } from '../math/kernels/reduce.ts';

/**
 * Q-learning target y = R + γᵐ (1 − terminated) Q⁻(s′, a*), the value a* = argmaxₐ of `qSelect`.
 *
 * With `qSelect` = `qNext`, the target network's own values, this is Mnih et al. 2015, Algorithm 1; with the
 * online network's values it is double Q-learning (van Hasselt et al. 2016): one network chooses, the other
 * values the choice, so that an action whose value is too high by error is not also valued by that error.
 *
 * An episode that ran out of time is *not* terminated: without the limit it would have continued, so its future counts.
 *
 * @param out        [B]    y, in units of reward
 * @param returns    [B]    R, the discounted sum of m rewards, intrinsic ones included
 * @param discounts  [B]    γᵐ
 * @param terminated [B]    1 at the goal, 0 otherwise, and 0 at the time limit
 * @param qNext      [B, A] target-network values at s′; carries no gradient
 * @param qSelect    [B, A] values that choose a*
 * @throws RangeError if batch sizes differ
 */
export function tdTargetInto(
  out: Float64Array,
  returns: Float64Array,
  discounts: Float64Array,
  terminated: Uint8Array,
  qNext: Float64Array,
  qSelect: Float64Array,
): void {
  const B = out.length;
  const A = qNext.length / B;
  if (
    returns.length !== B ||
    discounts.length !== B ||
    terminated.length !== B ||
    qSelect.length !== qNext.length ||
    (B > 0 && !Number.isInteger(A))
  ) {
    throw new RangeError(
      `tdTarget: sizes differ: out ${B}, returns ${returns.length}, discounts ${discounts.length}, terminated ${terminated.length}, qNext ${qNext.length}, qSelect ${qSelect.length}`,
    );
  }
  for (let b = 0; b < B; b++) {
    const future = terminated[b] ? 0 : qNext[b * A + argMax(qSelect, b * A, A)];
    out[b] = returns[b] + discounts[b] * future;
  }
}
