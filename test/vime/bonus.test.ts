import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream, type Rng } from '../../src/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { median } from '../../src/stats/summary.ts';
import { Bonus, type BonusOptions } from '../../src/vime/bonus.ts';
import { Vime } from '../../src/vime/vime.ts';
import { createConfig } from '../../src/experiment/config.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { drawn } from '../support/curiosity.ts';

const S = 2;
const A = 3;

/** The bonus of a small Bayesian network. */
function bonusOf(options: Partial<BonusOptions> = {}): Bonus {
  const settings = {
    ...createConfig({ noise: 'fixed', refreshRows: 4, klScale: 'mean', freezeAfter: 1000 }),
    ...options,
  };
  const vimeOptions = {
    ...settings,
    hidden: 8,
    inputScale: 2,
    actionInput: 'one-hot',
    target: 'change',
    batchSize: 4,
    learningRate: 0.01,
  } as const;
  return new Bonus(new Vime(vimeOptions, S, A, stream(1, 'bnn.init')), settings);
}

/** Stores `count` seeded transitions, telling the curiosity of each. */
function addTransitions(replay: ReplayBuffer, { curiosity }: Bonus, count: number): void {
  const rng = stream(replay.added, 'transitions');
  const uniform = (): number => 2 * rng.uniform53() - 1;
  for (let i = 0; i < count; i++) {
    const state = Float64Array.of(uniform(), uniform());
    const next = state.map((value) => value + 0.1 * uniform());
    replay.add(state, rng.integer(A), 0, next, false, false);
    curiosity.observe(replay);
  }
}

const noise = (): Rng => stream(1, 'bnn.noise');
const batchOf = (replay: ReplayBuffer, n: number): Int32Array =>
  drawn(replay, stream(n, 'sampling'), 4);

test('measure takes the newest and goes round the others in turn', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10); // slots 0 to 9
  const changed = (): number[] => {
    const before = replay.gains.slice();
    for (let slot = 0; slot < replay.size; slot++) replay.setGain(slot, -1);
    const gain = bonus.measure(replay, noise());
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
  addTransitions(replay, bonus, 4); // into slots 10, 11, 0, 1
  assert.equal(replay.newest, 1);
  assert.equal(changed(), [1, 2, 3, 4]);
  assert.equal(changed(), [1, 5, 6, 7]);
  assert.equal(changed(), [1, 8, 9, 10]);
  assert.equal(changed(), [0, 1, 11]);
});

test('after one round every gain is that of the present beliefs', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(20, S);
  addTransitions(replay, bonus, 13);
  for (let i = 0; i < 5; i++) bonus.measure(replay, noise());
  // Another one of its kind, with the same seed, that looks at all of them at once.
  const whole = bonusOf({ refreshRows: 14 });
  addTransitions(new ReplayBuffer(20, S), whole, 13);
  const gains = replay.gains.slice();
  whole.measure(replay, noise());
  assertClose(gains, replay.gains, 'gains', 1e-13);
  assertClose([replay.meanGain], [gains.reduce((a, b) => a + b) / 13], 'mean gain', 1e-12);
});

test('more rows than transitions: measured more than once, to the same gain', () => {
  const bonus = bonusOf({ refreshRows: 8 });
  const replay = new ReplayBuffer(5, S);
  addTransitions(replay, bonus, 1);
  const gain = bonus.measure(replay, noise());
  assert.is(replay.gains[0], gain);
  assert.is(replay.meanGain, gain);
});

test('the bonus is the root of the gain in mean gains, clipped', () => {
  const replay = new ReplayBuffer(4, S);
  const bonus = bonusOf({ bonusClip: 1.5 });
  addTransitions(replay, bonus, 4);
  [1, 4, 0, 11].forEach((gain, slot) => replay.setGain(slot, gain)); // mean 4
  const bonuses = [0, 1, 2, 3].map((slot) => bonus.of(replay, slot));
  assertClose(bonuses, [0.5, 1, 0, 1.5], 'bonus', 1e-15);
  const straight = bonusOf({ bonusClip: 2, bonusRoot: false });
  const plain = [0, 1, 2, 3].map((slot) => straight.of(replay, slot));
  assertClose(plain, [0.25, 1, 0, 2], 'bonus without root', 1e-15);
});

