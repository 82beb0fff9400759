/**
 * Information gain to second order. For a small step Δ of the variational parameters D_KL[q(φ + Δ) ‖ q(φ)] ≈ ½ Δᵀ H Δ, with
 * the curvature H of the KL. For one natural-gradient step Δ = λ H⁻¹ g it is ½ λ² gᵀ H⁻¹ g. VIME, 2.5.
 *
 * Here for one transition and its gradient g; batchGain.ts computes the same for many transitions without forming g.
 */
import { sigmoid, softplus } from '../../math/numerics/softplus.ts';

/**
 * Curvature of D_KL[q(φ + Δ) ‖ q(φ)] at Δ = 0, which is diagonal: 1 / σ² for μ and 2 (s(ρ) / σ)² for ρ, where s is
 * the logistic function, the derivative of softplus. VIME, 2.5.
 */
export function klCurvature(rho: number): { readonly mu: number; readonly rho: number } {
  const sigma = softplus(rho);
  const slope = sigmoid(rho) / sigma; // d log σ / d ρ
  return { mu: 1 / (sigma * sigma), rho: 2 * slope * slope };
}

/** grad ← H⁻¹ grad, with the curvature H of the KL at `rho`. */
export function divideByCurvature(grad: Float64Array, rho: Float64Array): void {
  const P = rho.length;
  for (let i = 0; i < P; i++) {
    const curvature = klCurvature(rho[i]);
    grad[i] /= curvature.mu;
    grad[P + i] /= curvature.rho;
  }
}

/**
 * Second-order information gain ½ λ² gᵀ H⁻¹ g of one natural-gradient step of size λ. VIME, 2.5.
 *
 * @param grad [2 P] gradient of the transition's negative log-likelihood by φ = (μ, ρ)
 * @param rho  [P]
 */
export function secondOrderGain(grad: Float64Array, rho: Float64Array, stepSize: number): number {
  const P = rho.length;
  let total = 0;
  for (let i = 0; i < P; i++) {
    const curvature = klCurvature(rho[i]);
    const gMu = grad[i];
    const gRho = grad[P + i];
    total += (gMu * gMu) / curvature.mu + (gRho * gRho) / curvature.rho;
  }
  return 0.5 * stepSize * stepSize * total;
}
