import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constant, parameter } from '../../src/autodiff/variable.ts';
import { Dqn, tdLoss, type DqnOptions } from '../../src/dqn/dqn.ts';
import { networkFunction } from '../../src/nn/network.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { mlp } from '../../src/nn/mlp.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { createNStepBatch, type NStepBatch } from '../../src/replay/nStep.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

const B = 6;
const OPTIONS: DqnOptions = {
  sizes: [2, 8, 3],
  batchSize: B,
  doubleDqn: true,
  huberDelta: 1,
  maxGradNorm: 10,
  tau: 0.1,
  targetUpdate: 'soft',
  targetEvery: 1,
  averageWeight: 0.01,
  inputLasso: 0,
};

const dqnOf = (options: Partial<DqnOptions> = {}): Dqn =>
  new Dqn({ ...OPTIONS, ...options }, stream(1, 'dqn.init'));

/** A seeded batch, number `n`. */
function batchOf(n: number): NStepBatch {
  const batch = createNStepBatch(B, 2);
  const rng = stream(n, 'batch');
  batch.states.set(normal(2 * B, rng));
  batch.nextStates.set(normal(2 * B, rng));
  batch.returns.set(normal(B, rng));
  batch.discounts.fill(0.9);
  batch.actions.set(Array.from({ length: B }, () => rng.integer(3)));
  batch.ended[n % B] = 1;
  return batch;
}

/** Values of the target network, as the targets see them. */
function targetValues(dqn: Dqn): Float64Array {
  const q = networkFunction(dqn.target, dqn.layers, B);
  q.inputs.set(batchOf(1).nextStates);
  return q.evaluate().slice();
}

test('the three copies start equal, and are three', () => {
  const dqn = dqnOf();
  assertSameBits(dqn.target, dqn.online, 'target');
  assertSameBits(dqn.average, dqn.online, 'average');
  dqn.online[0]++;
  assert.is.not(dqn.target[0], dqn.online[0]);
  assert.is.not(dqn.average[0], dqn.online[0]);
});

test('target values ignore online updates until a copy, then are those of the online network', () => {
  const dqn = dqnOf({ targetUpdate: 'updates', targetEvery: 3 });
  const start = targetValues(dqn);
  for (let update = 1; update <= 7; update++) {
    const before = dqn.target.slice();
    dqn.learn(batchOf(update), 0.01);
    assert.is(dqn.updates, update);
    if (update % 3 === 0) assertSameBits(dqn.target, dqn.online, `copied at update ${update}`);
    else assertSameBits(dqn.target, before, `untouched at update ${update}`);
    if (update === 2) assertSameBits(targetValues(dqn), start, 'values after two updates');
  }
  assert.ok(targetValues(dqn).some((value, i) => value !== start[i]));
});

test('copied after so many episodes, the target keeps still in between, whatever tau is', () => {
  const dqn = dqnOf({ targetUpdate: 'episodes', targetEvery: 2 });
  for (let episode = 1; episode <= 5; episode++) {
    const before = dqn.target.slice();
    for (let update = 0; update < 3; update++) dqn.learn(batchOf(update), 0.01);
    assertSameBits(dqn.target, before, `during episode ${episode}`);
    dqn.endEpisode(episode);
    assertSameBits(
      dqn.target,
      episode % 2 === 0 ? dqn.online : before,
      `at the end of episode ${episode}`,
    );
    assert.is.not(dqn.target, dqn.online, 'a copy');
  }
});

test('copied after so many environment steps, the target keeps still in between', () => {
  const dqn = dqnOf({ targetUpdate: 'steps', targetEvery: 3 });
  for (let step = 1; step <= 7; step++) {
    const before = dqn.target.slice();
    const online = dqn.online.slice();
    dqn.endStep(step);
    assertSameBits(dqn.target, step % 3 === 0 ? online : before, `at step ${step}`);
    const copied = dqn.target.slice();
    for (let update = 0; update < 2; update++) dqn.learn(batchOf(update), 0.01);
    assertSameBits(dqn.target, copied, `by the updates of step ${step}`);
  }
  const other = dqnOf({ targetUpdate: 'updates', targetEvery: 3 });
  other.learn(batchOf(1), 0.01);
  const before = other.state();
  for (let step = 1; step <= 4; step++) other.endStep(step);
  assert.equal(other.state(), before, 'means nothing to another target');
});

