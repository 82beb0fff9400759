import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { productError, sumError } from '../../../src/math/numerics/doubleDouble.ts';
import { uniform } from './reference.ts';

// Multiples of 2⁻⁶⁰ (and 2⁻¹²⁰ for products) as whole numbers: exact arithmetic to compare with.
const exact = (x: number): bigint => BigInt(x * 2 ** 60);

test('a rounded sum and its error are the exact sum', () => {
  const bs = uniform(-1, 1, 1000, 5);
  uniform(-300, 300, 1000).forEach((a, i) => {
    for (const b of [bs[i], bs[i] / 1024, 1000 * bs[i]]) {
      const sum = a + b;
      assert.is(exact(sum) + exact(sumError(a, b, sum)), exact(a) + exact(b));
    }
  });
});

test('a rounded product and its error are the exact product', () => {
  const bs = uniform(-10, 10, 1000, 5).map((b) => b / 3);
  const twice = (x: number): bigint => BigInt(x * 2 ** 120);
  uniform(-300, 300, 1000).forEach((x, i) => {
    const a = x / 7;
    const product = a * bs[i];
    assert.is(twice(product) + twice(productError(a, bs[i], product)), exact(a) * exact(bs[i]));
  });
});

test.run();
