import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addRectifiedGaussianGradients,
  rectifiedGaussianInto,
} from '../../../src/math/kernels/rectifiedGaussian.ts';
import { goldenRows } from '../numerics/reference.ts';
import { assertClose } from '../../support/close.ts';

const arrays = (count: number, n: number): Float64Array[] =>
  Array.from({ length: count }, () => new Float64Array(n));

/** What the kernel makes of means and variances, and the derivatives of each moment by m and by v. */
function results(m: readonly number[], v: readonly number[]) {
  const [mean, second, variance, active, inactive, slope] = arrays(6, m.length);
  const [ms, vs] = [m, v].map((values) => Float64Array.from(values));
  rectifiedGaussianInto(mean, second, variance, active, inactive, slope, ms, vs);
  const derivatives = (moment: number): Float64Array[] => {
    const [dm, dv, ...weights] = arrays(5, m.length);
    weights[moment].fill(1);
    const [dMean, dSecond, dVar] = weights;
    addRectifiedGaussianGradients(dm, dv, dMean, dSecond, dVar, mean, active, inactive, slope);
    return [dm, dv];
  };
  return { mean, second, variance, active, inactive, slope, derivatives };
}

/** Below, doubles have fewer digits, or their factors had. */
const SMALLEST = 1e-290;

test('moments and derivatives have 12 digits in tails, with tiny and with huge variances', () => {
  const rows = goldenRows('rectifiedGaussian');
  assert.ok(rows.length > 300);
  const found = results(
    rows.map(([m]) => m),
    rows.map(([, v]) => v),
  );
  const { mean, second, variance, active, inactive, slope, derivatives } = found;
  const computed = { mean, second, variance, active, inactive, slope };
  const [varianceByM, varianceByV] = derivatives(2);
  const named = Object.entries({ ...computed, varianceByM, varianceByV });
  named.forEach(([name, values], column) => {
    rows.forEach((row, i) => {
      const exact = row[2 + column];
      const what = `${name} of m = ${row[0]}, v = ${row[1]}`;
      assertClose([values[i]], [exact], what, 1e-12, exact < SMALLEST ? SMALLEST : 0);
    });
  });
  // The other four derivatives are numbers that were just compared.
  const [meanByM, meanByV] = derivatives(0);
  const [secondByM, secondByV] = derivatives(1);
  assert.equal(meanByM, active);
  assert.equal(meanByV, slope);
  assert.equal(
    secondByM,
    mean.map((x) => 2 * x),
  );
  assert.equal(secondByV, active);
});

test('nothing jumps where the two forms meet, nor at the end of the table', () => {
  for (const u of [0, -40, 40]) {
    const near = [u - 1e-14, u, u + 1e-14];
    const { mean, second, variance, active, inactive, slope } = results(near, [1, 1, 1]);
    for (const values of [mean, second, variance, active, inactive, slope]) {
      assertClose(values, [values[1], values[1], values[1]], `at ${u}`, 1e-12, 1e-13);
    }
  }
});

test('without noise a unit is a ReLU', () => {
  const { mean, second, variance, active, inactive, slope, derivatives } = results(
    [-2, -1e-200, 0, 1e-200, 3],
    [0, 0, 0, 0, 0],
  );
  assert.equal([...mean], [0, 0, 0, 1e-200, 3]);
  assert.equal([...second], [0, 0, 0, 0, 9]);
  assert.equal([...variance], [0, 0, 0, 0, 0]);
  assertClose(active, [0, 0, 0.5, 1, 1], 'active', 1e-15);
  assertClose(inactive, [1, 1, 0.5, 0, 0], 'inactive', 1e-15);
  assert.equal([...slope], [0, 0, 0, 0, 0]);
  for (const moment of [0, 1, 2]) {
    for (const values of derivatives(moment)) assert.ok(values.every(Number.isFinite));
  }
});

test('a unit far off is 0 in everything, one far on passes its moments', () => {
  const { mean, second, variance, active, inactive, slope } = results([-100, 100], [1, 1]);
  assert.equal([...mean, ...active, ...inactive, ...slope], [0, 100, 0, 1, 1, 0, 0, 0]);
  assert.equal([...second, ...variance], [0, 10001, 0, 1]);
});

test('NaN is handed on, so that a broken network is noticed', () => {
  for (const [m, v] of [
    [NaN, 1],
    [1, NaN],
  ]) {
    const { mean, second, variance } = results([m], [v]);
    assert.ok([mean, second, variance].every(([value]) => Number.isNaN(value)));
  }
});

test('gradients are added', () => {
  const [mean, active, inactive, slope] = [0.7, 0.6, 0.4, 0.2].map((x) => Float64Array.of(x));
  const [dm, dv] = [Float64Array.of(10), Float64Array.of(20)];
  const [a, e, c] = [1, 2, 3].map((x) => Float64Array.of(x));
  addRectifiedGaussianGradients(dm, dv, a, e, c, mean, active, inactive, slope);
  assertClose(dm, [10 + 0.6 + 2 * 1.4 + 3 * 1.4 * 0.4], 'by m', 1e-15);
  assertClose(dv, [20 + 0.2 + 2 * 0.6 + 3 * (0.6 - 1.4 * 0.2)], 'by v', 1e-15);
});

test.run();
