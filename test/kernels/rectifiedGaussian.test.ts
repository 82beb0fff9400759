import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addRectifiedGaussianGradients,
  rectifiedGaussianInto,
} from '../../src/kernels/rectifiedGaussian.ts';
import { normalCdf, normalPdf } from '../../src/numerics/erf.ts';
import { normal } from '../../src/random/normal.ts';
import { stream } from '../../src/random/rng.ts';
import { assertClose } from '../support/close.ts';

/** The formulas of the file's head, for one unit. */
function definition(m: number, v: number) {
  const s = Math.sqrt(v);
  const [cdf, pdf] = [normalCdf(m / s), normalPdf(m / s)];
  const mean = m * cdf + s * pdf;
  const second = m * mean + v * cdf;
  return { mean, second, variance: second - mean * mean, active: cdf, slope: pdf / (2 * s) };
}

const arrays = (count: number, n: number): Float64Array[] =>
  Array.from({ length: count }, () => new Float64Array(n));

for (const n of [0, 1, 2, 33, 500]) {
  test(`the moments of ${n} rectified Gaussians agree with the definition`, () => {
    const m = normal(n, stream(n, 'm')).map((x) => 3 * x);
    const v = normal(n, stream(n, 'v')).map((x) => 0.01 + x * x);
    const [mean, second, variance, active, slope] = arrays(5, n);
    rectifiedGaussianInto(mean, second, variance, active, slope, m, v);
    m.forEach((_, i) => {
      const expected = definition(m[i], v[i]);
      // What is left of a unit that is off is a difference of two terms of size s φ: relative to them.
      const size = expected.slope * 2 * v[i] + Math.max(m[i], 0);
      const scale = size * (1 + Math.abs(m[i]) + Math.sqrt(v[i]));
      // m / s as one rounding or two changes the tail by z² roundings.
      const near = 1e-15 * (3 + (m[i] * m[i]) / v[i]);
      assertClose([active[i]], [expected.active], 'active', near, 0);
      assertClose([slope[i]], [expected.slope], 'slope', near, 0);
      assertClose([mean[i]], [expected.mean], 'mean', 0, near * size);
      assertClose([second[i]], [expected.second], 'second moment', 0, near * scale);
      assertClose([variance[i]], [expected.variance], 'variance', 0, near * scale * (1 + size));
    });
  });
}

test('a unit far off is 0 in everything, one far on passes its moments', () => {
  const [mean, second, variance, active, slope] = arrays(5, 2);
  const m = Float64Array.of(-100, 100);
  rectifiedGaussianInto(mean, second, variance, active, slope, m, Float64Array.of(1, 1));
  assert.equal([...mean, ...active, ...slope], [0, 100, 0, 1, 0, 0]);
  assert.equal([...second, ...variance], [0, 10001, 0, 1]);
});

test('NaN is handed on, so that a broken network is noticed', () => {
  const out = arrays(5, 1);
  const [mean, second, variance, active, slope] = out;
  rectifiedGaussianInto(
    mean,
    second,
    variance,
    active,
    slope,
    out[0].fill(NaN),
    Float64Array.of(1),
  );
  assert.ok(out.every(([value]) => Number.isNaN(value)));
});

test('gradients are added, each moment with its slope', () => {
  const [mean, active, slope] = [0.7, 0.6, 0.2].map((x) => Float64Array.of(x));
  const grads = (dMean: number, dSecond: number, dVar: number): number[] => {
    const [dm, dv] = [Float64Array.of(10), Float64Array.of(20)];
    const [a, e, c] = [dMean, dSecond, dVar].map((x) => Float64Array.of(x));
    addRectifiedGaussianGradients(dm, dv, a, e, c, mean, active, slope);
    return [dm[0] - 10, dv[0] - 20];
  };
  assertClose(grads(1, 0, 0), [0.6, 0.2], 'E[h]', 1e-13);
  assertClose(grads(0, 1, 0), [1.4, 0.6], 'E[h²]', 1e-13);
  assertClose(grads(0, 0, 1), [1.4 - 1.4 * 0.6, 0.6 - 1.4 * 0.2], 'Var[h]', 1e-13);
});

test.run();
