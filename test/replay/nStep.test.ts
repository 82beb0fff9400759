import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../src/math/random/rng.ts';
import { createNStepBatch, gatherNStep, type NStepBatch } from '../../src/replay/nStep.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { assertClose } from '../support/close.ts';

/** After a transition the episode continues, is terminated (goal) or truncated (time limit), or both at once. */
type End = '-' | 'T' | 'C' | 'B';

/** A buffer with transition n from state n to n + 0.5, action n mod 3 and reward 10ⁿ (n modulo 8). */
function bufferOf(capacity: number, ends: string): ReplayBuffer {
  const replay = new ReplayBuffer(capacity, 1);
  Array.from(ends).forEach((end, n) => {
    const state = Float64Array.of(n);
    const nextState = Float64Array.of(n + 0.5);
    const terminated = end === 'T' || end === 'B';
    const truncated = end === 'C' || end === 'B';
    const reward = 10 ** (n % 8);
    replay.add({ state, action: n % 3, reward, nextState, terminated, truncated });
  });
  return replay;
}

function gather(
  replay: ReplayBuffer,
  slots: readonly number[],
  n: number,
  gamma: number,
): NStepBatch {
  const batch = createNStepBatch(slots.length, replay.stateSize);
  const options = { nStep: n, gamma, truncationEnds: false };
  gatherNStep(batch, replay, Int32Array.from(slots), options, (slot) => replay.rewards[slot]);
  return batch;
}

const OPTIONS = { nStep: 1, gamma: 0.5, truncationEnds: false };

/** One row: the return, γᵐ, where to bootstrap and whether the episode terminated there. */
function walk(replay: ReplayBuffer, slot: number, n: number, gamma: number): number[] {
  const { returns, discounts, nextStates, ended } = gather(replay, [slot], n, gamma);
  return [returns[0], discounts[0], nextStates[0], ended[0]];
}

// Rewards are 1, 10, 100, ...; with gamma 1/2 a return shows which were added, and at what discount.
for (const [what, ends, capacity, slot, n, expected] of [
  ['one step', '----', 8, 1, 1, [10, 1 / 2, 1.5, 0]],
  ['two steps', '----', 8, 1, 2, [10 + 50, 1 / 4, 2.5, 0]],
  ['three steps', '----', 8, 0, 3, [1 + 5 + 25, 1 / 8, 2.5, 0]],
  ['stops at the goal on the way', '--T---', 8, 1, 5, [10 + 50, 1 / 4, 2.5, 1]],
  ['stops at the goal at once', '--T---', 8, 2, 3, [100, 1 / 2, 2.5, 1]],
  ['stops at the time limit, where it bootstraps', '--C---', 8, 1, 5, [60, 1 / 4, 2.5, 0]],
  ['stops at the time limit at once', '-C----', 8, 1, 3, [10, 1 / 2, 1.5, 0]],
  ['goal and time limit at once: nothing is bootstrapped', '-B----', 8, 0, 3, [6, 1 / 4, 1.5, 1]],
  ['goal in the last of n steps', '--T---', 8, 0, 3, [31, 1 / 8, 2.5, 1]],
  ['goal just after n steps', '--T---', 8, 0, 2, [6, 1 / 4, 1.5, 0]],
  ['stops at the newest', '----', 8, 2, 5, [100 + 500, 1 / 4, 3.5, 0]],
  ['from the newest: one step', '----', 8, 3, 5, [1000, 1 / 2, 3.5, 0]],
  ['an unwritten slot lies behind the newest', '-', 8, 0, 3, [1, 1 / 2, 0.5, 0]],
  // Six in a ring of four: slots hold 4, 5, 2, 3; the newest is 5.
  ['goes round the end of the ring', '------', 4, 3, 2, [1000 + 5000, 1 / 4, 4.5, 0]],
  [
    'round the end and stops at the newest',
    '------',
    4,
    2,
    8,
    [100 + 500 + 2500 + 12500, 1 / 16, 5.5, 0],
  ],
  [
    'stops at the newest though older ones follow in the ring',
    '------',
    4,
    1,
    3,
    [1e5, 1 / 2, 5.5, 0],
  ],
  ['goal round the end of the ring', '----T-', 4, 3, 8, [6000, 1 / 4, 4.5, 1]],
  ['time limit round the end of the ring', '----C-', 4, 3, 8, [6000, 1 / 4, 4.5, 0]],
  ['a full ring that has not wrapped', '----', 4, 3, 3, [1000, 1 / 2, 3.5, 0]],
  ['a ring of one', '---', 1, 0, 3, [100, 1 / 2, 2.5, 0]],
] as const) {
  test(`${what}: ${ends} in ${capacity}, ${n} steps from slot ${slot}`, () => {
    assert.equal(walk(bufferOf(capacity, ends), slot, n, 0.5), expected);
  });
}