test('the bonus in medians: raw gains in the first episode, then units of its median', () => {
  const bonus = bonusOf({ klScale: 'medians', bonusRoot: false, bonusClip: 1e9 });
  const replay = new ReplayBuffer(10, S);
  const gains: number[] = [];
  for (let step = 0; step < 5; step++) {
    addTransitions(replay, bonus, 1);
    gains.push(bonus.measure(replay, noise()));
    assertClose([bonus.of(replay, replay.newest)], [gains[step]], 'raw', 1e-15);
  }
  bonus.endEpisode(replay, 1, noise());
  // As first measured: `replay.gains` has been measured anew since.
  const unit = median(gains);
  for (let slot = 0; slot < 5; slot++) {
    assertClose([bonus.of(replay, slot)], [replay.gains[slot] / unit], `slot ${slot}`, 1e-14);
  }
});

test('the whole memory is measured anew after every so many episodes, at the present beliefs', () => {
  const bonus = bonusOf({ wholeRefreshEvery: 2 });
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10);
  const unmeasured = (): void => {
    for (let slot = 0; slot < replay.size; slot++) replay.setGain(slot, -1);
  };
  unmeasured();
  bonus.endEpisode(replay, 1, noise());
  assert.ok(
    replay.gains.subarray(0, 10).every((gain) => gain === -1),
    'after one episode',
  );
  bonus.endEpisode(replay, 2, noise());
  assert.ok(
    replay.gains.subarray(0, 10).every((gain) => gain > 0),
    'after two',
  );
  assertSameBits(replay.gains.subarray(10), new Float64Array(2), 'slots without a transition');

  // The same gains as the rolling refresh finds at these beliefs.
  const whole = replay.gains.slice();
  unmeasured();
  for (let step = 0; step < 4; step++) bonus.measure(replay, noise());
  assertSameBits(replay.gains, whole, 'gains');
});

test('the whole memory can be measured anew after every episode', () => {
  const bonus = bonusOf({ wholeRefreshEvery: 1 });
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10);
  bonus.endEpisode(replay, 1, noise());
  assert.ok(replay.gains.subarray(0, 10).every((gain) => gain > 0));
});

test('a batch teaches the model, and is measured by what the model is then; other gains stay', () => {
  const [bonus, other] = [bonusOf(), bonusOf()];
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10);
  addTransitions(new ReplayBuffer(12, S), other, 10);
  for (let slot = 0; slot < 10; slot++) replay.setGain(slot, 7);
  const batch = Int32Array.of(3, 8, 3, 1);
  const update = bonus.learnBatch(replay, batch, noise());
  assert.equal(update, other.curiosity.learn(replay, batch, noise()));
  assert.equal(bonus.curiosity.state(), other.curiosity.state());
  const gains = new Float64Array(4);
  other.curiosity.measure(replay, batch, gains, noise());
  const expected = new Float64Array(12).fill(7, 0, 10);
  batch.forEach((slot, row) => (expected[slot] = gains[row]));
  assertSameBits(replay.gains, expected, 'gains');
  assert.equal([...batch], [3, 8, 3, 1]);
});

test('what ended the world is left out of the batch and gains nothing; another counts twice', () => {
  const [bonus, other] = [bonusOf(), bonusOf()];
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10);
  addTransitions(new ReplayBuffer(12, S), other, 10);
  for (const slot of [3, 8]) replay.terminated[slot] = 1;
  for (let slot = 0; slot < 10; slot++) replay.setGain(slot, 7);
  bonus.learnBatch(replay, Int32Array.of(3, 5, 8, 1), noise());
  other.curiosity.learn(replay, Int32Array.of(5, 1, 5, 1), noise());
  assert.equal(bonus.curiosity.state(), other.curiosity.state());
  assert.equal([replay.gains[3], replay.gains[8]], [0, 0]);
  assert.ok(replay.gains[5] > 0 && replay.gains[5] !== 7);

  const before = bonus.state();
  assert.is(bonus.learnBatch(replay, Int32Array.of(8, 3, 3, 8), noise()), null);
  assert.equal(bonus.state(), before, 'a batch of ends teaches nothing');
});

