import { test } from 'uvu';
import { addReluGradient, reluInto } from '../../../src/math/kernels/elementwise.ts';
import { addMatmul, linearInto, transposeInto } from '../../../src/math/kernels/matmul.ts';
import {
  addRectifiedLinearGradients,
  rectifiedLinearInto,
} from '../../../src/math/kernels/rectifiedLinear.ts';
import { addRowsTo } from '../../../src/math/kernels/reduce.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

/** The definition, by separate products that skip nothing. */
function definition(
  z: Float64Array,
  w: Float64Array,
  b: Float64Array,
  dy: Float64Array,
  [B, K, N]: readonly number[],
) {
  const h = new Float64Array(B * K);
  reluInto(h, z);
  const y = new Float64Array(B * N);
  addRowsOf(y, b);
  addMatmul(y, h, w, B, K, N);

  const wTransposed = new Float64Array(N * K);
  transposeInto(wTransposed, w, K, N);
  const dh = new Float64Array(B * K);
  addMatmul(dh, dy, wTransposed, B, N, K);
  const dz = new Float64Array(B * K);
  addReluGradient(dz, dh, z);
  const hTransposed = new Float64Array(K * B);
  transposeInto(hTransposed, h, B, K);
  const dw = new Float64Array(K * N);
  addMatmul(dw, hTransposed, dy, K, B, N);
  const db = new Float64Array(N);
  addRowsTo(db, dy);
  return { y, dz, dw, db };
}

function addRowsOf(y: Float64Array, b: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] += b[i % b.length];
}

for (const sizes of [
  [0, 3, 2],
  [1, 1, 1],
  [3, 2, 2],
  [5, 7, 3],
  [4, 9, 8],
  [6, 13, 11],
  [64, 64, 3],
  [64, 64, 64],
  [3, 0, 2],
  [9, 1500, 29], // more panels than there are lanes for
  [9, 300, 300], // more weights than there is room for
]) {
  const [B, K, N] = sizes;
  for (const sparse of [false, true]) {
    test(`[${B}, ${K}] × [${K}, ${N}]${sparse ? ', dy half zero' : ''}: values and gradients have the bits of relu, product and sum`, () => {
      const rng = stream(1, `${B} ${K} ${N} ${sparse}`);
      const z = normal(B * K, rng).map((x, i) => (i % 7 === 3 ? 0 : x));
      const w = normal(K * N, rng);
      const b = normal(N, rng);
      const dy = normal(B * N, rng).map((g) => (sparse && g < 0 ? 0 : g));
      const kept = [z, w, b, dy].map((x) => x.slice());
      const expected = definition(z, w, b, dy, sizes);

      const y = new Float64Array(B * N).fill(99);
      rectifiedLinearInto(y, z, w, b, B, K, N);
      assertSameBits(y, expected.y, 'y');
      const dz = new Float64Array(B * K);
      const dw = new Float64Array(K * N);
      const db = new Float64Array(N);
      addRectifiedLinearGradients(dz, dw, db, dy, z, w, B, K, N);
      assertSameBits(dz, expected.dz, 'dz');
      assertSameBits(dw, expected.dw, 'dW');
      assertSameBits(db, expected.db, 'db');
      [z, w, b, dy].forEach((x, n) => assertSameBits(x, kept[n], `input ${n}`));
    });
  }
}

test('NaN in z reaches every output of its row and every weight of its unit', () => {
  const z = Float64Array.of(NaN, -1, 1, 1); // [2, 2]
  const w = Float64Array.of(1, 2, 3, 4);
  const y = new Float64Array(4);
  rectifiedLinearInto(y, z, w, Float64Array.of(0, 0), 2, 2, 2);
  assertSameBits(y, Float64Array.of(NaN, NaN, 4, 6), 'y');
  const dw = new Float64Array(4);
  const dy = new Float64Array(4).fill(1);
  addRectifiedLinearGradients(new Float64Array(4), dw, new Float64Array(2), dy, z, w, 2, 2, 2);
  assertSameBits(dw, Float64Array.of(NaN, NaN, 1, 1), 'dW');
});

test('an inactive unit contributes nothing even against an infinite weight, as in linearInto', () => {
  const w = Float64Array.of(Infinity, 2); // [2, 1]
  const b = Float64Array.of(1);
  const [y, plain] = [new Float64Array(1), new Float64Array(1)];
  rectifiedLinearInto(y, Float64Array.of(-1, 3), w, b, 1, 2, 1);
  linearInto(plain, Float64Array.of(0, 3), w, b, 1, 2, 1);
  assertSameBits(y, Float64Array.of(7), 'y');
  assertSameBits(plain, y, 'linear');
});

test('gradients are added to what is there', () => {
  const [dz, dw, db] = [10, 20, 30].map((x) => Float64Array.of(x));
  addRectifiedLinearGradients(
    dz,
    dw,
    db,
    Float64Array.of(5),
    Float64Array.of(2),
    Float64Array.of(3),
    1,
    1,
    1,
  );
  assertSameBits(dz, Float64Array.of(25), 'dz');
  assertSameBits(dw, Float64Array.of(30), 'dW');
  assertSameBits(db, Float64Array.of(35), 'db');
});

test.run();
