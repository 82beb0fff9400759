import { sweep } from '../cases.ts';
import { divergence } from '../truth.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/curiosity/vime/secondOrderGain.ts');

const sigmaOf = (rho: number): number => Math.log1p(Math.exp(rho));

/** D_KL[q(φ + Δ) ‖ q(φ)] of one weight with μ = 0. */
const moved = (rho: number, byMu: number, byRho: number): number =>
  divergence(byMu, sigmaOf(rho + byRho), 0, sigmaOf(rho));

/** Curvature of that at Δ = 0, by μ and by ρ, from differences. */
function curvature(rho: number): readonly [mu: number, rho: number] {
  const h = 0.01 * sigmaOf(rho);
  const second = (f: (x: number) => number): number => (f(h) + f(-h)) / (h * h);
  return [second((x) => moved(rho, x, 0)), second((x) => moved(rho, 0, x))];
}

const RHO = [-2, 0.5, -1];
const GRAD = [1, -0.5, 2, 0.3, -1, 0.7]; // by μ of the three weights, then by ρ

/** ½ λ² gᵀ H⁻¹ g, with the curvature from differences. */
const truthOf = (stepSize: number): number =>
  0.5 *
  stepSize ** 2 *
  RHO.reduce((sum, rho, i) => {
    const [mu, byRho] = curvature(rho);
    return sum + GRAD[i] ** 2 / mu + GRAD[RHO.length + i] ** 2 / byRho;
  }, 0);

/** The divergence of the step itself, Δ = λ H⁻¹ g. */
const stepped = (stepSize: number): number =>
  RHO.reduce((sum, rho, i) => {
    const [mu, byRho] = curvature(rho);
    return sum + moved(rho, (stepSize * GRAD[i]) / mu, (stepSize * GRAD[RHO.length + i]) / byRho);
  }, 0);

export const informationGain: Writing = {
  name: 'information-gain',
  topic: 'gain',
  title: 'How far does one observation move the beliefs?',
  file: 'curiosity/vime/secondOrderGain.ts',
  body: 'secondOrderGain',
  task: [
    'The loss of one observation has a gradient g by φ = (μ, ρ). A step of size λ down that gradient, measured by H, moves the beliefs by Δ = −λ H⁻¹ g; H is the curvature of D_KL[q(φ + Δ) ‖ q(φ)] at Δ = 0. How far is that, in nats? To second order ½ Δᵀ H Δ.',
    'Write secondOrderGain(grad, rho, stepSize): `grad` has 2 P numbers, first those by μ, then those by ρ; it stays as it is. H is diagonal; klCurvature(rho) in the same file gives its two entries, mu and rho, for the ρ of one weight.',
  ],
  hints: [
    'Put Δ = −λ H⁻¹ g into ½ Δᵀ H Δ: one H cancels, and so does the sign.',
    '½ λ² gᵀ H⁻¹ g is a sum over the weights, because H is diagonal.',
    'For weight i: grad[i]² / curvature.mu + grad[P + i]² / curvature.rho; at the end times ½ λ².',
  ],
  said: 'One backward pass instead of an update that has to be undone. The larger λ, the more the true divergence departs from this parabola; VIME needs only ratios of gains.',
  judge: async (load) => {
    const { secondOrderGain } = await load<Module>('curiosity/vime/secondOrderGain.ts');
    const of = (stepSize: number, grad = GRAD): number =>
      secondOrderGain(Float64Array.from(grad), Float64Array.from(RHO), stepSize);
    const only = (at: number): number[] => GRAD.map((g, i) => (i === at ? g : 0));
    const tolerance = 1e-3; // of the curvature from differences
    const [mu, byRho] = curvature(RHO[0]);
    return {
      cases: [
        {
          what: 'the gain without a gradient',
          got: () =>
            of(
              1,
              GRAD.map(() => 0),
            ),
          truth: 0,
        },
        {
          what: 'the gain of a gradient by one μ',
          got: () => of(1, only(0)),
          truth: (0.5 * GRAD[0] ** 2) / mu,
          tolerance,
        },
        {
          what: 'the gain of a gradient by one ρ',
          got: () => of(1, only(3)),
          truth: (0.5 * GRAD[3] ** 2) / byRho,
          tolerance,
        },
        { what: 'the gain for λ = 1', got: () => of(1), truth: truthOf(1), tolerance },
        { what: 'the gain for λ = 10', got: () => of(10), truth: truthOf(10), tolerance },
        {
          what: 'grad after it was used',
          got: () => {
            const grad = Float64Array.from(GRAD);
            secondOrderGain(grad, Float64Array.from(RHO), 1);
            return grad;
          },
          truth: GRAD,
        },
      ],
      charts: [
        sweep(
          'gain in nats; true: the divergence of the step itself',
          'λ',
          [0, 0.4],
          (x) => of(x),
          stepped,
          24,
        ),
      ],
    };
  },
};
