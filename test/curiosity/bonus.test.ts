import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { median } from '../../src/math/stats/descriptive.ts';
import type { CuriosityUpdate } from '../../src/curiosity/curiosity.ts';
import { Bonus, type BonusOptions } from '../../src/curiosity/bonus.ts';
import { Vime, VIME_CONSTANTS } from '../../src/curiosity/vime/vime.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';
import { batchOf, drawn, remember } from '../support/curiosity.ts';

const S = 2;
const A = 3;

/** The bonus of a small Bayesian network. */
function bonusOf(options: Partial<BonusOptions> = {}, rows = 4): Bonus {
  const config = createConfig({ noise: 'fixed', bonusUnit: 'moving', freezeAfter: 1000 });
  const settings = { ...config, replayCapacity: 50, bonusClip: 5, ...options };
  const vimeOptions = {
    ...VIME_CONSTANTS,
    ...settings,
    stateSize: S,
    actionCount: A,
    rows,
    hidden: 8,
    inputScale: 2,
    batchSize: 4,
    learningRate: 0.01,
  };
  return new Bonus(new Vime('information-gain', vimeOptions, stream(1, 'bnn.init')), settings, S);
}

/** Stores `count` seeded transitions, telling the curiosity of each. */
function addTransitions(replay: ReplayBuffer, { curiosity }: Bonus, count: number): void {
  const rng = stream(replay.added, 'transitions');
  const uniform = (): number => 2 * rng.uniform53() - 1;
  for (let i = 0; i < count; i++) {
    const state = Float64Array.of(uniform(), uniform());
    const nextState = state.map((value) => value + 0.1 * uniform());
    const plain = { state: [...state], action: rng.integer(A), nextState: [...nextState] };
    remember(replay, curiosity, plain);
  }
}

const noise = (): Rng => stream(1, 'bnn.noise');

/** Measures the newest transition and others. */
const measure = (bonus: Bonus, replay: ReplayBuffer): number =>
  bonus.measure(replay, replay.newest, noise());

/** One update on transition drawn from memory. */
function learnFrom({ curiosity }: Bonus, replay: ReplayBuffer, n: number): CuriosityUpdate | null {
  const slots = drawn(replay, stream(n, 'sampling'), 4);
  return curiosity.learn(batchOf(replay, slots), replay.size, noise());
}

/** Novelties of the first `count` slots. */
const noveltiesOf = (bonus: Bonus, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, slot) => bonus.novelty(slot));

/** Overwrites the stored novelties. */
function setNovelties(bonus: Bonus, novelties: ArrayLike<number>): void {
  bonus.restore({ ...bonus.state(), novelties: Float64Array.from(novelties) });
}

test('measure takes the newest and goes round the others in turn', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10); // slots 0 to 9
  const changed = (): number[] => {
    setNovelties(bonus, new Float64Array(replay.size).fill(-1));
    const novelty = measure(bonus, replay);
    const novelties = noveltiesOf(bonus, replay.size);
    const slots = [...novelties.keys()].filter((slot) => novelties[slot] !== -1);
    assert.is(novelties[replay.newest], novelty, 'the novelty of the newest is returned');
    for (const slot of slots) assert.ok(novelties[slot] > 0);
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

test('after one round every novelty is that of the present beliefs', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(20, S);
  addTransitions(replay, bonus, 13);
  for (let i = 0; i < 5; i++) measure(bonus, replay);
  // Another one of its kind, with the same seed, that measures all of them at once.
  const whole = bonusOf({}, 14);
  addTransitions(new ReplayBuffer(20, S), whole, 13);
  measure(whole, replay);
  assertClose(noveltiesOf(bonus, 13), noveltiesOf(whole, 13), 'novelties', 1e-13);
});

test('any transitions can be measured, at the present beliefs, and nothing is stored', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(20, S);
  addTransitions(replay, bonus, 13);
  for (let i = 0; i < 5; i++) measure(bonus, replay);
  const before = bonus.state();
  const out = new Float64Array(10); // in batches of 4, the last of them filled up
  bonus.measureAll(batchOf(replay, [12, 1, 2, 3, 4, 5, 6, 7, 8, 9]), out, noise());
  const expected = [12, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((slot) => bonus.novelty(slot));
  assertSameBits(out, Float64Array.from(expected), 'novelties');
  assert.equal(bonus.state(), before);
});

test('more rows than transitions: measured more than once, to the same novelty', () => {
  const bonus = bonusOf({}, 8);
  const replay = new ReplayBuffer(5, S);
  addTransitions(replay, bonus, 1);
  const novelty = measure(bonus, replay);
  assert.is(bonus.novelty(0), novelty);
  assert.is(bonus.unit, novelty);
  assertClose([bonus.meanMeasured], [novelty], 'mean', 1e-15);
});

test('without a measure there is no unit, and no bonus', () => {
  const bonus = bonusOf();
  assert.is(bonus.unit, 0);
  assert.is(bonus.ofNovelty(3), 0);
});

test('a novelty that is not finite shows in the mean of those measured', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(5, S);
  addTransitions(replay, bonus, 3);
  measure(bonus, replay);
  assert.ok(Number.isFinite(bonus.meanMeasured));
  replay.nextStates[0] = NaN;
  measure(bonus, replay);
  measure(bonus, replay);
  assert.not(Number.isFinite(bonus.meanMeasured));
});

/** The state of a unit that is 4. */
const UNIT_OF_4 = { medians: Float64Array.of(4), episode: new Float64Array(), steps: 1 };

