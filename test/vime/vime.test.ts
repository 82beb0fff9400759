import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../src/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { median } from '../../src/stats/summary.ts';
import { Vime, type VimeOptions } from '../../src/vime/vime.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

const OPTIONS: VimeOptions = {
  hidden: 8,
  inputScale: 2,
  batchSize: 4,
  learningRate: 0.01,
  priorSd: 0.5,
  initialSigma: 0.1,
  likelihoodSd: 0.3,
  likelihood: 'exact',
  samples: 2,
  freezeAfter: 1000,
  refreshRows: 4,
  wholeRefreshEvery: 0,
  gainMethod: 'second-order',
  gainDirection: 'gain',
  gainStepKind: 'natural',
  gainSteps: 1,
  gainStepSize: 0.01,
  klScale: 'mean',
  bonusRoot: true,
  bonusClip: 5,
};
const S = 2;
const A = 3;

const vimeOf = (options: Partial<VimeOptions> = {}): Vime =>
  new Vime({ ...OPTIONS, ...options }, S, A, stream(1, 'bnn.init'));

/** Stores `count` seeded transitions, telling `vime` of each. */
function addTransitions(replay: ReplayBuffer, vime: Vime, count: number): void {
  const rng = stream(replay.added, 'transitions');
  const uniform = (): number => 2 * rng.uniform53() - 1;
  for (let i = 0; i < count; i++) {
    const state = Float64Array.of(uniform(), uniform());
    const next = state.map((value) => value + 0.1 * uniform());
    replay.add(state, rng.integer(A), 0, next, false, false);
    vime.observe(replay);
  }
}

const noise = (): ReturnType<typeof stream> => stream(1, 'bnn.noise');

test('measure takes the newest and goes round the others in turn', () => {
  const vime = vimeOf();
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, vime, 10); // slots 0 to 9
  const changed = (): number[] => {
    const before = replay.gains.slice();
    for (let slot = 0; slot < replay.size; slot++) replay.setGain(slot, -1);
    const gain = vime.measure(replay, noise());
    const slots = [...replay.gains.keys()].filter(
      (slot) => slot < replay.size && replay.gains[slot] !== -1,
    );
    assert.is(replay.gains[replay.newest], gain, 'the gain of the newest is returned');
    for (const slot of slots) assert.ok(replay.gains[slot] > 0);
    for (let slot = 0; slot < replay.size; slot++) {
      if (!slots.includes(slot)) replay.setGain(slot, before[slot]);
    }
    return slots;
  };
  assert.equal(changed(), [0, 1, 2, 9]);
  assert.equal(changed(), [3, 4, 5, 9]);
  assert.equal(changed(), [6, 7, 8, 9]);
  assert.equal(changed(), [0, 1, 9]); // 9 itself in turn, and round to the start
  addTransitions(replay, vime, 4); // into slots 10, 11, 0, 1
  assert.equal(replay.newest, 1);
  assert.equal(changed(), [1, 2, 3, 4]);
  assert.equal(changed(), [1, 5, 6, 7]);
  assert.equal(changed(), [1, 8, 9, 10]);
  assert.equal(changed(), [0, 1, 11]);
});

test('after one round every gain is that of the present beliefs', () => {
  const vime = vimeOf();
  const replay = new ReplayBuffer(20, S);
  addTransitions(replay, vime, 13);
  for (let i = 0; i < 5; i++) vime.measure(replay, noise());
  // Another one of its kind, with the same seed, that looks at all of them at once.
  const whole = vimeOf({ refreshRows: 14 });
  addTransitions(new ReplayBuffer(20, S), whole, 13);
  const gains = replay.gains.slice();
  whole.measure(replay, noise());
  assertClose(gains, replay.gains, 'gains', 1e-13);
  assertClose([replay.meanGain], [gains.reduce((a, b) => a + b) / 13], 'mean gain', 1e-12);
});

test('more rows than transitions: measured more than once, to the same gain', () => {
  const vime = vimeOf({ refreshRows: 8 });
  const replay = new ReplayBuffer(5, S);
  addTransitions(replay, vime, 1);
  const gain = vime.measure(replay, noise());
  assert.is(replay.gains[0], gain);
  assert.is(replay.meanGain, gain);
});

