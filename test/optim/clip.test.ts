import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { norm } from '../../src/math/kernels/reduce.ts';
import { clipGradNorm } from '../../src/optim/clip.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

test('a long gradient is shortened to the norm, and the length before is returned', () => {
  const grad = Float64Array.of(3, -4);
  assert.is(clipGradNorm(grad, 2.5), 5);
  const factor = 2.5 / (5 + 1e-6); // PyTorch's formula
  assertClose(grad, [3 * factor, -4 * factor], 'grad', 1e-15, 0);
});

test('a short gradient keeps its bits', () => {
  const grad = Float64Array.of(0.1, -0.7, 1 / 3, -0, 5e-324);
  const before = grad.slice();
  assertClose([clipGradNorm(grad, 10)], [norm(before)], 'length');
  assertSameBits(grad, before, 'grad');
  clipGradNorm(grad, Infinity);
  assertSameBits(grad, before, 'grad without a limit');
});

test('an exactly zero gradient stays zero, even at maxNorm 0', () => {
  const grad = Float64Array.of(0, -0, 0);
  for (const maxNorm of [10, 1e-9, 0]) {
    assert.is(clipGradNorm(grad, maxNorm), 0);
    assertSameBits(grad, Float64Array.of(0, -0, 0), `maxNorm ${maxNorm}`);
  }
  assert.is(clipGradNorm(new Float64Array(0), 1), 0);
});

test('clipping never lengthens, never exceeds maxNorm, and keeps the direction', () => {
  const rng = stream(1, 'clip');
  for (let trial = 0; trial < 50; trial++) {
    const before = normal(1 + rng.integer(20), rng);
    const grad = before.slice();
    const maxNorm = 4 * rng.uniform();
    const length = clipGradNorm(grad, maxNorm);
    assert.is(length, norm(before));
    assert.ok(norm(grad) <= Math.min(length, maxNorm), `${norm(grad)} of ${length}, ${maxNorm}`);
    assertClose(
      grad,
      before.map((g) => (g * norm(grad)) / length),
      'direction',
    );
  }
});

test('a gradient with NaN is reported by its length', () => {
  assert.ok(Number.isNaN(clipGradNorm(Float64Array.of(1, NaN), 1)));
});

test.run();
