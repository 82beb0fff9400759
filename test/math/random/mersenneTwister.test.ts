import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MersenneTwister } from '../../../src/math/random/mersenneTwister.ts';

/** The last of so many values. */
function nth(count: number, draw: () => number): number {
  for (let i = 1; i < count; i++) draw();
  return draw();
}

test('the 10,000th word of seed 5489 is that of the C++ standard', () => {
  const twister = new MersenneTwister(5489);
  assert.is(
    nth(10_000, () => twister.word()),
    4123659995, // std::mt19937, ISO/IEC 14882:2011, 26.5.5
  );
});

test('uniform53 gives the doubles of NumPy', () => {
  const twister = new MersenneTwister(42); // numpy.random.RandomState(42).random_sample(3)
  const values = [0.3745401188473625, 0.9507143064099162, 0.7319939418114051];
  for (const value of values) assert.is(twister.uniform53(), value);

  const last = new MersenneTwister(4294967295); // RandomState(2**32 - 1).random_sample(1000)[-1]
  assert.is(
    nth(1000, () => last.uniform53()),
    0.556626859384112,
  );
});

test('a seed that is no whole number below 2^32 is refused', () => {
  for (const seed of [-1, 0.5, 4294967296, NaN, Infinity]) {
    assert.throws(
      () => new MersenneTwister(seed),
      (error: unknown) => error instanceof RangeError && error.message.includes(`seed ${seed}`),
    );
  }
});

test.run();
