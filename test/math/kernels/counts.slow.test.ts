/**
 * A guard against slowness that looks at no clock: how many products, logarithms and allocations a training step
 * takes. A timed test fails when the machine is busy and passes when the code got a little slower every week; these
 * counts are the same everywhere, and a kernel that stops skipping zeros or takes a logarithm too many shows at once.
 *
 * The counts come from a build that counts (support/countingBuild.ts). They are bounds, not pins: fewer is welcome.
 * What is kept from step to step shows as growth of the heap.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as plain from '../../../bench/works.ts';
import { sumGaussianKl } from '../../../src/math/kernels/gaussianKl.ts';
import { assertSameBits } from '../../support/close.ts';
import { countingBuild, countingCode, type Counts } from '../../support/countingBuild.ts';

type Works = typeof plain & { readonly sumGaussianKl: typeof sumGaussianKl };

const { exports, countOf } = await countingBuild(`
  export * from './bench/works.ts';
  export { sumGaussianKl } from './src/math/kernels/gaussianKl.ts';
`);
const counted = exports as Works;

/** The most of 50 steps, after 50 others. */
function mostOf(step: (n: number) => unknown): Counts {
  for (let n = 0; n < 50; n++) step(n);
  const all = Array.from({ length: 50 }, (_, n) => countOf(() => step(50 + n)));
  return {
    products: Math.max(...all.map((c) => c.products)),
    allocations: Math.max(...all.map((c) => c.allocations)),
    calls: all[all.length - 1].calls,
  };
}

const logarithms = ({ calls }: Counts): number =>
  ['log', 'log1p', 'xMinusLog1p'].reduce((sum, name) => sum + (calls[name] ?? 0), 0);

const atMost = (what: string, value: number, bound: number): void =>
  assert.ok(value <= bound, `${what}: ${value}, expected at most ${bound}`);

const [S, H, , A] = plain.Q_SIZES;
const B = 64;
/** Products of one pass through all layers of the Q-network, for one row. */
const PASS = S * H + H * H + H * A;

test('the counting build computes the same bits', () => {
  const [a, b] = [plain.dqnStep(), counted.dqnStep()];
  for (let i = 0; i < 20; i++) {
    a.step();
    b.step();
  }
  assertSameBits(b.dqn.online, a.dqn.online, 'online weights');
});

test('the counting build sees products of numbers, calls and allocations, but no index arithmetic', () => {
  const code = 'out[i * N + j] *= a[2 * i]; const x = new Float64Array(3).map((v) => v * h);';
  const seen = countingCode(code, false);
  assert.match(
    seen,
    'out[__product(i, N) + j] = __product(out[__product(i, N) + j], a[__product(2, i)])',
  );
  assert.match(seen, '__allocated(__allocated(new Float64Array(3)).map((v) => __product(v, h)))');
  const numerics = countingCode('export function log(x: number): number { return x * x; }', true);
  assert.match(numerics, '__called("log")');
  assert.not.match(numerics, '__product');
});

test('a greedy action multiplies only by units that are on', () => {
  const { act } = counted.greedy();
  const counts = mostOf((n) => act(n));
  atMost('products', counts.products, 0.7 * PASS);
  assert.is(counts.allocations, 0);
});

test('a DQN step takes two fifths of the products of the dense algorithm', () => {
  const { step, dqn } = counted.dqnStep();
  const counts = mostOf(() => step());
  // Forward twice, gradients of the weights, and gradients of the hidden units.
  const dense = B * (3 * PASS + H * H + H * A);
  // Clip, Adam, soft target, average: a dozen for each parameter.
  atMost('products', counts.products, 0.4 * dense + 12 * dqn.online.length);
  assert.is(logarithms(counts), 0);
  assert.is(counts.allocations, 0);
});

test('a step of the ELBO evaluates each unit and each sigma once', () => {
  const rows = 32;
  const { step, bnn } = counted.bnnStep({ kind: 'exact', inputs: 5, batchSize: rows, samples: 1 });
  const counts = mostOf((n) => step(n));
  const weights = bnn.posterior.mu.value.size;
  atMost('normalCdf', counts.calls['normalCdf'] ?? 0, 0);
  atMost('normalPdf', counts.calls['normalPdf'], rows * 32);
  atMost('tailRatio', counts.calls['tailRatio'], rows * 32);
  atMost('softplus', counts.calls['softplus'], weights);
  atMost('sigmoid', counts.calls['sigmoid'], weights);
  // One in each softplus, and a few for the KL from the prior.
  atMost('logarithms', logarithms(counts), 1.1 * weights);
  assert.is(counts.allocations, 0);
});

test('the gains of a batch form no gradient of a weight for a row', () => {
  const rows = 64;
  const { measure, posterior } = counted.gains(rows, 512);
  const counts = mostOf((n) => measure(n % 8));
  const weights = posterior.mu.value.size;
  atMost('products for each row and weight', counts.products / (rows * weights), 11.2);
  atMost('logarithms', logarithms(counts), weights);
  assert.is(counts.allocations, 0);
});

test('a KL of many weights takes one logarithm for dozens of weights', () => {
  const weights = 1000;
  const array = (f: (i: number) => number): Float64Array =>
    Float64Array.from({ length: weights }, (_, i) => f(i));
  const mu = array((i) => i % 7);
  const sigma = array((i) => 0.1 + 0.001 * (i % 11));
  const other = array((i) => 0.5 + 0.001 * (i % 13)); // wide, as a prior
  const counts = countOf(() => counted.sumGaussianKl(mu, sigma, mu, other));
  atMost('logarithms', logarithms(counts), weights / 30);
  assert.is(counts.allocations, 0);
});

/** Runs the garbage collector, which Node shows only on request. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Live memory, arrays included, in bytes. */
function liveBytes(gc: () => void): number {
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const STEPS = 1000;
const ROUNDS = 5;
const KEPT_BYTES = 100_000; // 1 MB in 10,000 steps; what V8 keeps for itself, code and feedback, is in it

const exact = { kind: 'exact', inputs: 5, batchSize: 32, samples: 1 } as const;
const local = { kind: 'local', inputs: 3, batchSize: 10, samples: 10 } as const;

for (const [name, make] of [
  ['a greedy action', () => plain.greedy().act],
  ['a DQN step', () => plain.dqnStep().step],
  ['a step of the ELBO', () => plain.bnnStep(exact).step],
  ['a sampled step of the ELBO', () => plain.bnnStep(local).step],
  ['64 gains', () => plain.gains(64, 256 * 64).measure],
] as const) {
  test(`${name} keeps nothing once warm`, () => {
    const gc = collector();
    const step: (n: number) => unknown = make();
    for (let n = 0; n < 2000; n++) step(n & 255);
    // V8 compiles when it finds the time, and keeps what it made: the least of a few rounds is what the steps keep.
    let least = Infinity;
    for (let round = 0; round < ROUNDS && least > KEPT_BYTES; round++) {
      const before = liveBytes(gc);
      for (let n = 0; n < STEPS; n++) step(n & 255);
      least = Math.min(least, liveBytes(gc) - before);
    }
    atMost('bytes kept after 1000 steps', least, KEPT_BYTES);
  });
}

test.run();
