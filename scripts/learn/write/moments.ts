import type { Variable } from '../../../src/autodiff/variable.ts';
import { sweep } from '../cases.ts';
import { density, integral } from '../truth.ts';
import type { Writing } from '../write.ts';

type Moments = readonly [mean: Variable, variance: Variable];

/** E[max(z, 0)ᵏ] for z ~ N(m, v). */
function rectified(k: number, m: number, v: number): number {
  const s = Math.sqrt(v);
  const [from, to] = [Math.max(0, m - 12 * s), Math.max(0, m + 12 * s)];
  return integral((z) => z ** k * density(z, m, s), from, to);
}

const meanOf = (m: number, v: number): number => rectified(1, m, v);
const varianceOf = (m: number, v: number): number => rectified(2, m, v) - meanOf(m, v) ** 2;

const M = [0, 1, -1, 3, -2.5, 0.5];
const V = [1, 1, 1, 0.25, 2, 4];

export const moments: Writing = {
  name: 'moments',
  topic: 'beliefs',
  title: 'What does a ReLU make of a Gaussian?',
  file: 'vime.ts',
  body: 'rectifiedMoments',
  task: [
    'A hidden unit gets z ~ N(m, v), because the weights before it are uncertain. It passes on h = max(z, 0), which is no Gaussian; but its mean and its variance have a closed form, with the distribution Φ and the density Φ′ of N(0, 1), both at m / √v.',
    'Write rectifiedMoments([m, v]), which returns [E[h], Var[h]]. m and v are Variables [B, H], a row for each input of the batch and a column for each hidden unit; compute with the operations at the top of the file: add, sub, mul, div, sqrt, square, normalCdf (Φ), normalPdf (Φ′).',
  ],
  hints: [
    'E[h] = ∫ z p(z) dz over z > 0. Put z = m + s u with s = √v: one integral is Φ, in the other u Φ′(u) is the derivative of −Φ′(u).',
    'E[h] = m Φ + s Φ′, both at m / s.',
    'E[h²] = m E[h] + v Φ; the variance is E[h²] − E[h]².',
  ],
  said: 'The integrals in closed form: no sampling, so no noise in what the network believes of its own predictions.',
  judge: async (load) => {
    const { rectifiedMoments } = await load<{
      readonly rectifiedMoments: (z: Moments) => Moments;
    }>('vime.ts');
    const { constant } =
      await load<typeof import('../../../src/autodiff/variable.ts')>('autodiff/variable.ts');
    const { fromArray } =
      await load<typeof import('../../../src/autodiff/tensor.ts')>('autodiff/tensor.ts');
    const row = (values: readonly number[]) => constant(fromArray([...values], [1, values.length]));
    const of = (which: 0 | 1, m: readonly number[], v: readonly number[]): Float64Array =>
      rectifiedMoments([row(m), row(v)])[which].value.data;
    return {
      cases: M.flatMap((m, n) => [
        {
          what: `E[h] for N(${m}, ${V[n]})`,
          got: () => of(0, [m], [V[n]]),
          truth: [meanOf(m, V[n])],
        },
        {
          what: `Var[h] for N(${m}, ${V[n]})`,
          got: () => of(1, [m], [V[n]]),
          truth: [varianceOf(m, V[n])],
        },
      ]).concat([
        {
          what: 'E[h] of all at once',
          got: () => of(0, M, V),
          truth: M.map((m, n) => meanOf(m, V[n])),
        },
      ]),
      charts: [
        sweep(
          'E[h] by m',
          'm, with v = 1',
          [-3, 3],
          (m) => of(0, [m], [1])[0],
          (m) => meanOf(m, 1),
        ),
        sweep(
          'Var[h] by m',
          'm, with v = 1',
          [-3, 3],
          (m) => of(1, [m], [1])[0],
          (m) => varianceOf(m, 1),
        ),
      ],
    };
  },
};
