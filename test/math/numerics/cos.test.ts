import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cos, sin } from '../../../src/math/numerics/cos.ts';
import { agreesWithGolden, distance, hasSpecialValues, uniform } from './reference.ts';

// Stated errors are 0.78 ulp: the nearest double or its neighbour.
test('cos is within one double of the exact value, up to the largest double', () => {
  agreesWithGolden('cos', cos, 1, 5);
});

test('sin is within one double of the exact value, up to the largest double', () => {
  agreesWithGolden('sin', sin, 1, 8);
});

test('cos and sin are within two doubles of the built-in functions', () => {
  for (const x of [...uniform(-7, 7, 5000), ...uniform(-1100, 1100, 1000)]) {
    assert.ok(distance(cos(x), Math.cos(x)) <= 2, `cos(${x})`);
    assert.ok(distance(sin(x), Math.sin(x)) <= 2, `sin(${x})`);
  }
});

test('cos and sin have the special values of IEEE 754', () => {
  hasSpecialValues(cos, [
    [0, 1],
    [-0, 1],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ]);
  hasSpecialValues(sin, [
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ]);
});

test('cos is even and sin is odd', () => {
  for (const x of [...uniform(0, 10, 2000), ...uniform(0, 1e6, 200)]) {
    assert.is(cos(-x), cos(x));
    assert.is(sin(-x), -sin(x));
  }
});

test('the squares of cos and sin add up to 1', () => {
  for (const x of [...uniform(-10, 10, 3000), ...uniform(-1e9, 1e9, 200)]) {
    assert.ok(Math.abs(cos(x) * cos(x) + sin(x) * sin(x) - 1) <= 5e-16, `x = ${x}`);
  }
});

test.run();
