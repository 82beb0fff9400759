import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { createTransitionBatch } from '../../src/replay/transition.ts';
import { assertRangeError } from '../support/throws.ts';

/** Adds transition number `n`, recognisable by every one of its numbers. */
function addNumbered(replay: ReplayBuffer, n: number): number {
  return replay.add({
    state: Float64Array.of(n, n + 0.25),
    action: n % 3,
    reward: 10 * n,
    nextState: Float64Array.of(n + 0.5, n + 0.75),
    terminated: n % 4 === 0,
    truncated: n % 7 === 0,
  });
}

/** Asserts that transition number `n` stands in `slot`. */
function assertHolds(replay: ReplayBuffer, slot: number, n: number): void {
  const what = `slot ${slot}`;
  assert.equal([...replay.states.subarray(2 * slot, 2 * slot + 2)], [n, n + 0.25], what);
  assert.equal([...replay.nextStates.subarray(2 * slot, 2 * slot + 2)], [n + 0.5, n + 0.75], what);
  assert.is(replay.actions[slot], n % 3, what);
  assert.is(replay.rewards[slot], 10 * n, what);
  assert.is(replay.terminated[slot], n % 4 === 0 ? 1 : 0, what);
  assert.is(replay.truncated[slot], n % 7 === 0 ? 1 : 0, what);
}

for (const capacity of [1, 2, 5]) {
  test(`a ring of ${capacity} keeps the last ${capacity} transitions: the oldest goes first`, () => {
    const replay = new ReplayBuffer(capacity, 2);
    assert.equal([replay.size, replay.added], [0, 0]);
    for (let n = 0; n < 3 * capacity + 1; n++) {
      const slot = addNumbered(replay, n);
      assert.is(slot, n % capacity);
      assert.is(replay.newest, slot);
      assert.is(replay.added, n + 1);
      assert.is(replay.size, Math.min(n + 1, capacity));
      for (let held = Math.max(0, n + 1 - capacity); held <= n; held++) {
        assertHolds(replay, held % capacity, held);
      }
    }
  });
}

test('states are copied: the arrays given can be used again', () => {
  const replay = new ReplayBuffer(2, 1);
  const state = Float64Array.of(1);
  const nextState = Float64Array.of(2);
  replay.add({ state, action: 0, reward: 0, nextState, terminated: false, truncated: false });
  state[0] = 3;
  nextState[0] = 4;
  assert.equal([replay.states[0], replay.nextStates[0]], [1, 2]);
});

test('never samples a slot that was not written, and in time every one that was', () => {
  const replay = new ReplayBuffer(10, 2);
  const rng = stream(1, 'replay');
  for (let n = 0; n < 15; n++) {
    addNumbered(replay, n);
    const slots = new Int32Array(replay.size);
    const seen = new Set<number>();
    for (let draw = 0; draw < 200; draw++) {
      replay.sample(slots, rng);
      for (const slot of slots) seen.add(slot);
    }
    const written = Array.from({ length: Math.min(n + 1, 10) }, (_, slot) => slot);
    assert.equal(
      [...seen].sort((a, b) => a - b),
      written,
      `${n + 1} added`,
    );
  }
});

test('draws are uniform, with replacement: counts within 5 standard deviations', () => {
  const replay = new ReplayBuffer(20, 2);
  for (let n = 0; n < 20; n++) addNumbered(replay, n);
  const counts = new Float64Array(20);
  const slots = new Int32Array(20);
  const rng = stream(2, 'replay');
  let repeats = 0;
  const rounds = 2000;
  for (let round = 0; round < rounds; round++) {
    replay.sample(slots, rng);
    for (const slot of slots) counts[slot]++;
    repeats += 20 - new Set(slots).size;
  }
  const sd = Math.sqrt(rounds * 20 * (1 / 20) * (19 / 20));
  counts.forEach((count, slot) =>
    assert.ok(Math.abs(count - rounds) <= 5 * sd, `slot ${slot}: ${count} draws`),
  );
  assert.ok(repeats > 0);
});

test('one stream draws the same slots again', () => {
  const replay = new ReplayBuffer(20, 2);
  for (let n = 0; n < 20; n++) addNumbered(replay, n);
  const draws = [0, 1].map(() => {
    const slots = new Int32Array(8);
    replay.sample(slots, stream(3, 'replay'));
    return [...slots];
  });
  assert.equal(draws[0], draws[1]);
});

