import { test } from 'uvu';
import {
  addRandomInputGain,
  addRandomInputGradients,
  randomInputMomentsInto,
} from '../../../src/math/kernels/randomInput.ts';
import { addRandomInputWeightGradients } from '../../../src/math/kernels/randomInputWeights.ts';
import { WIDEST_ROW } from '../../../src/math/kernels/sparseRow.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';

const sizes: readonly (readonly [B: number, I: number, O: number])[] = [
  [0, 3, 2],
  [1, 1, 1],
  [2, 0, 2],
  [3, 5, 0],
  [4, 7, 2],
  [3, 5, 3],
  [2, 6, 5],
  [1, WIDEST_ROW + 3, 3],
  [WIDEST_ROW + 3, 2, 3],
];

for (const [B, I, O] of sizes) {
  const what = `${B} rows, ${I} inputs, ${O} outputs`;
  const random = (name: string, n: number): Float64Array => normal(n, stream(1, `${what} ${name}`));
  const [a, c, e] = ['a', 'c', 'e'].map((name) => random(name, B * I));
  const [mu, sigma2] = ['mu', 'sigma2'].map((name) => random(name, I * O));
  const [muBias, sigma2Bias] = ['mu bias', 'sigma2 bias'].map((name) => random(name, O));
  const [g, h] = ['g', 'h'].map((name) => random(name, B * O));
  const inputs = [a, c, e, mu, sigma2, muBias, sigma2Bias, g, h];
  const kept = inputs.map((x) => x.slice());
  const untouched = (): void => inputs.forEach((x, n) => assertSameBits(x, kept[n], `input ${n}`));

  test(`${what}: the moments agree with their sums`, () => {
    const mean = new Float64Array(B * O).fill(9);
    const variance = new Float64Array(B * O).fill(9);
    randomInputMomentsInto(mean, variance, a, c, e, mu, sigma2, muBias, sigma2Bias, I, O);
    const f = Float64Array.from(mean, (_, out) => muBias[out % O]);
    const v = Float64Array.from(mean, (_, out) => sigma2Bias[out % O]);
    for (let out = 0; out < B * O; out++) {
      for (let i = 0; i < I; i++) {
        const at = Math.floor(out / O) * I + i;
        const weight = i * O + (out % O);
        f[out] += a[at] * mu[weight];
        v[out] += e[at] * sigma2[weight] + c[at] * mu[weight] * mu[weight];
      }
    }
    assertClose(mean, f, 'mean', 1e-12, 1e-12);
    assertClose(variance, v, 'variance', 1e-12, 1e-11);
    untouched();
  });

  test(`${what}: the gradients are added and agree with their sums`, () => {
    const ones = (x: Float64Array): Float64Array => new Float64Array(x.length).fill(1);
    const actual = [a, c, e, mu, sigma2, muBias, sigma2Bias].map(ones);
    const [da, dc, de, dMu, dSigma2, dMuBias, dSigma2Bias] = actual;
    addRandomInputGradients(da, dc, de, g, h, mu, sigma2, I, O);
    addRandomInputWeightGradients(
      ...([dMu, dSigma2, dMuBias, dSigma2Bias, a, c, e, g, h, mu, I, O] as const),
    );
    const expected = actual.map(ones);
    const [ea, ec, ee, eMu, eSigma2, eMuBias, eSigma2Bias] = expected;
    for (let out = 0; out < B * O; out++) {
      eMuBias[out % O] += g[out];
      eSigma2Bias[out % O] += h[out];
      for (let i = 0; i < I; i++) {
        const at = Math.floor(out / O) * I + i;
        const weight = i * O + (out % O);
        ea[at] += g[out] * mu[weight];
        ec[at] += h[out] * mu[weight] * mu[weight];
        ee[at] += h[out] * sigma2[weight];
        eMu[weight] += a[at] * g[out] + 2 * c[at] * mu[weight] * h[out];
        eSigma2[weight] += e[at] * h[out];
      }
    }
    actual.forEach((x, n) => assertClose(x, expected[n], `gradient ${n}`, 1e-12, 1e-11));
    untouched();
  });

  test(`${what}: the gains are added and agree with their sums`, () => {
    const squares = sigma2.map((s) => s * s);
    const biasSquares = sigma2Bias.map((s) => s * s);
    const gains = new Float64Array(B).fill(1);
    addRandomInputGain(gains, a, c, e, g, h, mu, squares, biasSquares, I, O);
    const expectedGains = new Float64Array(B).fill(1);
    for (let out = 0; out < B * O; out++) {
      const b = Math.floor(out / O);
      const biasS2 = biasSquares[out % O];
      expectedGains[b] += biasS2 * (g[out] ** 2 + 2 * biasS2 * h[out] ** 2);
      for (let i = 0; i < I; i++) {
        const weight = i * O + (out % O);
        const gMu = a[b * I + i] * g[out] + 2 * c[b * I + i] * mu[weight] * h[out];
        const gSigmaSquared = 4 * e[b * I + i] ** 2 * squares[weight] * h[out] ** 2;
        expectedGains[b] += squares[weight] * (gMu ** 2 + 0.5 * gSigmaSquared);
      }
    }
    assertClose(gains, expectedGains, 'gains', 1e-12);
    untouched();
  });
}

test.run();
