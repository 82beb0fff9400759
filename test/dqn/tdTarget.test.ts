import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tdTargetInto } from '../../src/dqn/tdTarget.ts';
import { stream } from '../../src/math/random/rng.ts';
import { createNStepBatch, gatherNStep } from '../../src/replay/nStep.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import { assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

/** The targets, [B], for lists as the parameters of `tdTargetInto`. */
function targets(
  returns: readonly number[],
  discounts: readonly number[],
  ended: readonly number[],
  qNext: readonly number[],
  qSelect: readonly number[] = qNext,
  rows = returns.length,
): number[] {
  const out = new Float64Array(rows);
  tdTargetInto(
    out,
    Float64Array.from(returns),
    Float64Array.from(discounts),
    Uint8Array.from(ended),
    Float64Array.from(qNext),
    Float64Array.from(qSelect),
  );
  return [...out];
}

test('by hand: return + discount × value of the best next action', () => {
  const y = targets([1, -2], [0.5, 0.25], [0, 0], [4, 10, 6, -8, -12, -16]);
  assert.equal(y, [1 + 5, -2 - 2]);
});

test('at the goal there is no future, whatever the network says of it', () => {
  assert.equal(targets([1, 1], [0.5, 0.5], [1, 0], [100, 200, 100, 200]), [1, 101]);
  assert.equal(targets([1], [0.5], [1], [Infinity, NaN]), [1]);
});

test('a time limit is not the end: truncated transitions still bootstrap', () => {
  const replay = new ReplayBuffer(4, 1);
  const [here, there] = [Float64Array.of(0), Float64Array.of(1)];
  const step = { state: here, action: 0, reward: -1, nextState: there };
  replay.add({ ...step, terminated: false, truncated: true }); // the time limit
  replay.add({ ...step, terminated: true, truncated: false }); // the goal
  replay.add({ ...step, terminated: true, truncated: true }); // the goal, just in time
  const batch = createNStepBatch(3, 1);
  const options = { nStep: 3, gamma: 0.5, truncationEnds: false };
  gatherNStep(batch, replay, Int32Array.of(0, 1, 2), options, (slot) => replay.rewards[slot]);
  const out = new Float64Array(3);
  const q = new Float64Array(6).fill(8);
  tdTargetInto(out, batch.returns, batch.discounts, batch.ended, q, q);
  assert.equal([...out], [-1 + 4, -1, -1]);
});

test('double: the online network chooses, the target network judges', () => {
  const qNext = [1, 2, 3];
  assert.equal(targets([0], [1], [0], qNext, [9, 0, 0]), [1]);
  assert.equal(targets([0], [1], [0], qNext, [0, 9, 0]), [2]);
  assert.equal(targets([0], [1], [0], qNext, qNext), [3]);
});

test('of equal choices the lowest index is taken', () => {
  assert.equal(targets([0], [1], [0], [1, 2, 3], [7, 7, 7]), [1]);
  assert.equal(targets([0], [1], [0], [1, 2, 3], [0, 7, 7]), [2]);
});

test('double targets are never above single ones', () => {
  const rng = stream(1, 'targets');
  const random = (count: number): number[] =>
    Array.from({ length: count }, () => rng.uniform() - 0.5);
  for (let i = 0; i < 50; i++) {
    const qNext = random(12);
    const returns = random(4);
    const discounts = [0.9, 0.9, 0.5, 0];
    const single = targets(returns, discounts, [0, 0, 0, 0], qNext);
    const double = targets(returns, discounts, [0, 0, 0, 0], qNext, random(12));
    double.forEach((y, b) => assert.ok(y <= single[b]));
  }
});

test('what is given is left as it was', () => {
  const q = Float64Array.of(1, 2);
  const returns = Float64Array.of(5);
  tdTargetInto(new Float64Array(1), returns, Float64Array.of(1), Uint8Array.of(0), q, q);
  assertSameBits(q, Float64Array.of(1, 2), 'q');
  assertSameBits(returns, Float64Array.of(5), 'returns');
});

test('an empty batch has no targets', () => {
  assert.equal(targets([], [], [], []), []);
});

for (const [what, run] of [
  ['returns', () => targets([1], [1, 1], [0, 0], [1, 2, 3, 4], undefined, 2)],
  ['discounts', () => targets([1, 1], [1], [0, 0], [1, 2, 3, 4])],
  ['ended', () => targets([1, 1], [1, 1], [0], [1, 2, 3, 4])],
  ['qNext', () => targets([1, 1], [1, 1], [0, 0], [1, 2, 3])],
  ['qSelect', () => targets([1, 1], [1, 1], [0, 0], [1, 2, 3, 4], [1, 2])],
] as const) {
  test(`another size of ${what} is refused`, () => {
    assertRangeError(run, /^tdTarget: sizes differ: out 2, returns /);
  });
}

test.run();
