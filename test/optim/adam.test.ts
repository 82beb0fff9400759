import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Adam, type AdamOptions } from '../../src/optim/adam.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

/** Algorithm 1 of the paper, word for word, for one parameter: its path over the given gradients. */
function paperAdam(
  start: number,
  grads: readonly number[],
  learningRate: number,
  { beta1 = 0.9, beta2 = 0.999, adamEps = 1e-8 }: AdamOptions = {},
): number[] {
  let [x, m, v] = [start, 0, 0];
  return grads.map((g, step) => {
    const t = step + 1;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const mHat = m / (1 - beta1 ** t);
    const vHat = v / (1 - beta2 ** t);
    x -= (learningRate * mHat) / (Math.sqrt(vHat) + adamEps);
    return x;
  });
}

test('the first step has the size of the learning rate, whatever the gradient', () => {
  const parameters = new Float64Array(4);
  new Adam(4).step(parameters, Float64Array.of(1e-3, -1e-3, 7, -1e6), 0.01);
  // m̂ = g and v̂ = g²: the step is 0.01 |g| / (|g| + 1e-8), 1e-5 short of 0.01 for the smallest.
  assertClose(parameters, [-0.01, 0.01, -0.01, 0.01], 'parameters', 1.1e-5, 0);
  assertClose(parameters, [-0.01 / (1 + 1e-5), 0.01 / (1 + 1e-5), -0.01, 0.01], 'exactly', 1e-8, 0);
});

test('two steps computed by hand', () => {
  // β₁ = β₂ = 1/2, ε = 0, α = 1, g = 1 then 3:
  // t = 1: m = 1/2, v = 1/2, m̂ = v̂ = 1, step 1
  // t = 2: m = 1/4 + 3/2 = 7/4, v = 1/4 + 9/2 = 19/4, m̂ = 7/3, v̂ = 19/3, step 7/3 / √(19/3)
  const x = Float64Array.of(5);
  const adam = new Adam(1, { beta1: 0.5, beta2: 0.5, adamEps: 0 });
  adam.step(x, Float64Array.of(1), 1);
  assertClose(x, [4], 'first');
  adam.step(x, Float64Array.of(3), 1);
  assertClose(x, [4 - 7 / 3 / Math.sqrt(19 / 3)], 'second');
  const { m, v, beta1Power, beta2Power } = adam.state();
  assert.equal([m[0], v[0], beta1Power, beta2Power], [7 / 4, 19 / 4, 1 / 4, 1 / 4]);
});

for (const [name, options] of Object.entries<AdamOptions>({
  'the defaults': {},
  'beta1 0.5': { beta1: 0.5 },
  'beta2 0.9': { beta2: 0.9 },
  'a large adamEps': { adamEps: 0.5 },
  'no memory at all': { beta1: 0, beta2: 0 },
})) {
  test(`agrees with the paper's algorithm over 200 steps: ${name}`, () => {
    const rng = stream(1, name);
    const start = normal(5, rng);
    const grads = Array.from({ length: 200 }, () => normal(5, rng));
    const adam = new Adam(5, options);
    const x = start.slice();
    const path = grads.map((g) => {
      adam.step(x, g, 0.03);
      return x.slice();
    });
    for (let p = 0; p < 5; p++) {
      const mine = path.map((row) => row[p]);
      const column = grads.map((g) => g[p]);
      assertClose(mine, paperAdam(start[p], column, 0.03, options), `parameter ${p}`, 1e-12, 1e-13);
    }
  });
}

test('every option changes the result', () => {
  const ends = [{}, { beta1: 0.8 }, { beta2: 0.99 }, { adamEps: 1e-3 }].map((options) => {
    const adam = new Adam(1, options);
    const x = Float64Array.of(0);
    for (const g of [1, -0.5, 2]) adam.step(x, Float64Array.of(g), 0.1);
    return x[0];
  });
  assert.is(new Set(ends).size, 4);
});

