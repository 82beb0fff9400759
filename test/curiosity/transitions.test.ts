import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { Transitions, type TransitionOptions } from '../../src/curiosity/transitions.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import {
  batchOf,
  seededTransitions,
  transitionOf,
  type PlainTransition,
} from '../support/curiosity.ts';
import { plainTransitions } from '../support/plainNetwork.ts';
import { assertRangeError } from '../support/throws.ts';

const S = 2;
const A = 3;
const OPTIONS: TransitionOptions = {
  stateSize: S,
  actionCount: A,
  inputScale: 1.7,
  freezeAfter: 1000,
};
const create = (freezeAfter = 1000): Transitions => new Transitions({ ...OPTIONS, freezeAfter });

function updateAll(
  transitions: Transitions,
  seen: readonly PlainTransition[],
  replay = new ReplayBuffer(seen.length, S),
): ReplayBuffer {
  for (const transition of seen.map(transitionOf)) {
    replay.add(transition);
    transitions.update(transition);
  }
  return replay;
}

function encoded(
  transitions: Transitions,
  replay: ReplayBuffer,
  slots: readonly number[],
): { readonly x: Float64Array; readonly y: Float64Array } {
  const x = new Float64Array(slots.length * transitions.inputSize).fill(9);
  const y = new Float64Array(slots.length * S).fill(9);
  transitions.encode(batchOf(replay, slots), x, y);
  return { x, y };
}

test('inputs are the scaled state and the action, one-hot; targets the standardised change', () => {
  const seen = seededTransitions('encode', 12);
  const transitions = create();
  const replay = updateAll(transitions, seen);
  const plain = plainTransitions(seen, 1.7, A);
  assert.is(new Set(seen.map(({ action }) => action)).size, A);
  const slots = [...seen.keys(), 3, 0];
  const { x, y } = encoded(transitions, replay, slots);
  assertClose(
    x,
    slots.flatMap((slot) => plain[slot].x),
    'inputs',
    1e-14,
  );
  assertClose(
    y,
    slots.flatMap((slot) => plain[slot].y),
    'targets',
    1e-11,
  );
});

test('units stay as they were from freezeAfter on', () => {
  const seen = seededTransitions('frozen', 12);
  const [frozen, early] = [create(6), create()];
  updateAll(frozen, seen);
  updateAll(early, seen.slice(0, 6));
  assert.equal(frozen.state(), early.state());
});

test('a variable that has never changed has the target 0', () => {
  const transitions = create();
  const still = seededTransitions('still', 5).map(({ state, action }) => ({
    state: [state[0], 0.25],
    action,
    nextState: [state[0] + 0.1 * action, 0.25],
  }));
  const { y } = encoded(transitions, updateAll(transitions, still), [0, 1, 2, 3, 4]);
  assert.equal(
    [1, 3, 5, 7, 9].map((i) => y[i]),
    [0, 0, 0, 0, 0],
  );
});

test('a variable whose change is constant but for rounding is no noise among the targets', () => {
  const transitions = create();
  const steady = seededTransitions('steady', 50).map(({ state, action }, n) => ({
    state: [state[0], 0.1 * n],
    action,
    nextState: [state[0] + 0.1 * action, 0.1 * n + 0.1],
  }));
  const { y } = encoded(transitions, updateAll(transitions, steady), [...steady.keys()]);
  const targets = Array.from(steady, (_, row) => y[row * S + 1]);
  assert.ok(new Set(targets).size > 1, 'rounding errors are there');
  assert.ok(
    targets.every((target) => Math.abs(target) < 1e-8),
    String(targets),
  );
});

test('a batch is left as it was', () => {
  const transitions = create();
  const replay = updateAll(transitions, seededTransitions('inputs', 6));
  const batch = batchOf(replay, [5, 0, 5]);
  const before = structuredClone(batch);
  transitions.encode(batch, new Float64Array(3 * (S + A)), new Float64Array(3 * S));
  assert.equal(batch, before);
});

test('a restored state continues bit for bit', () => {
  const seen = seededTransitions('state', 16);
  const [transitions, other] = [create(12), create(12)];
  const replay = updateAll(transitions, seen.slice(0, 8), new ReplayBuffer(16, S));
  updateAll(other, seededTransitions('other', 5)); // to be forgotten
  const state = transitions.state();
  const kept = structuredClone(state);
  other.restore(state);
  const copy = new ReplayBuffer(16, S);
  copy.restore(replay.state());
  updateAll(transitions, seen.slice(8), replay);
  updateAll(other, seen.slice(8), copy);
  const [a, b] = [
    encoded(transitions, replay, [...seen.keys()]),
    encoded(other, copy, [...seen.keys()]),
  ];
  assertSameBits(b.x, a.x, 'inputs');
  assertSameBits(b.y, a.y, 'targets');
  assert.equal(other.state(), transitions.state());
  assert.equal(state, kept, 'the state is a copy');
});

test('a state of another size is refused', () => {
  const larger = new Transitions({ ...OPTIONS, stateSize: S + 1 }).state();
  assertRangeError(() => create().restore(larger), /^Standardiser\.restore/);
});

test.run();
