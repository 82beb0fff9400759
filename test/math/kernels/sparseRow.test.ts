import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  collectNonZero,
  collectPositive,
  fillLanes,
  laneProductInto,
  rowProductInto,
  WIDEST_ROW,
} from '../../../src/math/kernels/sparseRow.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

const ones = new Float64Array(WIDEST_ROW).fill(1);

/** What was collected, seen through a product with a column of ones and a start of 0: the sum. */
function collectedSum(count: number): number {
  const out = new Float64Array(1);
  rowProductInto(out, 0, new Float64Array(1), 0, count, ones, 0, 1);
  return out[0];
}

test('collectNonZero leaves out 0 and −0 and keeps NaN and both signs', () => {
  const a = Float64Array.of(99, 0, -0, 2, NaN, -3, 0);
  assert.is(collectNonZero(a, 1, 1, 6), 3);
  assert.is(collectNonZero(a, 1, 2, 3), 2); // every second: 0, 2, −3
  assert.is(collectedSum(2), -1);
  assert.is(collectNonZero(a, 0, 1, 0), 0);
});

test('collectPositive keeps what is above 0, and NaN', () => {
  const z = Float64Array.of(0, -0, -1, 5e-324, Infinity, -Infinity, NaN, 4);
  assert.is(collectPositive(z, 0, 8), 4);
  assert.is(collectPositive(z, 0, 4), 1);
  assert.is(collectedSum(1), 5e-324);
});

test('a row product starts from another array and meets the rows from `first` on', () => {
  const b = Float64Array.of(9, 9, 1, 10, 2, 20, 3, 30); // [4, 2]
  const from = Float64Array.of(99, 100, 1000);
  const out = new Float64Array(4).fill(7);
  const count = collectNonZero(Float64Array.of(1, 0, 2), 0, 1, 3);
  rowProductInto(out, 1, from, 1, count, b, 1, 2);
  assertSameBits(out, Float64Array.of(7, 107, 1070, 7), 'out');
});

for (const N of [1, 2, 3, 5, 7, 8, 9, 16, 23]) {
  test(`${N} columns: by lanes as where they lie, and nothing is written beside them`, () => {
    const K = 5;
    const rng = stream(1, `${N}`);
    const b = normal((K + 1) * N, rng);
    const from = normal(N + 1, rng);
    const count = collectNonZero(normal(K, rng), 0, 1, K);
    const expected = new Float64Array(N + 2).fill(7);
    rowProductInto(expected, 1, from, 1, count, b, 1, N);
    const out = new Float64Array(N + 2).fill(7);
    assert.is(fillLanes(b, 1, K, N, 0), N);
    laneProductInto(out, 1, from, 1, count, K, 0, N);
    assertSameBits(out, expected, 'out');
  });
}

test('lanes take as many panels as there is room for, and the rest of the columns next time', () => {
  const K = 1500;
  const N = 8 + 8 + 8 + 3 + 2;
  const rng = stream(1, 'room');
  const b = normal(K * N, rng);
  const from = normal(N, rng);
  const count = collectPositive(normal(K, rng), 0, K);
  const expected = new Float64Array(N);
  rowProductInto(expected, 0, from, 0, count, b, 0, N);
  const out = new Float64Array(N);
  const ends: number[] = [];
  for (let j = 0; j < N; j = ends[ends.length - 1]) {
    ends.push(fillLanes(b, 0, K, N, j));
    laneProductInto(out, 0, from, 0, count, K, j, ends[ends.length - 1]);
  }
  assert.equal(ends, [16, 27, 29]);
  assertSameBits(out, expected, 'out');
});

test.run();
