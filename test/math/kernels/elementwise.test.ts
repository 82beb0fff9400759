import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as kernel from '../../../src/math/kernels/elementwise.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { cdfBySeries } from '../../support/statistics.ts';

type Kernel = (out: Float64Array, ...inputs: Float64Array[]) => void;
type Formula = (out: number, x: number, y: number, z: number) => number;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
const clip = (x: number, bound: number): number => Math.min(Math.max(x, -bound), bound);

/**
 * Each kernel beside what it does to one element: the new out, given the old one and the inputs. The formulas
 * are written with `Math`, independently of the kernels, hence the tolerance of a few units in the last place.
 */
const kernels: Record<string, { run: Kernel; inputs: number; formula: Formula; positive?: true }> =
  {
    addInto: { run: kernel.addInto, inputs: 2, formula: (_, x, y) => x + y },
    subInto: { run: kernel.subInto, inputs: 2, formula: (_, x, y) => x - y },
    mulInto: { run: kernel.mulInto, inputs: 2, formula: (_, x, y) => x * y },
    divInto: { run: kernel.divInto, inputs: 2, formula: (_, x, y) => x / y },
    addTo: { run: kernel.addTo, inputs: 1, formula: (out, x) => out + x },
    addScaled: {
      run: (out, x) => kernel.addScaled(out, x, -0.3),
      inputs: 1,
      formula: (out, x) => out - 0.3 * x,
    },
    addProduct: { run: kernel.addProduct, inputs: 2, formula: (out, x, y) => out + x * y },
    addQuotient: { run: kernel.addQuotient, inputs: 2, formula: (out, x, y) => out + x / y },
    addDivisorGradient: {
      run: kernel.addDivisorGradient,
      inputs: 3,
      formula: (db, dy, y, b) => db - (dy * y) / b,
    },
    mixInto: {
      run: (out, x) => kernel.mixInto(out, x, 0.2),
      inputs: 1,
      formula: (out, x) => 0.8 * out + 0.2 * x,
    },
    scaleInto: {
      run: (out, x) => kernel.scaleInto(out, x, -1.7),
      inputs: 1,
      formula: (_, x) => -1.7 * x,
    },
    expInto: { run: kernel.expInto, inputs: 1, formula: (_, x) => Math.exp(x) },
    logInto: { run: kernel.logInto, inputs: 1, formula: (_, x) => Math.log(x), positive: true },
    sqrtInto: { run: kernel.sqrtInto, inputs: 1, formula: (_, x) => Math.sqrt(x), positive: true },
    addSqrtGradient: {
      run: kernel.addSqrtGradient,
      inputs: 2,
      formula: (dx, dy, y) => dx + dy / 2 / y,
    },
    addSquareGradient: {
      run: kernel.addSquareGradient,
      inputs: 2,
      formula: (dx, dy, x) => dx + 2 * x * dy,
    },
    absInto: { run: kernel.absInto, inputs: 1, formula: (_, x) => Math.abs(x) },
    addAbsGradient: {
      run: kernel.addAbsGradient,
      inputs: 2,
      formula: (dx, dy, x) => dx + Math.sign(x) * dy,
    },
    tanhInto: { run: kernel.tanhInto, inputs: 1, formula: (_, x) => Math.tanh(x) },
    addTanhGradient: {
      run: kernel.addTanhGradient,
      inputs: 2,
      formula: (dx, dy, y) => dx + dy * (1 - y * y),
    },
    sigmoidInto: { run: kernel.sigmoidInto, inputs: 1, formula: (_, x) => sigmoid(x) },
    addSigmoidGradient: {
      run: kernel.addSigmoidGradient,
      inputs: 2,
      formula: (dx, dy, x) => dx + dy * sigmoid(x) * (1 - sigmoid(x)),
    },
    softplusInto: {
      run: kernel.softplusInto,
      inputs: 1,
      formula: (_, x) => Math.log1p(Math.exp(x)),
    },
    addSoftplusGradient: {
      run: kernel.addSoftplusGradient,
      inputs: 2,
      formula: (dx, dy, x) => dx + dy * sigmoid(x),
    },
    normalPdfInto: { run: kernel.normalPdfInto, inputs: 1, formula: (_, x) => density(x) },
    addNormalPdfGradient: {
      run: kernel.addNormalPdfGradient,
      inputs: 3,
      formula: (dx, dy, x, y) => dx - dy * x * y,
    },
    normalCdfInto: { run: kernel.normalCdfInto, inputs: 1, formula: (_, x) => cdfBySeries(x) },
    addNormalCdfGradient: {
      run: kernel.addNormalCdfGradient,
      inputs: 2,
      formula: (dx, dy, x) => dx + dy * density(x),
    },
    powInto: {
      run: (out, x) => kernel.powInto(out, x, 2.5),
      inputs: 1,
      formula: (_, x) => x ** 2.5,
      positive: true,
    },
    addPowGradient: {
      run: (dx, dy, x) => kernel.addPowGradient(dx, dy, x, 2.5),
      inputs: 2,
      formula: (dx, dy, x) => dx + dy * 2.5 * x ** 1.5,
      positive: true,
    },
    clampInto: {
      run: (out, x) => kernel.clampInto(out, x, -0.5, 0.7),
      inputs: 1,
      formula: (_, x) => Math.min(Math.max(x, -0.5), 0.7),
    },
    addClampGradient: {
      run: (dx, dy, x) => kernel.addClampGradient(dx, dy, x, -0.5, 0.7),
      inputs: 2,
      formula: (dx, dy, x) => (x >= -0.5 && x <= 0.7 ? dx + dy : dx),
    },
    huberInto: {
      run: (out, e) => kernel.huberInto(out, e, 0.6),
      inputs: 1,
      formula: (_, e) => (Math.abs(e) < 0.6 ? (e * e) / 2 : 0.6 * (Math.abs(e) - 0.3)),
    },
    addHuberGradient: {
      run: (de, dy, e) => kernel.addHuberGradient(de, dy, e, 0.6),
      inputs: 2,
      formula: (de, dy, e) => de + dy * clip(e, 0.6),
    },
  };

