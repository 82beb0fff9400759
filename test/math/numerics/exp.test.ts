import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exp, expOfSum, expm1 } from '../../../src/math/numerics/exp.ts';
import { log, log1p } from '../../../src/math/numerics/log.ts';
import { agreesWithGolden, distance, hasSpecialValues, neverFalls, uniform } from './reference.ts';

// Stated errors are 0.76 and 0.8 ulp, so a result is the nearest double or its neighbour.
test('exp is within one double of the exact value, subnormal results included', () => {
  agreesWithGolden('exp', exp, 1, 0);
});

test('expm1 is within one double of the exact value', () => {
  agreesWithGolden('expm1', expm1, 1, 0);
});

test('exp and expm1 are within two doubles of the built-in functions', () => {
  for (const x of [...uniform(-10, 10, 5000), ...uniform(-700, 700, 2000)]) {
    assert.ok(distance(exp(x), Math.exp(x)) <= 2, `exp(${x})`);
    assert.ok(distance(expm1(x), Math.expm1(x)) <= 2, `expm1(${x})`);
  }
});

test('exp has the special values of IEEE 754', () => {
  hasSpecialValues(exp, [
    [0, 1],
    [-0, 1],
    [1, Math.E],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
    [709.79, Infinity],
    [1e300, Infinity],
    [-745.14, 0],
    [-1e300, 0],
    [-745.13, 5e-324],
  ]);
});

test('expm1 has the special values of IEEE 754 and keeps the sign of zero', () => {
  hasSpecialValues(expm1, [
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [Infinity, Infinity],
    [-Infinity, -1],
    [-50, -1],
    [710, Infinity],
    [NaN, NaN],
  ]);
});

test('exp of a sum takes the low part into account', () => {
  for (const x of uniform(-700, 700, 500)) {
    const low = x * 1e-17;
    const expected = exp(x) * (1 + low);
    assert.ok(distance(expOfSum(x, low), expected) <= 2, `expOfSum(${x}, ${low})`);
    assert.is(expOfSum(x, 0), exp(x));
  }
});

test('the logarithm undoes the exponential', () => {
  for (const x of uniform(-700, 700, 2000)) {
    assert.ok(Math.abs(log(exp(x)) - x) <= 2.3e-16 + 2.3e-16 * Math.abs(x), `x = ${x}`);
  }
  for (const x of uniform(-1, 1, 2000)) {
    assert.ok(Math.abs(log1p(expm1(x)) - x) <= 8e-16 * Math.abs(x), `x = ${x}`);
  }
});

test('exp and expm1 never fall', () => {
  neverFalls(exp, -746, 709);
  neverFalls(exp, -0.02, 0.02);
  neverFalls(expm1, -41, 50);
  neverFalls(expm1, -0.2, 0.2);
});

test.run();