for (const [name, options] of Object.entries<Partial<VimeOptions>>({
  'in closed form': {},
  'by descent': { gainMethod: 'descent' },
  'compression by descent': { gainMethod: 'descent', gainDirection: 'compression' },
  'with drawn weights': { likelihood: 'weight' },
  'with local noise': { likelihood: 'local' },
})) {
  test(`the gain of an often repeated transition falls: ${name}`, () => {
    const vime = vimeOf(options);
    const replay = new ReplayBuffer(100, S);
    addTransitions(replay, vime, 30);
    const state = Float64Array.of(0.5, -0.5);
    const next = Float64Array.of(0.6, -0.45);
    const sampling = stream(1, 'bnn.replay');
    const draws = stream(2, 'bnn.noise');
    const mean = (): number => {
      let total = 0;
      for (let i = 0; i < 20; i++) total += vime.measure(replay, draws);
      return total / 20;
    };
    replay.add(state, 1, 0, next, false, false);
    const first = mean();
    for (let i = 0; i < 30; i++) replay.add(state, 1, 0, next, false, false);
    for (let i = 0; i < 200; i++) vime.learn(replay, sampling, draws);
    const last = mean();
    assert.ok(last < 0.2 * first, `gain ${first} at first, ${last} after 200 lessons`);
  });
}

test('to second order descent and the closed form agree: gain = λ² k', () => {
  const [closed, descent] = [vimeOf(), vimeOf({ gainMethod: 'descent', gainStepSize: 1e-5 })];
  const replay = new ReplayBuffer(10, S);
  addTransitions(replay, closed, 6);
  addTransitions(new ReplayBuffer(10, S), descent, 6);
  const k = closed.measure(replay, noise());
  const gain = descent.measure(replay, noise());
  assertClose([gain / 1e-10], [k], 'gain', 1e-3);
});

test('the model sees scaled state and one-hot action, and learns the standardised change', () => {
  const vime = vimeOf({ batchSize: 1 });
  const replay = new ReplayBuffer(1, S); // so that the sample is the newest
  const changes = [
    [0.1, -0.01],
    [0.3, 0.02],
    [-0.1, 0.05],
  ];
  changes.forEach(([dx, dv], action) => {
    const state = Float64Array.of(0.25, -0.5);
    replay.add(state, action, 0, Float64Array.of(0.25 + dx, -0.5 + dv), false, false);
    vime.observe(replay);
    vime.learn(replay, stream(1, 'bnn.replay'), noise());
    const oneHot = [0, 1, 2].map((a) => (a === action ? 1 : 0));
    assert.equal([...vime.bnn.inputs], [0.5, -1, ...oneHot]);
    const seen = changes.slice(0, action + 1);
    const expected = [0, 1].map((i) => {
      const column = seen.map((change) => change[i]);
      const m = column.reduce((a, b) => a + b) / column.length;
      const variance = column.reduce((a, b) => a + (b - m) * (b - m), 0) / column.length;
      return (changes[action][i] - m) / (variance > 0 ? Math.sqrt(variance) : 1);
    });
    assertClose(vime.bnn.targets, expected, 'targets', 1e-9, 1e-12);
  });
});

test('the bonus is the root of the gain in mean gains, clipped', () => {
  const replay = new ReplayBuffer(4, S);
  const vime = vimeOf({ bonusClip: 1.5 });
  addTransitions(replay, vime, 4);
  [1, 4, 0, 11].forEach((gain, slot) => replay.setGain(slot, gain)); // mean 4
  const bonuses = [0, 1, 2, 3].map((slot) => vime.bonus(replay, slot));
  assertClose(bonuses, [0.5, 1, 0, 1.5], 'bonus', 1e-15);
  const straight = vimeOf({ bonusClip: 2, bonusRoot: false });
  const plain = [0, 1, 2, 3].map((slot) => straight.bonus(replay, slot));
  assertClose(plain, [0.25, 1, 0, 2], 'bonus without root', 1e-15);
});

