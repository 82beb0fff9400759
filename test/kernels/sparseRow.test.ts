import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addRowGradients,
  collectGradient,
  collectNonZero,
  collectPositive,
  rowProductInto,
  WIDEST_ROW,
} from '../../src/kernels/sparseRow.ts';
import { normal } from '../../src/random/normal.ts';
import { stream } from '../../src/random/rng.ts';
import { assertSameBits } from '../support/close.ts';

const ones = new Float64Array(WIDEST_ROW).fill(1);

/** What was collected, seen through a product with a column of ones and a start of 0: the sum. */
function collectedSum(count: number): number {
  const out = new Float64Array(1);
  rowProductInto(out, 0, new Float64Array(1), 0, count, ones, 1);
  return out[0];
}

test('collectNonZero leaves out 0 and −0 and keeps NaN and both signs', () => {
  const a = Float64Array.of(99, 0, -0, 2, NaN, -3, 0);
  assert.is(collectNonZero(a, 1, 1, 6, 0, 1), 3);
  assert.is(collectNonZero(a, 1, 2, 3, 0, 1), 2); // every second: 0, 2, −3
  assert.is(collectedSum(2), -1);
  assert.is(collectNonZero(a, 0, 1, 0, 0, 1), 0);
});

test('collectPositive keeps what is above 0, and NaN', () => {
  const z = Float64Array.of(0, -0, -1, 5e-324, Infinity, -Infinity, NaN, 4);
  assert.is(collectPositive(z, 0, 8, 1), 4);
  assert.is(collectPositive(z, 0, 4, 1), 1);
  assert.is(collectedSum(1), 5e-324);
});

test('a row product starts from another array and meets the rows from `first` on', () => {
  const b = Float64Array.of(9, 9, 1, 10, 2, 20, 3, 30); // [4, 2]
  const from = Float64Array.of(99, 100, 1000);
  const out = new Float64Array(4).fill(7);
  const count = collectNonZero(Float64Array.of(1, 0, 2), 0, 1, 3, 1, 2);
  rowProductInto(out, 1, from, 1, count, b, 2);
  assertSameBits(out, Float64Array.of(7, 107, 1070, 7), 'out');
});

test('collectGradient adds every entry of its row to db and counts those that are not zero', () => {
  const db = Float64Array.of(1, 2, 3, 4);
  assert.is(collectGradient(db, Float64Array.of(99, 0, -5, 0, NaN), 1, 4), 2);
  assertSameBits(db, Float64Array.of(1, -3, 3, NaN), 'db');
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
      const count = collectPositive(h, 0, K, N);
      const dyCount = collectGradient(new Float64Array(N), dy, 0, N);
      addRowGradients(dh, 2, dw, w, count, dyCount);
      assertSameBits(dh, expectedDh, 'dh');
      assertSameBits(dw, expectedDw, 'dW');
    });
  }
}

test.run();
