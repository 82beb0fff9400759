import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  gaussianKl,
  referenceSumGaussianKl,
  sumGaussianKl,
} from '../../../src/math/kernels/gaussianKl.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose } from '../../support/close.ts';

/** Two beliefs about n weights: sigma varies by powers of ten, and so does what they are apart. */
function beliefs(n: number, apart: number, power: number) {
  const rng = stream(n, `${apart} ${power}`);
  const [mu1, a, b, c] = Array.from({ length: 4 }, () => normal(n, rng));
  const sigma1 = a.map((x) => 10 ** (power * x));
  const mu2 = mu1.map((m, i) => m + apart * b[i] * sigma1[i]);
  const sigma2 = sigma1.map((s, i) => s * 10 ** (apart * c[i]));
  return [mu1, sigma1, mu2, sigma2] as const;
}

for (const n of [8, 9, 500]) {
  test(`${n} weights of extreme sigmas, very far apart: the sum agrees with the definition`, () => {
    const all = beliefs(n, 40, 30);
    assertClose([sumGaussianKl(...all)], [referenceSumGaussianKl(...all)], 'sum', 1e-13, 0);
  });
}

test('each weight alone agrees with the definition, across the change of method', () => {
  const one = (x: number): Float64Array => Float64Array.of(x);
  for (let k = -400; k <= 400; k++) {
    const ratio = 1 + k / 800; // the series ends at 1 ± 1/8
    const sum = sumGaussianKl(one(0.3), one(ratio), one(0.3), one(1));
    assertClose([sum], [gaussianKl(0.3, ratio, 0.3, 1)], `ratio ${ratio}`, 1e-13, 0);
  }
});

/** The definition, its terms added up without loss (Neumaier 1974). */
function exactSum(u: Float64Array, sigma: number): number {
  let [sum, lost] = [0, 0];
  for (const x of u) {
    const term = gaussianKl(0, sigma * (1 + x), 0, sigma);
    const next = sum + term;
    lost += Math.abs(sum) >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

for (const P of [8, 800, 8000]) {
  for (const [name, uOf] of [
    ['all a little wider', () => 0.045],
    ['all a little narrower', () => -0.05],
    ['one of eight wider', (i: number) => (i % 8 === 3 ? 0.1252 : 0)],
  ] as const) {
    test(`${P} weights of one sigma, ${name}: roundings of one sign stay below 1e-12`, () => {
      const sigma = 0.1;
      const u = Float64Array.from({ length: P }, (_, i) => uOf(i));
      const zero = new Float64Array(P);
      const [after, before] = [u.map((x) => sigma * (1 + x)), zero.map(() => sigma)];
      assertClose([sumGaussianKl(zero, after, zero, before)], [exactSum(u, sigma)], 'KL', 1e-12, 0);
    });
  }
}

test('equal beliefs are exactly 0 apart, subnormal sigmas included', () => {
  for (const sigma of [5e-324, 1e-310, 1e-200, 1, 1e200]) {
    const all = new Float64Array(9).fill(sigma);
    assert.is(sumGaussianKl(all, all, all, all), 0);
  }
});

test('ratios whose product overflows or vanishes are taken in several parts', () => {
  for (const ratio of [1e-160, 1e-90, 1e90, 1e140]) {
    const [zeros, ones] = [new Float64Array(20), new Float64Array(20).fill(1)];
    const wide = ones.map(() => ratio);
    assertClose(
      [sumGaussianKl(zeros, wide, zeros, ones)],
      [referenceSumGaussianKl(zeros, wide, zeros, ones)],
      `ratio ${ratio}`,
      1e-14,
    );
  }
});

test('sigmas whose product overflows, vanishes or is subnormal', () => {
  const pairs = [
    [1e160, 1e170],
    [1e200, 1e-200],
    [1e-160, 1e-170],
    [1e-154, 1.7e-154],
    [1e-308, 0.5],
    [1.1e154, 1.2e154],
    [1e300, 3e-320],
  ];
  for (const [s, t] of pairs) {
    const sigma2 = Float64Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? s : t));
    for (const stretch of [1 + 1e-9, 1.3, 1e-9, 1e12]) {
      const sigma1 = sigma2.map((sigma) => sigma * stretch);
      const mu1 = sigma2.map((sigma, i) => 0.1 * i * sigma);
      const all = [mu1, sigma1, mu1.map((m) => -m), sigma2] as const;
      const what = `${s}, ${t}, ${stretch}`;
      assertClose([sumGaussianKl(...all)], [referenceSumGaussianKl(...all)], what, 1e-13, 0);
    }
  }
});

test('NaN is not hidden, neither in a block nor in what is left over', () => {
  for (let place = 0; place < 4; place++) {
    for (const i of [5, 8]) {
      const all = [1, 2, 3, 4].map((x) => new Float64Array(9).fill(x));
      all[place][i] = NaN;
      const [mu1, sigma1, mu2, sigma2] = all;
      assert.ok(Number.isNaN(sumGaussianKl(mu1, sigma1, mu2, sigma2)));
    }
  }
});

test.run();
