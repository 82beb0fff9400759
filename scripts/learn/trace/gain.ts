import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly mu: number;
  readonly sigma: number;
  readonly x: number;
  readonly logVariance: number;
}

/** One weight, y = θ x + noise: what src/vime.ts does for every output. */
export const gain: Trace<Numbers> = {
  name: 'trace-gain',
  topic: 'gain',
  title: 'What is the information gain here?',
  draw: (rng) => ({
    mu: rounded(rng, -1, 1, 1),
    sigma: rounded(rng, 0.2, 0.8, 1),
    x: rounded(rng, 1.1, 2.9, 1),
    logVariance: rounded(rng, -1.2, -0.4, 1), // where the ratio is large, its logarithm hides the 1
  }),
  task: ({ mu, sigma, x, logVariance }) => [
    'A model with one layer and no bias predicts f = θ x. Its only weight is not known: the beliefs are θ ~ N(mu, sigma²). What is observed is y = f + noise, with the variance ω².',
    `mu = ${mu}, sigma = ${sigma}, x = ${x}, log ω² = ${logVariance}`,
    'How much will the outcome tell about θ? Follow linearMoments for the variance of the prediction, and expectedGains in src/vime.ts for the expected information gain, in nats.',
  ],
  steps: async (load, { mu, sigma, x, logVariance }) => {
    const { linearMoments } = await load<typeof import('../../../src/vime.ts')>('vime.ts');
    const { constant } =
      await load<typeof import('../../../src/autodiff/variable.ts')>('autodiff/variable.ts');
    const { fromArray } =
      await load<typeof import('../../../src/autodiff/tensor.ts')>('autodiff/tensor.ts');
    const { exp } =
      await load<typeof import('../../../src/math/numerics/exp.ts')>('math/numerics/exp.ts');
    const { log1p } =
      await load<typeof import('../../../src/math/numerics/log.ts')>('math/numerics/log.ts');
    const matrix = (value: number) => constant(fromArray([value], [1, 1]));
    const none = constant(fromArray([0]));
    const [, variance] = linearMoments(
      [matrix(x), matrix(0)],
      [matrix(mu), none],
      [matrix(sigma * sigma), none],
    );
    const varF = variance.value.data[0];
    const omega2 = exp(logVariance);
    const ratio = varF / omega2;
    return [
      { name: 'varF', by: 'E[x²] sigma² + Var[x] mu², where x is known', value: varF },
      { name: 'omega2', by: 'exp(log ω²)', value: omega2 },
      { name: 'ratio', by: 'varF / omega2', value: ratio },
      { name: 'gain', by: '½ log(1 + ratio)', value: 0.5 * log1p(ratio) },
    ];
  },
  asked: ['gain'],
  said: 'mu plays no part: what counts is how uncertain the prediction is, measured against the noise.',
};
