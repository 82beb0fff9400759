import { test } from 'uvu';
import { mul } from '../../src/autodiff/arithmetic.ts';
import { backward } from '../../src/autodiff/backward.ts';
import * as elementwise from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { parameter, type Variable } from '../../src/autodiff/variable.ts';
import { fromArray, zeros } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients } from '../support/gradcheck.ts';
import { cdfBySeries } from '../support/statistics.ts';
import { goldenRows } from '../math/numerics/reference.ts';
import * as assert from 'uvu/assert';

type Op = (x: Variable) => Variable;

// On both sides of 0 and of the bounds ±0.8 and [−1, 0.5] used below, but on none of these kinks.
const values = [-1.9, -1.3, -0.9, -0.6, -0.2, 0.1, 0.3, 0.7, 1.1, 1.8];
const positives = values.map((x) => Math.abs(x));

const { scale, pow, clamp, huber } = elementwise;

/** Each operation, and beside it the function it should be. */
const ops: Record<string, { op: Op; formula: (x: number) => number; positive?: true }> = {
  neg: { op: elementwise.neg, formula: (x) => -x },
  'scale by -1.7': { op: (x) => scale(x, -1.7), formula: (x) => -1.7 * x },
  exp: { op: elementwise.exp, formula: Math.exp },
  log: { op: elementwise.log, formula: Math.log, positive: true },
  sqrt: { op: elementwise.sqrt, formula: Math.sqrt, positive: true },
  square: { op: elementwise.square, formula: (x) => x * x },
  abs: { op: elementwise.abs, formula: Math.abs },
  relu: { op: elementwise.relu, formula: (x) => Math.max(x, 0) },
  tanh: { op: elementwise.tanh, formula: Math.tanh },
  sigmoid: { op: elementwise.sigmoid, formula: (x) => 1 / (1 + Math.exp(-x)) },
  softplus: { op: elementwise.softplus, formula: (x) => Math.log1p(Math.exp(x)) },
  normalPdf: {
    op: elementwise.normalPdf,
    formula: (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
  },
  normalCdf: { op: elementwise.normalCdf, formula: cdfBySeries },
  'pow 3': { op: (x) => pow(x, 3), formula: (x) => x * x * x },
  'pow -2': { op: (x) => pow(x, -2), formula: (x) => 1 / (x * x) },
  'pow 1.5': { op: (x) => pow(x, 1.5), formula: (x) => x * Math.sqrt(x), positive: true },
  'pow 0': { op: (x) => pow(x, 0), formula: () => 1 },
  'clamp to [-1, 0.5]': {
    op: (x) => clamp(x, -1, 0.5),
    formula: (x) => Math.min(Math.max(x, -1), 0.5),
  },
  'clamp from below only': {
    op: (x) => clamp(x, -1, Infinity),
    formula: (x) => Math.max(x, -1),
  },
  'huber with delta 0.8': {
    op: (x) => huber(x, 0.8),
    formula: (e) => (Math.abs(e) < 0.8 ? (e * e) / 2 : 0.8 * (Math.abs(e) - 0.4)),
  },
};

test('every operation of the module is in the table', () => {
  const named = Object.keys(ops).map((name) => name.split(' ')[0]);
  assert.equal([...new Set(named)].sort(), Object.keys(elementwise).sort());
});

for (const [name, { op, formula, positive }] of Object.entries(ops)) {
  const input = { shape: [2, 5], values: positive ? positives : values };

  test(`${name} keeps the shape and has the values of its formula`, () => {
    const y = op(parameter(fromArray(input.values, input.shape)));
    assert.equal(y.value.shape, input.shape);
    assertClose(y.value.data, input.values.map(formula), 'values', 1e-14, 1e-15);
  });

  test(`${name} works on a scalar and on an empty tensor`, () => {
    assertClose(op(parameter(fromArray([0.3], []))).value.data, [formula(0.3)], 'scalar');
    const empty = parameter(zeros([0, 3]));
    const y = op(empty);
    backward(sum(y));
    assert.equal(y.value.shape, [0, 3]);
    assert.is(empty.grad!.data.length, 0);
  });

  test(`the gradient of ${name} agrees with central differences`, () => {
    checkGradients(op, [input]);
  });

  test(`the gradient of ${name} adds to that of another use of its variable`, () => {
    checkGradients((x) => mul(op(x), x), [input]);
    checkGradients((x) => mul(op(x), op(x)), [input]);
  });
}

/** At its kinks a function takes the subgradient that PyTorch takes. */
for (const [name, op, x, slope] of [
  ['relu', elementwise.relu, 0, 0],
  ['abs', elementwise.abs, 0, 0],
  ['clamp at its lower bound', (x) => clamp(x, -1, 2), -1, 1],
  ['clamp at its upper bound', (x) => clamp(x, -1, 2), 2, 1],
  ['huber at delta', (x) => huber(x, 2), 2, 2],
  ['huber at -delta', (x) => huber(x, 2), -2, -2],
  ['pow 0 at 0', (x) => pow(x, 0), 0, 0],
] as [string, Op, number, number][]) {
  test(`the slope of ${name} is ${slope}`, () => {
    const leaf = parameter(fromArray([x]));
    backward(sum(op(leaf)));
    assertSameBits(leaf.grad!.data, Float64Array.of(slope), 'gradient');
  });
}

// Golden values of 60 digits, rounded once; the test of numerics/ looks at the last bit.
test('normalCdf has the golden values, and the golden density for its gradient', () => {
  for (const [name, op] of Object.entries({
    normalCdf: elementwise.normalCdf,
    normalPdf: elementwise.normalPdf,
  })) {
    const rows = goldenRows(name).filter((row) => row.every(Number.isFinite));
    assert.ok(rows.length > 200, name);
    const y = op(parameter(fromArray(rows.map(([x]) => x))));
    const expected = rows.map((row) => row[1]);
    assertClose(y.value.data, expected, name, 1e-15, Number.MIN_VALUE);
  }
  const densities = goldenRows('normalPdf').filter((row) => row.every(Number.isFinite));
  const leaf = parameter(fromArray(densities.map(([x]) => x)));
  backward(sum(elementwise.normalCdf(leaf)));
  const density = densities.map((row) => row[1]);
  assertClose(leaf.grad!.data, density, 'gradient of normalCdf', 1e-15, Number.MIN_VALUE);
  const other = parameter(fromArray(densities.map(([x]) => x)));
  backward(sum(elementwise.normalPdf(other)));
  const slopes = densities.map(([x, pdf]) => -x * pdf);
  assertClose(other.grad!.data, slopes, 'gradient of normalPdf', 1e-14, Number.MIN_VALUE);
});

test('normalPdf and normalCdf are flat at infinity and let NaN through', () => {
  for (const op of [elementwise.normalPdf, elementwise.normalCdf]) {
    const leaf = parameter(fromArray([-Infinity, Infinity, NaN]));
    const y = op(leaf);
    backward(sum(y));
    const atInfinity = op === elementwise.normalCdf ? 1 : 0;
    assertSameBits(y.value.data, Float64Array.of(0, atInfinity, NaN), 'value');
    assertSameBits(leaf.grad!.data, Float64Array.of(0, 0, NaN), 'gradient');
  }
});

test('relu lets NaN through, forward and backward', () => {
  const leaf = parameter(fromArray([NaN, -1]));
  const y = elementwise.relu(leaf);
  assertSameBits(y.value.data, Float64Array.of(NaN, 0), 'value');
  backward(sum(mul(y, parameter(fromArray([NaN, 1])))));
  assertSameBits(leaf.grad!.data, Float64Array.of(NaN, 0), 'gradient');
});

test.run();