test('the bonus in medians: raw gains in the first episode, then units of its median', () => {
  const vime = vimeOf({ klScale: 'medians', bonusRoot: false, bonusClip: 1e9 });
  const replay = new ReplayBuffer(10, S);
  const gains: number[] = [];
  for (let step = 0; step < 5; step++) {
    addTransitions(replay, vime, 1);
    gains.push(vime.measure(replay, noise()));
    assertClose([vime.bonus(replay, replay.newest)], [gains[step]], 'raw', 1e-15);
  }
  vime.endEpisode(replay, 1, noise());
  // As first measured: `replay.gains` has been measured anew since.
  const unit = median(gains);
  for (let slot = 0; slot < 5; slot++) {
    assertClose([vime.bonus(replay, slot)], [replay.gains[slot] / unit], `slot ${slot}`, 1e-14);
  }
});

test('the whole memory is measured anew after every so many episodes, at the present beliefs', () => {
  const vime = vimeOf({ wholeRefreshEvery: 2 });
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, vime, 10);
  const unmeasured = (): void => {
    for (let slot = 0; slot < replay.size; slot++) replay.setGain(slot, -1);
  };
  unmeasured();
  vime.endEpisode(replay, 1, noise());
  assert.ok(
    replay.gains.subarray(0, 10).every((gain) => gain === -1),
    'after one episode',
  );
  vime.endEpisode(replay, 2, noise());
  assert.ok(
    replay.gains.subarray(0, 10).every((gain) => gain > 0),
    'after two',
  );
  assertSameBits(replay.gains.subarray(10), new Float64Array(2), 'slots without a transition');

  // The same gains as the rolling refresh finds at these beliefs.
  const whole = replay.gains.slice();
  unmeasured();
  for (let step = 0; step < 4; step++) vime.measure(replay, noise());
  assertSameBits(replay.gains, whole, 'gains');
});

test('one seed, one curiosity: the same transitions give the same beliefs and gains', () => {
  const gains = [0, 1].map(() => {
    const vime = vimeOf({ likelihood: 'local' });
    const replay = new ReplayBuffer(50, S);
    const [sampling, draws] = [stream(1, 'bnn.replay'), noise()];
    for (let i = 0; i < 20; i++) {
      addTransitions(replay, vime, 1);
      if (replay.size >= 4) vime.learn(replay, sampling, draws);
      vime.measure(replay, draws);
    }
    return { gains: replay.gains, phi: vime.bnn.posterior.phi.value.data };
  });
  assertSameBits(gains[0].gains, gains[1].gains, 'gains');
  assertSameBits(gains[0].phi, gains[1].phi, 'phi');
});

for (const klScale of ['mean', 'medians'] as const) {
  test(`a state put back goes on the same, bit for bit (klScale ${klScale})`, () => {
    const replay = new ReplayBuffer(30, S);
    const vime = vimeOf({ klScale });
    const other = vimeOf({ klScale });
    const before = new ReplayBuffer(30, S);
    addTransitions(before, other, 20); // to be forgotten
    other.learn(before, stream(1, 'sampling'), noise());
    other.measure(before, noise());
    other.endEpisode(before, 1, noise());
    addTransitions(replay, vime, 17);
    for (let step = 0; step < 3; step++) vime.learn(replay, stream(step, 'sampling'), noise());
    vime.measure(replay, noise());
    vime.endEpisode(replay, 1, noise());
    vime.measure(replay, noise());

    const state = vime.state();
    const kept = structuredClone(state);
    other.restore(state);
    const copy = new ReplayBuffer(30, S);
    copy.restore(replay.state());
    const goOn = (each: Vime, memory: ReplayBuffer): number[] => {
      addTransitions(memory, each, 3);
      const { elbo } = each.learn(memory, stream(9, 'sampling'), noise());
      const gain = each.measure(memory, noise());
      each.endEpisode(memory, 2, noise());
      return [elbo, gain, ...Array.from(memory.gains, (_, slot) => each.bonus(memory, slot))];
    };
    for (let step = 0; step < 3; step++) {
      assert.equal(goOn(other, copy), goOn(vime, replay));
      assert.equal(other.state(), vime.state());
      assert.equal(copy.state(), replay.state());
    }
    assert.equal(state, kept, 'the state is a copy');
  });
}

test.run();
