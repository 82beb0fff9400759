import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inverseSoftplus, sigmoid, softplus } from '../../../src/math/numerics/softplus.ts';
import { agreesWithGolden, hasSpecialValues, neverFalls, uniform } from './reference.ts';

// Stated errors: 1.5 ulp for softplus, 1.7 for the sigmoid, so at most two doubles from the nearest.
test('softplus is within two doubles of the exact value from underflow to 745', () => {
  agreesWithGolden('softplus', softplus, 2, 26);
});

test('the sigmoid is within two doubles of the exact value from underflow to 1', () => {
  agreesWithGolden('sigmoid', sigmoid, 2, 31);
});

// Stated error 1.7 ulp.
test('the inverse of softplus is within two doubles of the exact value, also near its zero log 2', () => {
  agreesWithGolden('inverseSoftplus', inverseSoftplus, 2, 90);
});

test('softplus goes from 0 to its argument', () => {
  hasSpecialValues(softplus, [
    [0, Math.LN2],
    [-0, Math.LN2],
    [-746, 0],
    [-745, 5e-324],
    [1e300, 1e300],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
});

test('the sigmoid goes from 0 over 1/2 to 1', () => {
  hasSpecialValues(sigmoid, [
    [0, 0.5],
    [-0, 0.5],
    [-746, 0],
    [-745, 5e-324],
    [40, 1],
    [1e300, 1],
    [Infinity, 1],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
});

test('the inverse of softplus is defined for positive numbers only', () => {
  hasSpecialValues(inverseSoftplus, [
    [0, -Infinity],
    [1000, 1000],
    [1e300, 1e300],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ]);
});

test('softplus(x) - softplus(-x) is x', () => {
  for (const x of [...uniform(-5, 5, 2000), ...uniform(-700, 700, 1000)]) {
    const difference = softplus(x) - softplus(-x);
    assert.ok(Math.abs(difference - x) <= 4.5e-16 * (1 + Math.abs(x)), `x = ${x}`);
  }
});

test('softplus and its inverse undo each other', () => {
  for (const y of [...uniform(1e-6, 5, 2000), ...uniform(5, 700, 500)]) {
    assert.ok(Math.abs(softplus(inverseSoftplus(y)) / y - 1) <= 8e-15, `y = ${y}`);
  }
  for (const rho of uniform(-30, 30, 2000)) {
    assert.ok(Math.abs(inverseSoftplus(softplus(rho)) - rho) <= 1e-14, `rho = ${rho}`);
  }
});

test('sigmoid(x) and sigmoid(-x) add up to 1', () => {
  for (const x of uniform(-40, 40, 2000)) {
    assert.ok(Math.abs(sigmoid(x) + sigmoid(-x) - 1) <= 2.3e-16, `x = ${x}`);
  }
});

test('softplus and the sigmoid never fall from one coarse point to the next', () => {
  // neighbouring doubles may swap by the two doubles of stated error
  neverFalls(softplus, -746, 746, 2);
  neverFalls(softplus, -3, 3, 2);
  neverFalls(sigmoid, -746, 50, 2);
  neverFalls(sigmoid, -3, 3, 3);
});

test.run();
