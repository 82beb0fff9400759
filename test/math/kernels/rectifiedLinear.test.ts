import { test } from 'uvu';
import {
  linearInto,
  referenceAddMatmulInto,
  referenceLinearInto,
  transposeInto,
} from '../../../src/math/kernels/matmul.ts';
import {
  addRectifiedLinearGradients,
  rectifiedLinearInto,
} from '../../../src/math/kernels/rectifiedLinear.ts';
import { referenceAddReluGradient, referenceReluInto } from '../../../src/math/kernels/relu.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertSameBits } from '../../support/close.ts';

test('value and gradients are those of relu, product and sum as separate operations', () => {
  const [B, K, N] = [6, 13, 11];
  const rng = stream(1, 'separate');
  const z = normal(B * K, rng).map((x, i) => (i % 7 === 3 ? 0 : x));
  const [w, b, dy] = [normal(K * N, rng), normal(N, rng), normal(B * N, rng)];
  const [y, dz, dw, db] = [B * N, B * K, K * N, N].map((size) => new Float64Array(size));
  rectifiedLinearInto(y, z, w, b, B, K, N);
  addRectifiedLinearGradients(dz, dw, db, dy, z, w, B, K, N);

  const h = new Float64Array(B * K);
  referenceReluInto(h, z);
  const [plainY, dh, plainDz, plainDw] = [y, dz, dz, dw].map((x) => new Float64Array(x.length));
  referenceLinearInto(plainY, h, w, b, B, K, N);
  const wTransposed = new Float64Array(N * K);
  transposeInto(wTransposed, w, K, N);
  referenceAddMatmulInto(dh, dy, [N, 1], wTransposed, B, N, K);
  referenceAddReluGradient(plainDz, dh, z);
  referenceAddMatmulInto(plainDw, h, [1, K], dy, K, B, N);
  assertSameBits(y, plainY, 'y');
  assertSameBits(dz, plainDz, 'dz');
  assertSameBits(dw, plainDw, 'dW');
});

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
