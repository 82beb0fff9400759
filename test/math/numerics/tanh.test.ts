import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tanh } from '../../../src/math/numerics/tanh.ts';
import { agreesWithGolden, distance, hasSpecialValues, neverFalls, uniform } from './reference.ts';

// Stated error 0.9 ulp: the nearest double or its neighbour.
test('tanh is within one double of the exact value', () => {
  agreesWithGolden('tanh', tanh, 1, 4);
});

// fdlibm, which the built-in follows, is itself off by up to 2 ulp.
test('tanh is within three doubles of the built-in function', () => {
  for (const x of uniform(-20, 20, 5000)) {
    assert.ok(distance(tanh(x), Math.tanh(x)) <= 3, `tanh(${x})`);
  }
});

test('tanh has the special values of C99 and keeps the sign of zero', () => {
  hasSpecialValues(tanh, [
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [20, 1],
    [-20, -1],
    [Infinity, 1],
    [-Infinity, -1],
    [NaN, NaN],
  ]);
});

test('tanh is odd and at most 1', () => {
  for (const x of [...uniform(0, 1, 2000), ...uniform(0, 25, 3000)]) {
    assert.is(tanh(-x), -tanh(x));
    assert.ok(tanh(x) <= 1);
  }
});

test('tanh never falls', () => {
  neverFalls(tanh, -20, 20);
  neverFalls(tanh, -0.3, 0.3, 1);
});

test.run();
