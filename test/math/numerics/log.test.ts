import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { log, log1p, xMinusLog1p } from '../../../src/math/numerics/log.ts';
import { agreesWithGolden, distance, hasSpecialValues, neverFalls, uniform } from './reference.ts';

// Stated errors are 0.57 ulp for log and log1p: the nearest double or its neighbour.
test('log is within one double of the exact value, subnormal arguments included', () => {
  agreesWithGolden('log', log, 1, 0);
});

test('log1p is within one double of the exact value', () => {
  agreesWithGolden('log1p', log1p, 1, 1);
});

// Stated error 1.8 ulp: at most two doubles from the nearest.
test('x - log1p(x) is within two doubles of the exact value, without cancellation', () => {
  agreesWithGolden('xMinusLog1p', xMinusLog1p, 2, 20);
});

test('log and log1p are within two doubles of the built-in functions', () => {
  for (const x of [...uniform(0, 2, 5000), ...uniform(0, 1e6, 2000)]) {
    assert.ok(distance(log(x), Math.log(x)) <= 2, `log(${x})`);
    assert.ok(distance(log1p(x - 0.9), Math.log1p(x - 0.9)) <= 2, `log1p(${x - 0.9})`);
  }
});

test('log has the special values of IEEE 754', () => {
  hasSpecialValues(log, [
    [1, 0],
    [2, Math.LN2],
    [0, -Infinity],
    [-0, -Infinity],
    [-1, NaN],
    [-5e-324, NaN],
    [-Infinity, NaN],
    [Infinity, Infinity],
    [NaN, NaN],
  ]);
});

test('log1p has the special values of IEEE 754 and keeps the sign of zero', () => {
  hasSpecialValues(log1p, [
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [-1, -Infinity],
    [-1.0000000000000002, NaN],
    [-Infinity, NaN],
    [Infinity, Infinity],
    [NaN, NaN],
  ]);
});

test('x - log1p(x) is exactly 0 at 0 and infinite at -1', () => {
  hasSpecialValues(xMinusLog1p, [
    [0, 0],
    [-0, 0],
    [-1, Infinity],
    [-1.5, NaN],
    [Infinity, Infinity],
    [-Infinity, NaN],
    [NaN, NaN],
    [1e300, 1e300],
  ]);
});

test('x - log1p(x) is positive away from 0', () => {
  for (const x of [...uniform(-1, 1, 5000), ...uniform(-1e-7, 1e-7, 1000)]) {
    assert.ok(xMinusLog1p(x) > 0, `x = ${x}`);
  }
});

test('the logarithm of a product is the sum of the logarithms', () => {
  const ys = uniform(0.1, 10, 2000, 7);
  uniform(0.1, 10, 2000).forEach((x, i) => {
    const y = ys[i];
    assert.ok(Math.abs(log(x * y) - log(x) - log(y)) <= 2e-15, `${x}, ${y}`);
  });
});

test('log and log1p never fall', () => {
  neverFalls(log, 1e-3, 5);
  neverFalls(log, 0.93, 1.07);
  neverFalls(log1p, -0.999, 5);
  neverFalls(log1p, -0.07, 0.07);
});

test.run();
