import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { highWord, powerOfTwo } from '../../../src/math/numerics/bits.ts';

test('powers of two reach from the smallest double to the largest exponent', () => {
  assert.is(powerOfTwo(-1074), Number.MIN_VALUE);
  assert.is(powerOfTwo(-1022), 2.2250738585072014e-308);
  assert.is(powerOfTwo(-1), 0.5);
  assert.is(powerOfTwo(0), 1);
  assert.is(powerOfTwo(10), 1024);
  assert.is(powerOfTwo(1023), 8.98846567431158e307);
});

test('the high word holds the exponent and the first bits of the fraction', () => {
  assert.is(highWord(1), 1023 << 20);
  assert.is(highWord(1.5), (1023 << 20) | (1 << 19));
  assert.is(highWord(2 ** -1022), 1 << 20);
  assert.is(highWord(Number.MIN_VALUE), 0);
});

test.run();
