import { argMax } from '../math/kernels/reduce.ts';

/**
 * Q-learning target y = R + γᵐ (1 − ended) Q⁻(s′, a*), the value a* = argmaxₐ of `qSelect`.
 *
 * With `qSelect` = `qNext`, the target network's own values, this is Mnih et al. 2015, Algorithm 1; with the
 * online network's values it is double Q-learning (van Hasselt et al. 2016): one network chooses, the other
 * values the choice, so that an action whose value is too high by error is not also valued by that error.
 *
 * At the time limit `ended` is 0: without the limit the episode would have continued, so its future counts.
 *
 * @param out       [B]    y, in units of reward
 * @param returns   [B]    R, the discounted sum of m rewards, intrinsic ones included
 * @param discounts [B]    γᵐ
 * @param ended     [B]    1 where nothing is bootstrapped: at the goal, not at the time limit (but see `truncationEnds` in nStep.ts)
 * @param qNext     [B, A] target-network values at s′; carries no gradient
 * @param qSelect   [B, A] values that choose a*
 * @throws RangeError if batch sizes differ
 */
export function tdTargetInto(
  out: Float64Array,
  returns: Float64Array,
  discounts: Float64Array,
  ended: Uint8Array,
  qNext: Float64Array,
  qSelect: Float64Array,
): void {
  const B = out.length;
  const A = qNext.length / B;
  if (
    returns.length !== B ||
    discounts.length !== B ||
    ended.length !== B ||
    qSelect.length !== qNext.length ||
    (B > 0 && !Number.isInteger(A))
  ) {
    throw new RangeError(
      `tdTarget: sizes differ: out ${B}, returns ${returns.length}, discounts ${discounts.length}, ended ${ended.length}, qNext ${qNext.length}, qSelect ${qSelect.length}`,
    );
  }
  for (let b = 0; b < B; b++) {
    const future = ended[b] ? 0 : qNext[b * A + argMax(qSelect, b * A, A)];
    out[b] = returns[b] + discounts[b] * future;
  }
}
