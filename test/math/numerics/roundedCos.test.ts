import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cos, sin } from '../../../src/math/numerics/cos.ts';
import { roundedCos, roundedSin } from '../../../src/math/numerics/roundedCos.ts';
import { agreesWithGolden, distance, hasSpecialValues, uniform } from './reference.ts';

test('roundedCos is the double nearest to the exact value, up to the largest double', () => {
  agreesWithGolden('cos', roundedCos, 0, 0);
});

test('roundedSin is the double nearest to the exact value, up to the largest double', () => {
  agreesWithGolden('sin', roundedSin, 0, 0);
});

test('they are within one double of cos and sin, and differ from them somewhere', () => {
  let different = 0;
  for (const x of [...uniform(-7, 7, 5000), ...uniform(-1100, 1100, 1000)]) {
    const off = [distance(roundedCos(x), cos(x)), distance(roundedSin(x), sin(x))];
    assert.ok(Math.max(...off) <= 1, `x = ${x}`);
    if (Math.max(...off) > 0) different++;
  }
  assert.ok(different > 0 && different < 1000, `${different} of 6000`);
});

test('they have the special values of IEEE 754', () => {
  hasSpecialValues(roundedCos, [
    [0, 1],
    [-0, 1],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ]);
  hasSpecialValues(roundedSin, [
    [0, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [-1e-300, -1e-300],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ]);
});

test('cosine is even and sine is odd', () => {
  for (const x of [...uniform(0, 10, 2000), ...uniform(0, 1e6, 200)]) {
    assert.is(roundedCos(-x), roundedCos(x));
    assert.is(roundedSin(-x), -roundedSin(x));
  }
});

test.run();
