import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly mu1: number;
  readonly sigma1: number;
  readonly mu2: number;
  readonly sigma2: number;
}

export const kl: Trace<Numbers> = {
  name: 'trace-kl',
  topic: 'beliefs',
  title: 'Is KL[q ‖ p] the same as KL[p ‖ q]?',
  draw: (rng) => ({
    mu1: rounded(rng, -0.9, -0.1, 1),
    sigma1: rounded(rng, 0.3, 0.7, 1),
    mu2: rounded(rng, 0.1, 0.9, 1),
    sigma2: rounded(rng, 1.2, 1.9, 1),
  }),
  task: ({ mu1, sigma1, mu2, sigma2 }) => [
    `Two beliefs about one weight: q = N(${mu1}, ${sigma1}²) and p = N(${mu2}, ${sigma2}²).`,
    'Follow gaussianKl in src/math/kernels/gaussianKl.ts. How many nats are KL[q ‖ p] (call it forth) and KL[p ‖ q] (call it back)?',
  ],
  steps: async (load, { mu1, sigma1, mu2, sigma2 }) => {
    const { gaussianKl } = await load<typeof import('../../../src/math/kernels/gaussianKl.ts')>(
      'math/kernels/gaussianKl.ts',
    );
    const ratio = sigma1 / sigma2;
    const d = (mu1 - mu2) / sigma2;
    return [
      { name: 'ratio', by: 'sigma1 / sigma2', value: ratio },
      { name: 'd', by: '(mu1 − mu2) / sigma2', value: d },
      { name: 'squares', by: '½ (d² + ratio² − 1)', value: 0.5 * (d * d + ratio * ratio - 1) },
      {
        name: 'forth',
        by: 'squares − log(ratio)',
        value: gaussianKl(mu1, sigma1, mu2, sigma2),
      },
      {
        name: 'back',
        by: 'the same with q and p exchanged: ½ (d² + ratio² − 1) − log(ratio), d and ratio in units of sigma1',
        value: gaussianKl(mu2, sigma2, mu1, sigma1),
      },
    ];
  },
  asked: ['forth', 'back'],
  said: 'It costs much to have believed a narrow Gaussian when the wide one is true: the order of the arguments is the direction of the change.',
};