test('medians follow measured batches, each transition once', () => {
  const replay = new ReplayBuffer(12, S);
  const bonus = bonusOf({ bonusRoot: false, bonusClip: 1e9, klScale: 'medians' });
  addTransitions(replay, bonus, 10);
  const batch = Int32Array.of(3, 8, 0, 1);
  replay.terminated[8] = 1; // three are left, and one of them fills the batch
  bonus.learnBatch(replay, batch, noise());
  bonus.endEpisode(replay, 1, noise());
  const mean = (replay.gains[3] + replay.gains[0] + replay.gains[1]) / 3;
  assert.is(replay.gains[8], 0);
  assertClose([bonus.ofGain(mean, replay)], [1], 'of the batch', 1e-12);
});

for (const klScale of ['mean', 'frozen', 'medians', 'none'] as const) {
  test(`a state put back goes on the same, bit for bit (klScale ${klScale})`, () => {
    const replay = new ReplayBuffer(30, S);
    const [bonus, other] = [0, 1].map(() => bonusOf({ klScale, freezeAfter: 16 }));
    const before = new ReplayBuffer(30, S);
    addTransitions(before, other, 20); // to be forgotten
    other.curiosity.learn(before, batchOf(before, 1), noise());
    other.measure(before, noise());
    other.endEpisode(before, 1, noise());
    addTransitions(replay, bonus, 10);
    bonus.measure(replay, noise()); // what a frozen unit is from then on
    addTransitions(replay, bonus, 7);
    for (let step = 0; step < 3; step++)
      bonus.curiosity.learn(replay, batchOf(replay, step), noise());
    bonus.measure(replay, noise());
    bonus.endEpisode(replay, 1, noise());
    bonus.measure(replay, noise());

    const state = bonus.state();
    const kept = structuredClone(state);
    other.restore(state);
    const copy = new ReplayBuffer(30, S);
    copy.restore(replay.state());
    const goOn = (each: Bonus, memory: ReplayBuffer): number[] => {
      addTransitions(memory, each, 3);
      const update = each.curiosity.learn(memory, batchOf(memory, 9), noise());
      const gain = each.measure(memory, noise());
      each.endEpisode(memory, 2, noise());
      return [
        update!.objective,
        gain,
        ...Array.from(memory.gains, (_, slot) => each.of(memory, slot)),
      ];
    };
    for (let step = 0; step < 3; step++) {
      assert.equal(goOn(other, copy), goOn(bonus, replay));
      assert.equal(other.state(), bonus.state());
      assert.equal(copy.state(), replay.state());
    }
    assert.equal(state, kept, 'the state is a copy');
  });
}

test('a frozen unit is the mean gain until it is frozen, and then stays', () => {
  const bonus = bonusOf({ klScale: 'frozen', freezeAfter: 6, bonusRoot: false, bonusClip: 1e9 });
  const replay = new ReplayBuffer(20, S);
  const unit = (): number => replay.gains[replay.newest] / bonus.of(replay, replay.newest);
  let frozen = NaN;
  for (let step = 1; step <= 12; step++) {
    addTransitions(replay, bonus, 1);
    bonus.measure(replay, noise());
    if (step <= 6) frozen = replay.meanGain;
    assertClose([unit()], [frozen], `after ${step} steps`, 1e-14);
  }
  assert.ok(Math.abs(replay.meanGain / frozen - 1) > 1e-6, 'the mean has moved on');
});

test('without a unit the bonus is the gain itself', () => {
  const bonus = bonusOf({ klScale: 'none', bonusRoot: false, bonusClip: 1e9 });
  const replay = new ReplayBuffer(4, S);
  addTransitions(replay, bonus, 1);
  replay.setGain(0, 0.25);
  assert.is(bonus.of(replay, 0), 0.25);
});

test.run();
