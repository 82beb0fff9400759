import { stream } from '../../../src/math/random/rng.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { density } from '../truth.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/math/kernels/reparameterise.ts');

const MEAN = [0, 1, -2];
const VARIANCE = [1, 4, 0.25];
/** Draws for the chart, and the width of its bars. */
const MANY = 4000;
const WIDTH = 0.5;

export const draw: Writing = {
  name: 'draw',
  topic: 'beliefs',
  title: 'A random number that a gradient can pass',
  file: 'math/kernels/reparameterise.ts',
  body: 'reparameteriseInto',
  task: [
    'A draw from N(m, v) hides how it depends on m and v. Written as z = m + √v ε, with the noise ε ~ N(0, 1) drawn before, it does not: given ε, z is a function of m and v, and has derivatives.',
    'Write reparameteriseInto: `mean` and `variance` have N numbers, `epsilon` and `draws` S times as many, one draw of all N after the other. √v goes into `sd` [N]: the gradient needs it.',
  ],
  hints: [
    'N is mean.length. Entry i of draw s is at s N + i, in draws and in epsilon; its mean is mean[i].',
    'It is √v, the standard deviation, that multiplies the noise.',
    'draws[s N + i] = mean[i] + sd[i] · epsilon[s N + i].',
  ],
  said: 'With ε fixed, ∂z/∂m = 1 and ∂z/∂v = ε / (2 √v): the gradient of an average over draws is the average of their gradients.',
  judge: async (load) => {
    const { reparameteriseInto } = await load<Module>('math/kernels/reparameterise.ts');
    const drawn = (epsilon: readonly number[], mean = MEAN, variance = VARIANCE) => {
      const draws = new Float64Array(epsilon.length).fill(NaN); // what was there does not count
      const sd = new Float64Array(mean.length).fill(NaN);
      const [m, v, e] = [mean, variance, epsilon].map((values) => Float64Array.from(values));
      reparameteriseInto(draws, sd, m, v, e);
      return { draws, sd };
    };
    const six = [0.5, -1, 2, -0.25, 3, 0];
    const histogram = (): (readonly [number, number])[] => {
      const bars = Array.from({ length: 28 }, (_, n) => -6 + n * WIDTH);
      try {
        const epsilon = [...normal(MANY, stream(1, 'learn/draw'))];
        const { draws } = drawn(epsilon, [1], [4]);
        return bars.map((low) => {
          const inside = draws.filter((z) => z >= low && z < low + WIDTH).length;
          return [low + WIDTH / 2, inside / MANY / WIDTH] as const;
        });
      } catch {
        return bars.map((low) => [low, NaN] as const);
      }
    };
    return {
      cases: [
        { what: 'draws without noise', got: () => drawn([0, 0, 0]).draws, truth: MEAN },
        { what: 'draws with the noise 1', got: () => drawn([1, 1, 1]).draws, truth: [1, 3, -1.5] },
        {
          what: 'sd for variances 1, 4 and 0.25',
          got: () => drawn([0, 0, 0]).sd,
          truth: [1, 2, 0.5],
        },
        {
          what: 'two draws of three numbers',
          got: () => drawn(six).draws,
          truth: [0.5, -1, -1, -0.25, 7, -2],
        },
        {
          what: 'draws where the variance is 0',
          got: () => drawn([5], [3], [0]).draws,
          truth: [3],
        },
      ],
      charts: [
        {
          title: `${MANY} draws from N(1, 2²)`,
          across: 'z',
          curves: [
            { name: 'yours', points: histogram() },
            {
              name: 'true',
              points: Array.from({ length: 57 }, (_, n) => -6 + n / 4).map(
                (z) => [z, density(z, 1, 2)] as const,
              ),
            },
          ],
        },
      ],
    };
  },
};
