import * as assert from 'uvu/assert';

/**
 * Asserts |actual − expected| ≤ relative · |expected| + absolute, element by element; NaN equals NaN and
 * infinities must match. The golden data's README suggests the default tolerances.
 */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  relative = 1e-9,
  absolute = 1e-12,
): void {
  assert.is(actual.length, expected.length, `${what}: number of elements`);
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i];
    const b = expected[i];
    const near = Object.is(a, b) || a === b || Math.abs(a - b) <= relative * Math.abs(b) + absolute;
    if (!near) assert.unreachable(`${what}: element ${i} is ${a}, expected ${b}`);
  }
}

/** Asserts that two arrays hold the same bits: −0 differs from 0, NaN equals NaN. */
export function assertSameBits(actual: Float64Array, expected: Float64Array, what: string): void {
  assert.is(actual.length, expected.length, `${what}: number of elements`);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      assert.unreachable(`${what}: element ${i} is ${actual[i]}, expected ${expected[i]}`);
    }
  }
}
