import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalCdf } from '../../../src/math/numerics/normalDistribution.ts';
import { normal, normalInto } from '../../../src/math/random/normal.ts';
import { Rng, stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { assertMeanIs } from '../../support/statistics.ts';

// Reference: the ziggurat in 60-digit arithmetic (mpmath) on the streams' uniforms, its TAIL found as the root of the
// condition that the last layer ends at f = 1. The tolerance of 1e-14 leaves room for the roundings of 255 layers.
for (const [what, seed, name, expected] of [
  [
    'all of them inside their layers',
    1,
    'a',
    [
      -0.1873615984241076, 0.16930495694509962, 0.06115831197757284, 1.584515536753098,
      0.7735827799455463, -0.9596728967482395,
    ],
  ],
  [
    'a point beyond the curve thrown away, and one taken that lies close under it',
    349,
    'normal',
    [
      -0.06749128641399708, 0.7321995020274408, -2.0754397634906696, 0.9931472062507292,
      -1.316761856045103, -0.14718025046492286,
    ],
  ],
  [
    'one from the tail, at the second attempt',
    4648,
    'normal',
    [
      1.013485064070254, -1.8398344677409286, -4.070261574533579, 0.848583091487045,
      1.2903139853402215, -0.039090762248488314,
    ],
  ],
] as const) {
  test(`draws of stream(${seed}, "${name}") are the known numbers: ${what}`, () => {
    assertClose(normal(6, stream(seed, name)), expected, 'draws', 1e-14, 1e-14);
  });
}

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

test('all parts of N(0, 1) get their share, 5 standard deviations allowed', () => {
  const n = 1_000_000;
  const cells = 64;
  const counts = new Float64Array(cells);
  for (const x of normal(n, stream(9, 'cells'))) counts[Math.floor(normalCdf(x) * cells)]++;
  const expected = n / cells;
  const bound = 5 * Math.sqrt(expected * (1 - 1 / cells));
  counts.forEach((count, cell) =>
    assert.ok(
      Math.abs(count - expected) < bound,
      `cell ${cell}: ${count}, expected ${expected} ± ${bound}`,
    ),
  );
  // and together: χ² with 63 degrees of freedom has mean 63 and variance 126
  const chiSquared = counts.reduce(
    (sum, c) => sum + ((c - expected) * (c - expected)) / expected,
    0,
  );
  assert.ok(Math.abs(chiSquared - 63) < 5 * Math.sqrt(126), `χ² is ${chiSquared}`);
});

test('the tail has its share and its shape', () => {
  const n = 5_000_000;
  const tail = 3.6541528853610088;
  const share = 2 * normalCdf(-tail);
  const beyond: number[] = [];
  const rng = stream(10, 'tail');
  const block = new Float64Array(1000);
  for (let i = 0; i < n; i += block.length) {
    normalInto(block, rng);
    for (const x of block) if (Math.abs(x) > tail) beyond.push(x);
  }
  const bound = 5 * Math.sqrt(n * share);
  assert.ok(Math.abs(beyond.length - n * share) < bound, `${beyond.length} of ${n * share}`);
  const right = beyond.filter((x) => x > 0).length;
  assert.ok(
    Math.abs(right - beyond.length / 2) < 2.5 * Math.sqrt(beyond.length),
    `right: ${right}`,
  );
  // Φ(−|x|) / Φ(−tail) is uniform in (0, 1).
  assertMeanIs(
    beyond.map((x) => (2 * normalCdf(-Math.abs(x))) / share),
    0.5,
    'place in the tail',
  );
});

test('neighbouring draws are uncorrelated, in value and in size', () => {
  const n = 200_000;
  const x = normal(n, stream(3, 'neighbours'));
  // x² − 1 has variance 2
  const deviations = { x, 'x²': x.map((v) => (v * v - 1) / Math.SQRT2) };
  for (const [what, d] of Object.entries(deviations)) {
    for (const lag of [1, 2, 3]) {
      let total = 0;
      for (let i = 0; i < n; i++) total += d[i] * d[(i + lag) % n];
      const correlation = total / n;
      assert.ok(Math.abs(correlation) < 5 / Math.sqrt(n), `${what}, lag ${lag}: ${correlation}`);
    }
  }
});

test('fewer draws are a prefix of more draws, whatever the length', () => {
  const long = normal(9, stream(4, 'prefix'));
  for (let count = 0; count <= 9; count++) {
    assertSameBits(normal(count, stream(4, 'prefix')), long.slice(0, count), `${count} draws`);
  }
});

test('a stream resumed from its state gives the same draws', () => {
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

/** A stream whose uniforms are known: words of 32 bits, and fractions where 53 bits are asked for. */
function scripted(words: number[], fractions: number[]): Rng {
  const next = (values: number[]): number => {
    assert.ok(values.length > 0, 'more uniforms asked for than expected');
    return values.shift()!;
  };
  return {
    uniform: () => next(words) / 2 ** 32,
    uniform53: () => next(fractions),
  } as unknown as Rng;
}

test('the extreme uniforms give finite draws', () => {
  const tail = 3.6541528853610088;
  const largest = 1 - 2 ** -53;
  const draw = (words: number[], fractions: number[] = []): number =>
    normal(1, scripted(words, fractions))[0];
  // Word 0 is layer 0, and with it place 0 is the left end of its rectangle: in the tail.
  assertClose([draw([0, 0], [0, largest])], [-tail], 'where the tail begins');
  assertClose(
    [draw([0, 0], [1 - 2 ** -9, largest])],
    [-tail - (9 * Math.LN2) / tail],
    'further out',
  );
  // Thrown away at first, as 2 y < x².
  assertClose([draw([0, 0], [largest, 0.5, 0, 0.5])], [-tail], 'after a failure');
  // Word 255 is the topmost layer, 0.2152 wide, whose rectangle is all corner. Half-way up, at its half: under the curve.
  const half = draw([255, 3 * 2 ** 30], [0.5]);
  assert.ok(half > 0.107 && half < 0.108, `${half}`);
  // The middle is 0.
  assert.is(draw([1, 2 ** 31]), 0);
});

test.run();
