import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addRowGradients,
  collectGradient,
  giveBackRows,
  takeRows,
} from '../../../src/math/kernels/rowGradients.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

test('collectGradient counts what is not zero in its row, NaN included', () => {
  assert.is(collectGradient(Float64Array.of(99, 0, -5, -0, NaN), 1, 4), 2);
});

for (const K of [0, 1, 3, 4, 5, 8, 11]) {
  for (const N of [1, 2, 3, 9]) {
    test(`row gradients, ${K} by ${N}: dh gets dy Wᵀ where h is positive, dW gets hᵀ dy`, () => {
      const rng = stream(1, `${K} ${N}`);
      const h = normal(K, rng);
      const dy = normal(N, rng).map((g) => (rng.uniform53() < 0.5 ? g : 0));
      const w = normal(K * N, rng);
      const dh = normal(K + 2, rng);
      const dw = normal(K * N, rng);
      const [expectedDh, expectedDw] = [dh.slice(), dw.slice()];
      for (let k = 0; k < K; k++) {
        if (h[k] <= 0) continue;
        let s = 0;
        for (let j = 0; j < N; j++) {
          s += dy[j] * w[k * N + j];
          expectedDw[k * N + j] += h[k] * dy[j];
        }
        expectedDh[2 + k] += s;
      }
      assert.is(takeRows(w, dw, 0, K, N), K);
      const dyCount = collectGradient(dy, 0, N);
      addRowGradients(dh, Float64Array.of(99, 99, ...h), 2, K, dyCount, N);
      giveBackRows(dw, 0, K, N);
      assertSameBits(dh, expectedDh, 'dh');
      assertSameBits(dw, expectedDw, 'dW');
    });
  }
}

test('rows are taken as far as there is room, and the next ones after them', () => {
  const [K, N] = [20, 4096];
  const w = normal(K * N, stream(1, 'room'));
  const dw = w.map((x) => 2 * x);
  assert.is(takeRows(w, dw, 0, K, N), 16);
  assert.is(takeRows(w, dw, 16, K, N), 4);
  const dy = new Float64Array(N).fill(1);
  const dz = new Float64Array(K);
  addRowGradients(dz, new Float64Array(K).fill(1), 16, 4, collectGradient(dy, 0, N), N);
  giveBackRows(dw, 16, 4, N);
  assertSameBits(
    dw,
    w.map((x, p) => (p < 16 * N ? 2 * x : 2 * x + 1)),
    'dW',
  );
  assert.is(
    dz[19],
    w.subarray(19 * N).reduce((sum, x) => sum + x, 0),
  );
  assert.is(dz[15], 0);
});

test.run();
