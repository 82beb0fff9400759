import { sweep } from '../cases.ts';
import { divergence } from '../truth.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/math/kernels/gaussianKl.ts');

const CASES = [
  [0, 1, 0, 1],
  [1, 1, 0, 1],
  [0, 2, 0, 1],
  [0, 1, 0, 2],
  [0.3, 0.1, -0.2, 0.5],
  [-2, 0.4, -1.5, 0.3],
] as const;

export const kl: Writing = {
  name: 'kl',
  topic: 'beliefs',
  title: 'How far is one belief from another?',
  file: 'math/kernels/gaussianKl.ts',
  body: 'gaussianKl',
  task: [
    'Beliefs about one weight are a Gaussian. The Kullback-Leibler divergence KL[q ‖ p] says how far p is from q for somebody who believes q: the mean over q of log q − log p, in nats.',
    'Write gaussianKl(mu1, sigma1, mu2, sigma2) for q = N(mu1, sigma1²) and p = N(mu2, sigma2²). The head of the file has the formula; work it out from the definition before you look. Any form that is right will do here; the rest of the file says why the project takes another.',
  ],
  hints: [
    'log q − log p is a difference of two parabolas in x. All you need of q is E[x] = mu1 and E[(x − mu2)²] = sigma1² + (mu1 − mu2)².',
    'E[log q] = −log sigma1 − ½ − ½ log 2π. E[log p] = −log sigma2 − E[(x − mu2)²] / (2 sigma2²) − ½ log 2π.',
    'Three terms: log(sigma2 / sigma1), then E[(x − mu2)²] / (2 sigma2²), then −½.',
  ],
  said: 'The same value as the integral of q log(q / p). It is 0 only if both are the same, and it depends on the order.',
  judge: async (load) => {
    const { gaussianKl } = await load<Module>('math/kernels/gaussianKl.ts');
    return {
      cases: CASES.map(([m1, s1, m2, s2]) => ({
        what: `gaussianKl(${m1}, ${s1}, ${m2}, ${s2})`,
        got: () => gaussianKl(m1, s1, m2, s2),
        truth: divergence(m1, s1, m2, s2),
      })),
      charts: [
        sweep(
          'KL by the mean of q',
          'mu1, with sigma1 = 1, mu2 = 0, sigma2 = 2',
          [-3, 3],
          (x) => gaussianKl(x, 1, 0, 2),
          (x) => divergence(x, 1, 0, 2),
        ),
        sweep(
          'KL by the width of q',
          'sigma1, with mu1 = mu2 = 0, sigma2 = 1',
          [0.2, 3],
          (x) => gaussianKl(0, x, 0, 1),
          (x) => divergence(0, x, 0, 1),
        ),
      ],
    };
  },
};