test('the bonus is the novelty in its unit, clipped', () => {
  const bonus = bonusOf({ bonusClip: 2 });
  bonus.restore({ ...bonus.state(), novelties: Float64Array.of(1, 4, 0, 11), unit: UNIT_OF_4 });
  const bonuses = [0, 1, 2, 3].map((slot) => bonus.of(slot));
  assertClose(bonuses, [0.25, 1, 0, 2], 'bonus', 1e-15);
});

test('the bonus is the root of the novelty in its unit, clipped', () => {
  const bonus = bonusOf({ bonusClip: 1.5, bonusRoot: true });
  bonus.restore({ ...bonus.state(), novelties: Float64Array.of(1, 4, 0, 11), unit: UNIT_OF_4 });
  const bonuses = [0, 1, 2, 3].map((slot) => bonus.of(slot));
  assertClose(bonuses, [0.5, 1, 0, 1.5], 'bonus with root', 1e-15);
});

test('a collected bonus keeps the unit of the step when it was collected', () => {
  const bonus = bonusOf({ bonusUnit: 'collected', bonusClip: Infinity }, 1);
  const replay = new ReplayBuffer(10, S);
  const gains: number[] = [];
  const expected: number[] = [];
  for (let step = 0; step < 5; step++) {
    addTransitions(replay, bonus, 1);
    gains.push(measure(bonus, replay));
    expected.push(gains[step] / median(gains));
  }
  bonus.endEpisode();
  addTransitions(replay, bonus, 1);
  const gain = measure(bonus, replay);
  expected.push(gain / ((median(gains) + gain) / 2));
  const bonuses = expected.map((_, slot) => bonus.of(slot));
  assertClose(bonuses, expected, 'bonus', 1e-14);
});

test('any slots can be measured; other novelties stay', () => {
  const bonus = bonusOf();
  const replay = new ReplayBuffer(12, S);
  addTransitions(replay, bonus, 10);
  setNovelties(bonus, new Float64Array(10).fill(7));
  const slots = Int32Array.of(3, 8, 3, 1);
  bonus.measureSlots(replay, slots, noise());
  const measured = new Float64Array(4);
  bonus.curiosity.measure(batchOf(replay, slots), measured, noise());
  const expected = new Float64Array(10).fill(7);
  slots.forEach((slot, row) => (expected[slot] = measured[row]));
  assertSameBits(noveltiesOf(bonus, 10), expected, 'novelties');
  assert.equal([...slots], [3, 8, 3, 1]);
});

for (const bonusUnit of ['moving', 'frozen', 'collected', 'none'] as const) {
  test(`a restored state continues bit for bit (bonusUnit ${bonusUnit})`, () => {
    const replay = new ReplayBuffer(30, S);
    const [bonus, other] = [0, 1].map(() => bonusOf({ bonusUnit, freezeAfter: 16 }));
    const before = new ReplayBuffer(30, S);
    addTransitions(before, other, 20); // to be forgotten
    learnFrom(other, before, 1);
    measure(other, before);
    other.endEpisode();
    addTransitions(replay, bonus, 10);
    measure(bonus, replay); // what a frozen unit is from then on
    addTransitions(replay, bonus, 7);
    for (let step = 0; step < 3; step++) learnFrom(bonus, replay, step);
    measure(bonus, replay);
    bonus.endEpisode();
    measure(bonus, replay);

    const state = bonus.state();
    const kept = structuredClone(state);
    other.restore(state);
    const copy = new ReplayBuffer(30, S);
    copy.restore(replay.state());
    const goOn = (each: Bonus, memory: ReplayBuffer): number[] => {
      addTransitions(memory, each, 3);
      const update = learnFrom(each, memory, 9);
      const gain = measure(each, memory);
      each.endEpisode();
      return [update!.objective, gain, ...Array.from(memory.rewards, (_, slot) => each.of(slot))];
    };
    for (let step = 0; step < 3; step++) {
      assert.equal(goOn(other, copy), goOn(bonus, replay));
      assert.equal(other.state(), bonus.state());
      assert.equal(copy.state(), replay.state());
    }
    assert.equal(state, kept, 'the state is a copy');
  });
}

test('a frozen unit stays from the step on after which it is frozen', () => {
  const bonus = bonusOf({ bonusUnit: 'frozen', freezeAfter: 6, bonusClip: Infinity });
  const replay = new ReplayBuffer(20, S);
  const units: number[] = [];
  for (let step = 1; step <= 12; step++) {
    addTransitions(replay, bonus, 1);
    measure(bonus, replay);
    units.push(bonus.unit);
    const newest = replay.newest;
    assertClose([bonus.of(newest)], [bonus.novelty(newest) / bonus.unit], `step ${step}`, 1e-14);
  }
  assert.is(new Set(units.slice(0, 6)).size, 6, 'it moves');
  assert.is(new Set(units.slice(5)).size, 1, 'it stays');
});

test('without a unit the bonus is the gain itself', () => {
  const bonus = bonusOf({ bonusUnit: 'none', bonusClip: Infinity });
  const replay = new ReplayBuffer(4, S);
  addTransitions(replay, bonus, 1);
  setNovelties(bonus, [0.25]);
  assert.is(bonus.of(0), 0.25);
});

test('novelties of a larger memory are refused', () => {
  const state = bonusOf({ replayCapacity: 8 }).state();
  assertRangeError(
    () => bonusOf({ replayCapacity: 8 }).restore({ ...state, novelties: new Float64Array(9) }),
    /^Bonus\.restore: 9 novelties, holds at most 8$/,
  );
});

test.run();