test('a target can be copied after every single update, or every single episode', () => {
  const byUpdate = dqnOf({ targetUpdate: 'updates', targetEvery: 1 });
  byUpdate.learn(batchOf(1), 0.01);
  assertSameBits(byUpdate.target, byUpdate.online, 'after an update');
  const byEpisode = dqnOf({ targetUpdate: 'episodes', targetEvery: 1 });
  byEpisode.learn(batchOf(1), 0.01);
  byEpisode.endEpisode(1);
  assertSameBits(byEpisode.target, byEpisode.online, 'after an episode');
});

test('the end of an episode means nothing to a target that is not copied by episodes', () => {
  for (const options of [{}, { targetUpdate: 'updates', targetEvery: 2 } as const]) {
    const dqn = dqnOf(options);
    dqn.learn(batchOf(1), 0.01);
    const before = dqn.state();
    for (let episode = 1; episode <= 3; episode++) dqn.endEpisode(episode);
    assert.equal(dqn.state(), before);
  }
});

test('without copies a share tau of the online weights is mixed in after each update', () => {
  for (const tau of [0, 0.1, 1]) {
    const dqn = dqnOf({ tau });
    for (let update = 1; update <= 3; update++) {
      const before = dqn.target.slice();
      dqn.learn(batchOf(update), 0.01);
      const expected = before.map((w, i) => (1 - tau) * w + tau * dqn.online[i]);
      assertClose(dqn.target, expected, `tau ${tau}, update ${update}`, 1e-14, 1e-16);
    }
  }
});

test('the average follows the online weights at its own weight, target or not', () => {
  for (const targetUpdate of ['soft', 'updates'] as const) {
    const dqn = dqnOf({ averageWeight: 0.25, targetUpdate, targetEvery: 2 });
    let expected = dqn.online.slice();
    for (let update = 1; update <= 5; update++) {
      dqn.learn(batchOf(update), 0.01);
      expected = expected.map((w, i) => 0.75 * w + 0.25 * dqn.online[i]);
    }
    assertClose(dqn.average, expected, 'average', 1e-13, 1e-15);
  }
});

for (const delta of [0.5, Infinity]) {
  test(`tdLoss with delta ${delta}: the formula, and its gradient by central differences`, () => {
    const layers = layersOf([2, 4, 3]);
    const states = constant(fromArray(seeded('states', [B, 2]), [B, 2]));
    const targets = constant(fromArray(seeded('targets', [B])));
    const { actions } = batchOf(1);
    const values = seeded('parameters', [parameterCount(layers)], -1, 1);
    const theta = parameter(fromArray(values));
    const q = mlp(states, theta, layers).value.data;
    let total = 0;
    for (let b = 0; b < B; b++) {
      const e = Math.abs(q[3 * b + actions[b]] - targets.value.data[b]);
      total += e <= delta ? 0.5 * e * e : delta * (e - delta / 2);
    }
    const loss = tdLoss(states, theta, layers, actions, targets, delta);
    assertClose(loss.value.data, [total / B], 'loss', 1e-13);
    checkGradients(
      (p) => tdLoss(states, p, layers, actions, targets, delta),
      [{ shape: [values.length], values }],
    );
  });
}

test('learning on episodes that have ended finds their returns', () => {
  const dqn = dqnOf({ sizes: [2, 32, 3] });
  const batch = batchOf(1);
  batch.ended.fill(1);
  for (let update = 0; update < 3000; update++) dqn.learn(batch, 0.003);
  const q = networkFunction(dqn.online, dqn.layers, B);
  q.inputs.set(batch.states);
  const values = q.evaluate();
  const taken = Array.from(batch.actions, (action, b) => values[3 * b + action]);
  assertClose(taken, batch.returns, 'Q(s, a)', 0, 0.01);
});

