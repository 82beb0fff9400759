import { test } from 'uvu';
import {
  addMatmul,
  addMatmulInto,
  linearInto,
  transposeInto,
  type Strides,
} from '../../../src/math/kernels/matmul.ts';
import { WIDEST_ROW } from '../../../src/math/kernels/sparseRow.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream, type Rng } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

test('the definition multiplies rows with columns and adds to what is there', () => {
  const out = Float64Array.of(1000, 0, 0, 1000);
  const a = Float64Array.of(1, 2, 3, 4, 5, 6); // [2, 3]
  const b = Float64Array.of(7, 8, 9, 10, 11, 12); // [3, 2]
  addMatmul(out, a, b, 2, 3, 2);
  assertSameBits(out, Float64Array.of(1058, 64, 139, 1154), 'out');
});

/** Numbers of which about half are exactly zero, as after a ReLU. */
function halfZero(count: number, rng: Rng): Float64Array {
  return normal(count, rng).map((x) => Math.max(x, 0));
}

function transposed(x: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(x, (_, at) => x[(at % rows) * columns + Math.floor(at / rows)]);
}

/** Runs both versions on the same numbers, the fast one on `a` stored in the given order. */
function compare(
  M: number,
  K: number,
  N: number,
  rng: Rng,
  { aTransposed = false, sparse = false },
): void {
  const what = `[${M}, ${K}] × [${K}, ${N}]`;
  const a = sparse ? halfZero(M * K, rng) : normal(M * K, rng);
  const b = sparse ? halfZero(K * N, rng) : normal(K * N, rng);
  const start = normal(M * N, rng);

  const expected = start.slice();
  addMatmul(expected, a, b, M, K, N);

  const aStored = aTransposed ? transposed(a, M, K) : a;
  const aBefore = aStored.slice();
  const bBefore = b.slice();
  const aStrides: Strides = aTransposed ? [1, M] : [K, 1];
  const out = start.slice();
  addMatmulInto(out, aStored, aStrides, b, M, K, N);

  assertSameBits(out, expected, what);
  assertSameBits(aStored, aBefore, `${what}: a`);
  assertSameBits(b, bBefore, `${what}: b`);
}

// Widths around the blocks of 8 and of 3 columns and what they leave.
const widths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17, 31];

for (const layout of [{ name: 'row-major inputs' }, { name: 'a transposed', aTransposed: true }]) {
  for (const sparse of [false, true]) {
    test(`the fast product has the bits of the definition: ${layout.name}${sparse ? ', half zero' : ''}`, () => {
      const rng = stream(1, `${layout.name} ${sparse}`);
      for (const N of widths) {
        compare(0, 3, N, rng, { ...layout, sparse });
        compare(3, 0, N, rng, { ...layout, sparse });
        compare(1, 1, N, rng, { ...layout, sparse });
        for (let trial = 0; trial < 5; trial++) {
          compare(rng.integer(12), rng.integer(40), N, rng, { ...layout, sparse });
        }
      }
    });
  }
}

test('an inner size beyond the room kept for a row works, and so do small ones afterwards', () => {
  const rng = stream(2, 'long rows');
  for (const K of [WIDEST_ROW, WIDEST_ROW + 1, 2 * WIDEST_ROW + 5, 3]) {
    compare(3, K, 9, rng, { sparse: K % 2 === 0, aTransposed: K % 2 === 1 });
  }
  // By lanes, which do not hold all columns at a time.
  compare(9, 1500, 29, rng, { sparse: true });
  compare(9, WIDEST_ROW + 4, 20, rng, { aTransposed: true });
});

test('a window of a larger matrix is multiplied in place', () => {
  const rng = stream(3, 'window');
  const [M, K, N] = [4, 5, 10];
  const wide = normal(M * 8, rng); // [M, 8], of which the first K columns count
  const a = Float64Array.from({ length: M * K }, (_, i) => wide[Math.floor(i / K) * 8 + (i % K)]);
  const b = normal(K * N, rng);
  const expected = new Float64Array(M * N);
  addMatmul(expected, a, b, M, K, N);
  const out = new Float64Array(M * N);
  addMatmulInto(out, wide, [8, 1], b, M, K, N);
  assertSameBits(out, expected, 'window');
});

for (const [M, K, N] of [
  [0, 3, 2],
  [3, 0, 2],
  [1, 1, 1],
  [4, 2, 2],
  [5, 6, 12],
  [2, WIDEST_ROW + 3, 9],
  [9, 0, 5],
  [9, WIDEST_ROW + 3, 17],
]) {
  test(`linearInto [${M}, ${K}] × [${K}, ${N}] has the bits of a product added to rows of bias`, () => {
    const rng = stream(5, `${M} ${K} ${N}`);
    const [x, w, b] = [halfZero(M * K, rng), normal(K * N, rng), normal(N, rng)];
    const expected = Float64Array.from({ length: M * N }, (_, i) => b[i % N]);
    addMatmul(expected, x, w, M, K, N);
    const out = new Float64Array(M * N).fill(99);
    linearInto(out, x, w, b, M, K, N);
    assertSameBits(out, expected, 'out');
  });
}

for (const [M, N] of [
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 5],
  [5, 1],
  [3, 4],
  [64, 3],
]) {
  test(`the transpose of [${M}, ${N}] swaps rows and columns and leaves its input untouched`, () => {
    const a = normal(M * N, stream(4, `${M} ${N}`));
    const before = a.slice();
    const out = new Float64Array(N * M).fill(99);
    transposeInto(out, a, M, N);
    assertSameBits(out, transposed(a, M, N), 'out');
    assertSameBits(a, before, 'a');
  });
}

for (const N of [1, 3, 8]) {
  test(`a zero in a contributes nothing even against Infinity and NaN in b, ${N} wide`, () => {
    const out = new Float64Array(N).fill(5);
    const b = new Float64Array(3 * N).fill(2);
    b.fill(Infinity, 0, N);
    b.fill(NaN, N, 2 * N);
    addMatmulInto(out, Float64Array.of(0, -0, 3), [3, 1], b, 1, 3, N);
    assertSameBits(out, new Float64Array(N).fill(11), 'out');
  });

  test(`NaN in a is not taken for a zero, ${N} wide`, () => {
    const out = new Float64Array(N);
    addMatmulInto(out, Float64Array.of(NaN), [1, 1], new Float64Array(N), 1, 1, N);
    assertSameBits(out, new Float64Array(N).fill(NaN), 'out');
  });
}

test.run();
