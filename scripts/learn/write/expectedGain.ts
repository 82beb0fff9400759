import { sweep } from '../cases.ts';
import type { Load } from '../exercise.ts';
import { entropy } from '../truth.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/vime.ts');

/** Beliefs of a small network with one σ for all weights, and what they predict for two inputs. */
async function setting(load: Load) {
  const { CONSTANTS, expectedGains, optimised, predict } = await load<Module>('vime.ts');
  const { constant } =
    await load<typeof import('../../../src/autodiff/variable.ts')>('autodiff/variable.ts');
  const { fromArray } =
    await load<typeof import('../../../src/autodiff/tensor.ts')>('autodiff/tensor.ts');
  const sizes = [2, 3, 2] as const;
  const P = 3 * 3 + 4 * 2;
  const mu = Array.from({ length: P }, (_, i) => 0.4 * Math.sin(3 * i + 1));
  const noise = Array.from({ length: 12 }, (_, i) => 0.5 * Math.cos(2 * i) - 0.4);
  const x = constant(fromArray([0.5, -1, 2, 0.3], [2, 2]));
  const beliefs = (sigma: number) => {
    const rho = Math.log(Math.expm1(sigma));
    return {
      sizes,
      phi: optimised([...mu, ...mu.map(() => rho)]),
      noise: optimised(noise),
    };
  };
  /** H[y] − H[y | θ] by the entropies of Gaussians, summed over the outputs of each row. */
  const truth = (sigma: number): number[] => {
    const { variance, logVariance } = predict(beliefs(sigma), x, CONSTANTS);
    const gains = [0, 0];
    variance.value.data.forEach((v, i) => {
      const noiseVariance = Math.exp(logVariance.value.data[i]);
      gains[Math.floor(i / 2)] +=
        entropy(Math.sqrt(v + noiseVariance)) - entropy(Math.sqrt(noiseVariance));
    });
    return gains;
  };
  return { yours: (sigma: number) => expectedGains(beliefs(sigma), x, CONSTANTS), truth };
}

export const expectedGain: Writing = {
  name: 'expected-gain',
  topic: 'gain',
  title: 'How much will an outcome tell, before it is seen?',
  file: 'vime.ts',
  body: 'expectedGains',
  task: [
    'The information gain that is expected of an outcome y is the mutual information of y and the weights θ: H[y] − H[y | θ], by how much knowing θ would lower the entropy of y. Here y has the variance Var f + ω², of which Var f is due to the weights and ω² is noise; if θ were known, only ω² would be left. All predictions count as Gaussian.',
    'Write expectedGains(beliefs, x, c): one number of nats for each row of x, summed over the outputs, as an array of numbers. predict(beliefs, x, c) gives variance (Var f) and logVariance (log ω²), Variables [B, S].',
  ],
  hints: [
    'The entropy of a Gaussian is ½ log(2πe variance). Which variances are those of y, and of y given θ?',
    '½ log(Var f + ω²) − ½ log ω² = ½ log(1 + Var f / ω²).',
    'mul(variance, exp(scale(logVariance, -1))) is the ratio. sum(v, 1) sums over the outputs; [...v.value.data] makes an array.',
  ],
  said: 'Noise has a large ω² and so next to no gain, however surprising it is; and no outcome is needed, so an action can be judged before it is taken.',
  judge: async (load) => {
    const { yours, truth } = await setting(load);
    return {
      cases: [0.05, 0.3, 1].map((sigma) => ({
        what: `gains of two inputs where all σ = ${sigma}`,
        got: () => yours(sigma),
        truth: truth(sigma),
      })),
      charts: [
        sweep(
          'expected gain of the first input, nats',
          'σ of all weights',
          [0.02, 1],
          (sigma) => yours(sigma)[0],
          (sigma) => truth(sigma)[0],
          24,
        ),
      ],
    };
  },
};