test('learning propagates: the value before the goal is the discounted value at it', () => {
  // 0 → 1 → goal with reward 1: Q is 0.9 and 1 (gamma 0.9), whatever network supplies the targets.
  for (const options of [
    { tau: 0.05 },
    { targetUpdate: 'updates', targetEvery: 20 } as const,
    { doubleDqn: false },
  ]) {
    const dqn = dqnOf({ ...options, sizes: [2, 16, 1] });
    const batch = createNStepBatch(B, 2);
    for (let b = 0; b < B; b++) {
      const atGoal = b % 2;
      batch.states.set([atGoal, 1 - atGoal], 2 * b);
      batch.nextStates.set([1, 0], 2 * b);
      batch.returns[b] = atGoal;
      batch.ended[b] = atGoal;
    }
    batch.discounts.fill(0.9);
    for (let update = 0; update < 1500; update++) dqn.learn(batch, 0.003);
    const q = networkFunction(dqn.online, dqn.layers, 2);
    q.inputs.set([0, 1, 1, 0]);
    assertClose(q.evaluate(), [0.9, 1], JSON.stringify(options), 0, 0.01);
  }
});

test('the gradient is clipped to maxGradNorm, and its norm told as it was before', () => {
  const [free, clipped] = [dqnOf(), dqnOf({ maxGradNorm: 0.01 })];
  const a = free.learn(batchOf(1), 0.01);
  const b = clipped.learn(batchOf(1), 0.01);
  assert.is(b.gradNorm, a.gradNorm);
  assert.ok(a.gradNorm > 0.01 && a.gradNorm < 10);
  const length = (x: Float64Array): number => Math.sqrt(x.reduce((s, g) => s + g * g, 0));
  assertClose([length(free.grad)], [a.gradNorm], 'not clipped', 1e-13);
  assertClose([length(clipped.grad)], [0.01], 'clipped', 1e-3);
});

test('a gradient that is not finite is reported, not applied', () => {
  const dqn = dqnOf();
  const batch = batchOf(1);
  batch.returns[0] = NaN;
  const before = dqn.online.slice();
  const update = dqn.learn(batch, 0.01);
  assert.not(Number.isFinite(update.gradNorm));
  assertSameBits(dqn.online, before, 'online');
});

test('a learning rate of 0 changes nothing', () => {
  const dqn = dqnOf();
  const before = dqn.online.slice();
  dqn.learn(batchOf(1), 0);
  assertSameBits(dqn.online, before, 'online');
});

test('the batch given is left as it was', () => {
  const dqn = dqnOf();
  const [batch, same] = [batchOf(2), batchOf(2)];
  dqn.learn(batch, 0.01);
  assert.equal(batch, same);
});

test('one seed, one network: the same batches give the same weights', () => {
  const weights = [0, 1].map(() => {
    const dqn = dqnOf();
    for (let update = 1; update <= 10; update++) dqn.learn(batchOf(update), 0.01);
    return dqn.online;
  });
  assertSameBits(weights[0], weights[1], 'online');
});

for (const targetUpdate of ['soft', 'updates'] as const) {
  test(`a restored state continues bit for bit (targetUpdate ${targetUpdate})`, () => {
    const dqn = dqnOf({ targetUpdate, targetEvery: 3 });
    for (let n = 0; n < 4; n++) dqn.learn(batchOf(n), 0.01);
    const state = dqn.state();
    const kept = structuredClone(state);
    const other = dqnOf({ targetUpdate, targetEvery: 3 });
    other.learn(batchOf(9), 0.5); // to be forgotten
    other.restore(state);
    for (let n = 4; n < 9; n++) {
      assert.equal(other.learn(batchOf(n), 0.01), dqn.learn(batchOf(n), 0.01));
      assert.equal(other.state(), dqn.state());
    }
    assert.is(other.updates, 9);
    assert.equal(state, kept, 'the state is a copy');
  });
}

test('a state of another size is refused, whichever vector it is', () => {
  const state = dqnOf().state();
  assertRangeError(() => dqnOf({ sizes: [2, 7, 3] }).restore(state), /Dqn\.restore/);
  for (const name of ['online', 'target', 'average'] as const) {
    const shorter = { ...state, [name]: state[name].slice(1) };
    assertRangeError(() => dqnOf().restore(shorter), /Dqn\.restore/);
  }
});

test.run();