test('gamma 0 keeps the first reward alone, gamma 1 adds them all', () => {
  const replay = bufferOf(8, '-----');
  assert.equal(walk(replay, 0, 3, 0), [1, 0, 2.5, 0]);
  assert.equal(walk(replay, 0, 3, 1), [111, 1, 2.5, 0]);
});

test('a batch has a row for each slot, with states and actions of where the walks start', () => {
  const replay = bufferOf(8, '---T--');
  const batch = gather(replay, [4, 0, 2, 0], 2, 0.5);
  assert.equal([...batch.states], [4, 0, 2, 0]);
  assert.equal([...batch.actions], [1, 0, 2, 0]);
  assert.equal([...batch.returns], [1e4 + 5e4, 6, 600, 6]);
  assert.equal([...batch.nextStates], [5.5, 1.5, 3.5, 1.5]);
  assert.equal([...batch.ended], [0, 0, 1, 0]);
});

test('states of several numbers are copied whole', () => {
  const replay = new ReplayBuffer(4, 3);
  const [first, second, third] = [0, 3, 6].map((n) => Float64Array.of(n + 1, n + 2, n + 3));
  const common = { reward: 0, terminated: false, truncated: false };
  replay.add({ ...common, state: first, action: 0, nextState: second });
  replay.add({ ...common, state: second, action: 1, nextState: third });
  const { states, nextStates } = gather(replay, [0, 1], 2, 0.9);
  assert.equal([...states], [1, 2, 3, 4, 5, 6]);
  assert.equal([...nextStates], [7, 8, 9, 7, 8, 9]);
});

test('rewards come from rewardOf, asked for the slots of the walk alone', () => {
  const replay = bufferOf(4, '------'); // slots 4, 5, 2, 3
  const asked: number[] = [];
  const batch = createNStepBatch(1, 1);
  gatherNStep(batch, replay, Int32Array.of(2), { ...OPTIONS, nStep: 3 }, (slot) => {
    asked.push(slot);
    return -slot;
  });
  assert.equal(asked, [2, 3, 0]);
  assert.is(batch.returns[0], -2 - 1.5 - 0);
});

test('truncation can be treated as termination: nothing is bootstrapped at the time limit', () => {
  const replay = bufferOf(8, '-C-T-B-');
  const batch = createNStepBatch(4, 1);
  const gathered = (truncationEnds: boolean): NStepBatch => {
    const options = { nStep: 2, gamma: 0.5, truncationEnds };
    gatherNStep(batch, replay, Int32Array.of(0, 2, 4, 6), options, (slot) => replay.rewards[slot]);
    return structuredClone(batch);
  };
  const [usual, cut] = [gathered(false), gathered(true)];
  assert.equal([...usual.ended], [0, 1, 1, 0]);
  assert.equal([...cut.ended], [1, 1, 1, 0]);
  assert.equal({ ...cut, ended: usual.ended }, usual, 'and nothing else differs');
});

test('a batch can be filled again: nothing is left from before', () => {
  const replay = bufferOf(8, '--T---');
  const batch = gather(replay, [2, 1], 3, 0.5);
  gatherNStep(batch, replay, Int32Array.of(3, 4), OPTIONS, (slot) => replay.rewards[slot]);
  assert.equal([...batch.ended], [0, 0]);
  assert.equal([...batch.returns], [1e3, 1e4]);
});

test('agrees with a walk over the history itself, for random histories, rings and lengths', () => {
  const rng = stream(1, 'history');
  for (let round = 0; round < 200; round++) {
    const count = 1 + rng.integer(30);
    const capacity = 1 + rng.integer(12);
    const ends = Array.from(
      { length: count },
      (): End => ('------TCB' as const)[rng.integer(9)] as End,
    );
    const replay = bufferOf(capacity, ends.join(''));
    const n = 1 + rng.integer(6);
    const gamma = rng.uniform();
    // The history has no ring: transition t lies at slot t modulo the capacity, the last `capacity` are held.
    for (let t = Math.max(0, count - capacity); t < count; t++) {
      let last = t;
      while (last - t + 1 < n && ends[last] === '-' && last + 1 < count) last++;
      let total = 0;
      for (let k = last; k >= t; k--) total = 10 ** (k % 8) + gamma * total;
      let discount = 1;
      for (let k = t; k <= last; k++) discount *= gamma;
      const ended = ends[last] === 'T' || ends[last] === 'B';
      const expected = [total, discount, last + 0.5, ended ? 1 : 0];
      const what = `${ends.join('')} in ${capacity}, ${n} steps from ${t}`;
      assertClose(walk(replay, t % capacity, n, gamma), expected, what, 1e-12);
    }
  }
});

test.run();