test('every kernel of the module is in the table', () => {
  assert.equal(Object.keys(kernel).sort(), Object.keys(kernels).sort());
});

for (const [name, { run, inputs, formula, positive }] of Object.entries(kernels)) {
  test(`${name} does its scalar formula to every element and leaves the inputs untouched`, () => {
    const rng = stream(1, name);
    for (const size of [0, 1, 2, 7, 64, 101]) {
      const before = normal(size, rng);
      const xs = Array.from({ length: inputs }, () =>
        normal(size, rng).map((x) => (positive ? Math.abs(x) : x)),
      );
      const kept = xs.map((x) => x.slice());
      const out = before.slice();
      run(out, ...xs);
      const expected = before.map((old, i) => formula(old, xs[0][i], xs[1]?.[i], xs[2]?.[i]));
      assertClose(out, expected, `size ${size}`, 1e-13, 1e-13);
      xs.forEach((x, n) => assertSameBits(x, kept[n], `size ${size}: input ${n}`));
    }
  });
}

/** The value and gradient kernels of a function with kinks, on chosen x, with dy = 10. */
const kinks: Record<
  string,
  { value: Kernel; gradient: Kernel; table: [number, number, number][] }
> = {
  abs: {
    value: kernel.absInto,
    gradient: kernel.addAbsGradient,
    table: [
      [0, 0, 0],
      [-0, 0, 0],
      [-Infinity, Infinity, -10],
      [NaN, NaN, 0],
    ],
  },
  'clamp to [-1, 2]': {
    value: (out, x) => kernel.clampInto(out, x, -1, 2),
    gradient: (dx, dy, x) => kernel.addClampGradient(dx, dy, x, -1, 2),
    table: [
      [-1, -1, 10],
      [2, 2, 10],
      [-1.5, -1, 0],
      [Infinity, 2, 0],
      [NaN, NaN, 10],
    ],
  },
  'clamp without bounds': {
    value: (out, x) => kernel.clampInto(out, x, -Infinity, Infinity),
    gradient: (dx, dy, x) => kernel.addClampGradient(dx, dy, x, -Infinity, Infinity),
    table: [
      [-1e300, -1e300, 10],
      [Infinity, Infinity, 10],
    ],
  },
  'huber with delta 2': {
    value: (out, e) => kernel.huberInto(out, e, 2),
    gradient: (de, dy, e) => kernel.addHuberGradient(de, dy, e, 2),
    table: [
      [2, 2, 20],
      [-2, 2, -20],
      [0, 0, 0],
      [1e300, 2e300, 20],
      [NaN, NaN, NaN],
    ],
  },
};

for (const [name, { value, gradient, table }] of Object.entries(kinks)) {
  for (const [x, y, slope] of table) {
    test(`${name}: at ${Object.is(x, -0) ? '-0' : x} the value is ${y} and 10 flows back as ${slope}`, () => {
      const input = Float64Array.of(x);
      const out = Float64Array.of(99);
      value(out, input);
      assertSameBits(out, Float64Array.of(y), 'value');
      const grad = Float64Array.of(0);
      gradient(grad, Float64Array.of(10), input);
      assertSameBits(grad, Float64Array.of(slope), 'gradient');
    });
  }
}

test('saturated functions have finite values and gradients', () => {
  const x = Float64Array.of(-1e4, -800, 800, 1e4);
  const dy = new Float64Array(4).fill(1);
  const out = new Float64Array(4);
  kernel.sigmoidInto(out, x);
  assertClose(out, [0, 0, 1, 1], 'sigmoid');
  kernel.softplusInto(out, x);
  assertClose(out, [0, 0, 800, 1e4], 'softplus');
  kernel.tanhInto(out, x);
  assertSameBits(out, Float64Array.of(-1, -1, 1, 1), 'tanh');

  const tanhGradient = new Float64Array(4);
  kernel.addTanhGradient(tanhGradient, dy, out);
  assertSameBits(tanhGradient, new Float64Array(4), 'tanh gradient');
  const sigmoidGradient = new Float64Array(4);
  kernel.addSigmoidGradient(sigmoidGradient, dy, x);
  assertClose(sigmoidGradient, [0, 0, 0, 0], 'sigmoid gradient');
  const softplusGradient = new Float64Array(4);
  kernel.addSoftplusGradient(softplusGradient, dy, x);
  assertClose(softplusGradient, [0, 0, 1, 1], 'softplus gradient');
});

test('x⁰ has gradient 0 even at x = 0, and x¹ has gradient 1 there', () => {
  const dx = Float64Array.of(0, 0);
  kernel.addPowGradient(dx, Float64Array.of(3, 3), Float64Array.of(0, 2), 0);
  assertSameBits(dx, Float64Array.of(0, 0), 'x⁰');
  kernel.addPowGradient(dx, Float64Array.of(3, 3), Float64Array.of(0, 2), 1);
  assertSameBits(dx, Float64Array.of(3, 3), 'x¹');
});

test('scaleInto may write into its own input', () => {
  const x = Float64Array.of(1, -2, 3);
  kernel.scaleInto(x, x, 2);
  assertSameBits(x, Float64Array.of(2, -4, 6), 'x');
});

test.run();
