import { test } from 'uvu';
import {
  addMatmulInto,
  referenceAddMatmulInto,
  transposeInto,
} from '../../../src/math/kernels/matmul.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

test('the definition multiplies rows with columns and adds to what is there', () => {
  const out = Float64Array.of(1000, 0, 0, 1000);
  const a = Float64Array.of(1, 2, 3, 4, 5, 6); // [2, 3]
  const b = Float64Array.of(7, 8, 9, 10, 11, 12); // [3, 2]
  referenceAddMatmulInto(out, a, [3, 1], b, 2, 3, 2);
  assertSameBits(out, Float64Array.of(1058, 64, 139, 1154), 'out');
});

function transposed(x: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(x, (_, at) => x[(at % rows) * columns + Math.floor(at / rows)]);
}

test('a window of a larger matrix is multiplied in place', () => {
  const rng = stream(3, 'window');
  const [M, K, N] = [4, 5, 10];
  const wide = normal(M * 8, rng); // [M, 8], of which the first K columns count
  const a = Float64Array.from({ length: M * K }, (_, i) => wide[Math.floor(i / K) * 8 + (i % K)]);
  const b = normal(K * N, rng);
  const expected = new Float64Array(M * N);
  referenceAddMatmulInto(expected, a, [K, 1], b, M, K, N);
  const out = new Float64Array(M * N);
  addMatmulInto(out, wide, [8, 1], b, M, K, N);
  assertSameBits(out, expected, 'window');
});

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