test('the learning rate may change from step to step', () => {
  const adam = new Adam(1);
  const x = Float64Array.of(0);
  adam.step(x, Float64Array.of(1), 0);
  assert.is(x[0], 0); // no step, but the averages have seen the gradient
  adam.step(x, Float64Array.of(1), 0.1);
  assertClose(x, [-0.1], 'x', 1e-7);
});

test('a zero gradient from the start moves nothing', () => {
  const x = Float64Array.of(1, -2);
  const adam = new Adam(2);
  for (let t = 0; t < 3; t++) adam.step(x, new Float64Array(2), 0.1);
  assertSameBits(x, Float64Array.of(1, -2), 'x');
});

test('where no gradient comes any more the average ends at 0, and not among the subnormal numbers', () => {
  const adam = new Adam(2);
  const parameters = Float64Array.of(1, 1);
  adam.step(parameters, Float64Array.of(1, -1), 0.01);
  const none = new Float64Array(2);
  for (let step = 0; step < 4000; step++) adam.step(parameters, none, 0.01);
  assert.ok(adam.state().m[0] > 1e-190 && adam.state().m[1] < -1e-190); // 0.9^4001
  const before = parameters.slice();
  for (let step = 0; step < 1000; step++) adam.step(parameters, none, 0.01);
  assertSameBits(adam.state().m, none, 'm');
  assertSameBits(parameters, before, 'parameters');
});

test('each parameter moves by its own gradients alone, and the gradient is left untouched', () => {
  const together = Float64Array.of(1, 1);
  const alone = Float64Array.of(1);
  const pair = new Adam(2);
  const single = new Adam(1);
  for (const g of [0.3, -2, 5]) {
    const grad = Float64Array.of(g, 100 * g * g);
    pair.step(together, grad, 0.1);
    single.step(alone, Float64Array.of(g), 0.1);
    assertSameBits(grad, Float64Array.of(g, 100 * g * g), 'grad');
  }
  assert.is(together[0], alone[0]);
});

test('a restored state continues bit for bit', () => {
  const rng = stream(2, 'resume');
  const grads = Array.from({ length: 20 }, () => normal(3, rng));
  const x = normal(3, rng);
  const adam = new Adam(3);
  for (const g of grads.slice(0, 10)) adam.step(x, g, 0.01);
  const saved = { x: x.slice(), state: adam.state() };
  for (const g of grads.slice(10)) adam.step(x, g, 0.01);

  const resumed = new Adam(3);
  resumed.step(new Float64Array(3), Float64Array.of(9, 9, 9), 1); // a past that must be forgotten
  resumed.restore(saved.state);
  for (const g of grads.slice(10)) resumed.step(saved.x, g, 0.01);
  assertSameBits(saved.x, x, 'parameters');
  assertSameBits(resumed.state().m, adam.state().m, 'm');
  assertSameBits(resumed.state().v, adam.state().v, 'v');
  assert.is(resumed.state().beta1Power, adam.state().beta1Power);
  assert.is(resumed.state().beta2Power, adam.state().beta2Power);
});

test('state and restore copy: later steps change neither the state nor another optimiser', () => {
  const one = new Adam(1);
  one.step(Float64Array.of(0), Float64Array.of(1), 0.1);
  const state = one.state();
  const other = new Adam(1);
  other.restore(state);
  one.step(Float64Array.of(0), Float64Array.of(5), 0.1);
  other.step(Float64Array.of(0), Float64Array.of(-5), 0.1);
  assertClose(state.m, [0.1], 'm');
  assertClose(state.v, [0.001], 'v');
  assertClose(one.state().m, [0.9 * 0.1 + 0.5], 'm of the first');
  assertClose(other.state().m, [0.9 * 0.1 - 0.5], 'm of the second');
});

test('a state of another number of parameters is rejected', () => {
  assertRangeError(
    () => new Adam(2).restore(new Adam(3).state()),
    /^Adam\.restore: state of 3 and 3 parameters; expected 2/,
  );
  const uneven = { ...new Adam(2).state(), v: new Float64Array(1) };
  assertRangeError(() => new Adam(2).restore(uneven), /^Adam\.restore: /);
});

test.run();
