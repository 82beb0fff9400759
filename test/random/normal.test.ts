import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normal, normalInto } from '../../src/random/normal.ts';
import { Rng, stream } from '../../src/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

test('normal draws of stream(1, "a") are the known numbers', () => {
  // Reference: Box and Muller in 50-digit arithmetic on the stream's uniforms. The tolerance of 1e-14 leaves the last
  // bits to the tests of numerics.
  assertClose(
    normal(6, stream(1, 'a')),
    [
      1.0657010682079484, -0.08618565784981634, 2.0965595589351236, -0.8210497432491879,
      0.8831695510095942, -1.0316476898224667,
    ],
    'draws',
    1e-14,
    1e-14,
  );
});

test('moments agree with N(0, 1) within 5 standard deviations', () => {
  const n = 200_000;
  const x = normal(n, stream(1, 'moments'));
  // E xᵏ and Var xᵏ = E x²ᵏ − (E xᵏ)², from the moments 1, 3, 15, 105 of even order.
  for (const [k, expected, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ]) {
    const moment = x.reduce((total, v) => total + v ** k, 0) / n;
    const bound = 5 * Math.sqrt(variance / n);
    assert.ok(Math.abs(moment - expected) < bound, `moment ${k} is ${moment}, bound ±${bound}`);
  }
});

test('the share beyond one and beyond two standard deviations is that of N(0, 1)', () => {
  const n = 100_000;
  const x = normal(n, stream(2, 'tails'));
  for (const [limit, share] of [
    [1, 0.31731050786291415], // erfc(1/√2)
    [2, 0.04550026389635842], // erfc(2/√2)
  ]) {
    const counted = x.filter((v) => Math.abs(v) > limit).length / n;
    const bound = 5 * Math.sqrt((share * (1 - share)) / n);
    assert.ok(Math.abs(counted - share) < bound, `${counted} beyond ${limit}, expected ${share}`);
  }
});

test('neighbouring draws are uncorrelated, within a pair and across pairs', () => {
  const n = 100_000;
  const x = normal(2 * n, stream(3, 'pairs'));
  for (const lag of [1, 2]) {
    let total = 0;
    for (let i = 0; i < n; i++) total += x[2 * i] * x[(2 * i + lag) % (2 * n)];
    assert.ok(Math.abs(total / n) < 5 / Math.sqrt(n), `lag ${lag}: correlation ${total / n}`);
  }
});

test('fewer draws are a prefix of more draws, for even and odd lengths', () => {
  const long = normal(9, stream(4, 'prefix'));
  for (let count = 0; count <= 9; count++) {
    assertSameBits(normal(count, stream(4, 'prefix')), long.slice(0, count), `${count} draws`);
  }
});

test('an odd length uses up the whole pair: nothing is kept for the next call', () => {
  const odd = stream(5, 'spare');
  const even = stream(5, 'spare');
  normal(3, odd);
  normal(4, even);
  assert.equal(odd.state(), even.state());
  assertSameBits(normal(3, odd), normal(3, even), 'next draws');
});

test('a stream resumed from its state after an odd length gives the same draws', () => {
  const rng = stream(6, 'resume');
  normal(5, rng);
  const resumed = new Rng(rng.state());
  assertSameBits(normal(5, resumed), normal(5, rng), 'draws');
});

test('normalInto overwrites the whole buffer and none of its neighbours', () => {
  const buffer = new Float64Array(7).fill(99);
  normalInto(buffer.subarray(1, 6), stream(7, 'into'));
  assertSameBits(buffer.slice(1, 6), normal(5, stream(7, 'into')), 'draws');
  assert.is(buffer[0], 99);
  assert.is(buffer[6], 99);
});

test('no draws leave the stream where it was', () => {
  const rng = stream(8, 'none');
  const before = rng.state();
  assert.is(normal(0, rng).length, 0);
  assert.equal(rng.state(), before);
});

test('the extreme uniforms give finite draws', () => {
  const next = (values: number[]): Rng => ({ uniform53: () => values.shift()! }) as unknown as Rng;
  const largest = 1 - 2 ** -53;
  assertClose(normal(2, next([0, 0.25])), [0, 0], 'radius 0'); // u₁ = 0
  assertClose(normal(2, next([largest, 0])), [Math.sqrt(106 * Math.LN2), 0], 'largest radius');
  assert.ok(normal(2, next([largest, largest])).every(Number.isFinite));
});

test.run();
