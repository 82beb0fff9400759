import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { powerOfTwo } from '../../../src/math/numerics/bits.ts';
import { pow } from '../../../src/math/numerics/pow.ts';
import { agreesWithGolden, distance, uniform } from './reference.ts';

// Stated error 0.53 ulp, 0.76 for subnormal results: the nearest double or its neighbour.
test('pow is within one double of the exact value', () => {
  agreesWithGolden('pow', (x, y) => pow(x, y), 1, 0);
});

test('pow is exact when the power is a double', () => {
  for (let n = -1074; n <= 1023; n++) assert.is(pow(2, n), powerOfTwo(n));
  for (let base = 3; base <= 13; base++) {
    let product = 1;
    for (let n = 0; product < 1e15 / base; n++) {
      assert.is(pow(base, n), product);
      assert.is(pow(-base, n), n % 2 === 0 ? product : -product);
      product *= base;
    }
  }
  assert.is(pow(10, 22), 1e22);
  assert.is(pow(1.5, 8), 25.62890625);
  assert.is(pow(27.5625, 1.5), 144.703125);
});

test('the square is one multiplication and the power 1/2 one square root', () => {
  for (const x of uniform(0, 100, 500)) {
    assert.is(pow(x, 2), x * x);
    assert.is(pow(-x, 2), x * x);
    assert.is(pow(x, 0.5), Math.sqrt(x));
    assert.is(pow(x, 1), x);
    assert.ok(distance(pow(x, -1), 1 / x) <= 1);
  }
});

test('pow has the special values of Math.pow', () => {
  const values = [
    0,
    5e-324,
    1e-300,
    0.3,
    0.5,
    1,
    1.5,
    2,
    3,
    4,
    5,
    1e15,
    9007199254740991,
    9007199254740992,
    1e300,
    Infinity,
  ];
  const all = [...values, ...values.map((x) => -x), NaN];
  for (const x of all) {
    for (const y of all) {
      const expected = Math.pow(x, y);
      const isSpecial = !Number.isFinite(expected) || expected === 0 || Math.abs(expected) === 1;
      if (!isSpecial) continue;
      assert.ok(Object.is(pow(x, y), expected), `pow(${x}, ${y}) = ${pow(x, y)}, not ${expected}`);
    }
  }
});

test('pow(x, a) pow(x, b) is pow(x, a + b)', () => {
  const exponents = uniform(-8, 8, 1000, 3).map((a) => Math.floor(a * 1024) / 1024);
  uniform(0.1, 10, 1000).forEach((x, i) => {
    const a = exponents[i];
    const relative = (pow(x, a) * pow(x, 3.25)) / pow(x, a + 3.25) - 1;
    assert.ok(Math.abs(relative) <= 8e-16, `${x}, ${a}`);
  });
});

test.run();