test('gather copies the transitions of these slots, in their order, and nothing else', () => {
  const replay = new ReplayBuffer(5, 2);
  for (let n = 0; n < 7; n++) addNumbered(replay, n); // slots hold 5, 6, 2, 3, 4
  const before = replay.state();
  const batch = createTransitionBatch(4, 2);
  const slots = Int32Array.of(4, 0, 4, 2);
  replay.gather(slots, batch);
  const numbers = [4, 5, 4, 2];
  assert.equal(
    [...batch.states],
    numbers.flatMap((n) => [n, n + 0.25]),
  );
  assert.equal(
    [...batch.nextStates],
    numbers.flatMap((n) => [n + 0.5, n + 0.75]),
  );
  assert.equal(
    [...batch.actions],
    numbers.map((n) => n % 3),
  );
  assert.equal(
    [...batch.rewards],
    numbers.map((n) => 10 * n),
  );
  assert.equal(
    [...batch.terminated],
    numbers.map((n) => Number(n % 4 === 0)),
  );
  assert.equal(
    [...batch.truncated],
    numbers.map((n) => Number(n % 7 === 0)),
  );
  assert.equal([...slots], [4, 0, 4, 2]);
  assert.equal(replay.state(), before);
});

test('what it does not hold cannot be had', () => {
  const replay = new ReplayBuffer(10, 2);
  assertRangeError(() => replay.newest, /^replay\.newest: the buffer is empty/);
  assertRangeError(
    () => replay.sample(new Int32Array(1), stream(1, 'replay')),
    /^replay\.sample: asked for 1 transitions, holds 0; wait /,
  );
  for (let n = 0; n < 3; n++) addNumbered(replay, n);
  assertRangeError(
    () => replay.sample(new Int32Array(4), stream(1, 'replay')),
    /^replay\.sample: asked for 4 transitions, holds 3; wait /,
  );
  replay.sample(new Int32Array(3), stream(1, 'replay'));
  replay.sample(new Int32Array(0), stream(1, 'replay'));
});

test('a sample of n draws n numbers from its stream', () => {
  const replay = new ReplayBuffer(5, 2);
  for (let n = 0; n < 3; n++) addNumbered(replay, n);
  const [rng, expected] = [stream(1, 'replay'), stream(1, 'replay')];
  replay.sample(new Int32Array(3), rng);
  for (let i = 0; i < 3; i++) expected.integer(3);
  assert.equal(rng.state(), expected.state());
});

for (const [capacity, stateSize] of [
  [0, 2],
  [-1, 2],
  [1.5, 2],
  [NaN, 2],
  [Infinity, 2],
  [10, 0],
  [10, 0.5],
]) {
  test(`a capacity of ${capacity} for states of ${stateSize} is refused`, () => {
    const message = `^ReplayBuffer: expected a capacity and a state size ≥ 1, got ${capacity} and ${stateSize}$`;
    assertRangeError(() => new ReplayBuffer(capacity, stateSize), new RegExp(message));
  });
}

for (const added of [0, 3, 5, 12]) {
  test(`a ring of 5 restored after ${added} transitions continues bit for bit`, () => {
    const replay = new ReplayBuffer(5, 2);
    for (let n = 0; n < added; n++) addNumbered(replay, n);
    const state = replay.state();
    const kept = structuredClone(state);
    const other = new ReplayBuffer(5, 2);
    for (let n = 0; n < 7; n++) addNumbered(other, 100 + n); // to be forgotten
    other.restore(state);
    for (let n = added; n < added + 8; n++) {
      for (const each of [replay, other]) addNumbered(each, n);
      assert.equal(other.state(), replay.state());
    }
    assert.equal(state, kept, 'the state is a copy');
  });
}

test('the state holds what was written and no more', () => {
  const replay = new ReplayBuffer(100, 2);
  for (let n = 0; n < 3; n++) addNumbered(replay, n);
  const { states, nextStates, actions, rewards, terminated, truncated } = replay.state();
  assert.equal([states.length, nextStates.length], [6, 6]);
  for (const array of [actions, rewards, terminated, truncated]) assert.is(array.length, 3);
});

test('a state of another size is refused, whichever array it is', () => {
  const full = new ReplayBuffer(4, 2);
  for (let n = 0; n < 6; n++) addNumbered(full, n);
  const state = full.state();
  assertRangeError(
    () => new ReplayBuffer(3, 2).restore(state),
    /restore: 4 .* 6 added; expected 3/,
  );
  assertRangeError(() => new ReplayBuffer(4, 1).restore(state), /ReplayBuffer\.restore/);
  assertRangeError(() => new ReplayBuffer(5, 2).restore(state), /expected 5/);
  assertRangeError(() => new ReplayBuffer(4, 2).restore({ ...state, added: 4.5 }), /4\.5 added/);
  for (const [name, array] of Object.entries(state)) {
    if (typeof array === 'number') continue;
    const shorter = { ...state, [name]: (array as Float64Array).slice(1) };
    assertRangeError(() => new ReplayBuffer(4, 2).restore(shorter), /ReplayBuffer\.restore/);
  }
});

test('a transition whose states have another size is refused, and nothing changes', () => {
  const replay = new ReplayBuffer(2, 3);
  assertRangeError(
    () => addNumbered(replay, 1),
    /^replay\.add: expected states of 3 numbers, got 2 and 2$/,
  );
  assert.is(replay.size, 0);
});

test.run();
