import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ONE,
  PLACES,
  divide,
  exponential,
  fromNumber,
  halfPi,
  leadingPart,
  logOfNeighbours,
  logarithm,
  multiply,
  restAfter,
  squareRoot,
  toNumber,
} from '../../../src/math/numerics/fixedPoint.ts';

/** The first 40 decimals, as printed in every table. */
function decimals(a: bigint): string {
  const digits = ((a * 10n ** 40n) >> PLACES).toString().padStart(41, '0');
  return `${digits.slice(0, -40)}.${digits.slice(-40)}`;
}

test('constants have the digits of the tables', () => {
  assert.is(decimals(halfPi(PLACES)), '1.5707963267948966192313216916397514420985');
  assert.is(decimals(exponential(ONE)), '2.7182818284590452353602874713526624977572');
  assert.is(decimals(logOfNeighbours(3n)), '0.6931471805599453094172321214581765680755');
  assert.is(decimals(squareRoot(2n * ONE)), '1.4142135623730950488016887242096980785696');
});

test('the logarithm undoes the exponential to 140 places', () => {
  for (const x of [0.1, 1, 2.5, 10]) {
    const difference = logarithm(exponential(fromNumber(x)), x) - fromNumber(x);
    assert.ok(difference < 1n << 20n && difference > -(1n << 20n), `x = ${x}`);
  }
});

test('multiplying and dividing undo each other to the last place', () => {
  const third = divide(ONE, 3n * ONE);
  const difference = multiply(third, 3n * ONE) - ONE;
  assert.ok(difference <= 0n && difference >= -3n);
});

test('two doubles hold a number to about 106 bits', () => {
  const a = halfPi(PLACES);
  const high = toNumber(a);
  const low = restAfter(a, high);
  assert.is(high, Math.PI / 2);
  assert.is(low, 6.123233995736766e-17);
  const missing = a - fromNumber(high) - fromNumber(low);
  assert.ok(missing < 1n << (PLACES - 106n) && missing > -(1n << (PLACES - 106n)));
});

test('a leading part lies on its grid, at most one step below', () => {
  const a = halfPi(PLACES);
  const part = leadingPart(a, 10n);
  assert.is(part * 1024, Math.floor(part * 1024));
  assert.ok(part <= Math.PI / 2 && part > Math.PI / 2 - 1 / 1024);
});

test.run();
