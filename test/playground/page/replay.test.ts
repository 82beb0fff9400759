import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame, Trace } from '../../../src/playground/facts.ts';
import { Replay, type ShownSnapshot } from '../../../src/playground/page/replay.ts';

const VIEWER = { state: { speed: 'slow' }, isStill: false } as const;

const frameAt = (episode: number, step: number, isBetween = false): Frame => ({
  episode,
  step,
  envSteps: 10 * episode + step,
  observation: Float64Array.of(episode, step),
  action: 100 + step,
  reward: 0,
  bonus: null,
  stepsPerSecond: null,
  isBetween,
});

/** What is shown of a frame, after the frames before. */
function shown(frames: readonly Frame[], trace: Trace | null = null): ShownSnapshot {
  const replay = new Replay();
  const snapshots = frames.map((frame) =>
    replay.snapshotOf({ frame, trace, records: [], status: 'paused' }, VIEWER),
  );
  return snapshots.at(-1)!;
}

const before = ({ before }: ShownSnapshot): (number | null)[][] =>
  before.map(({ observation, action }) => [...observation, action]);

test('a frame that is shown live follows those of its episode, each with the action that led on', () => {
  const frames = [frameAt(1, 9), frameAt(2, 1), frameAt(2, 2), frameAt(2, 3)];
  assert.equal(before(shown(frames)), [
    [2, 1, 102],
    [2, 2, 103],
  ]);
  const [, , second] = frames;
  assert.equal(before(shown([...frames.slice(0, 3), second])), [[2, 1, 102]], 'shown again');
});

test('frames that were left out are missing, and what led on from the one before is not known', () => {
  assert.equal(before(shown([frameAt(2, 1), frameAt(2, 2), frameAt(2, 7)])), [
    [2, 1, 102],
    [2, 2, null],
  ]);
});

const TRACE: Trace = {
  observations: Float64Array.of(5, 0, 5, 1, 5, 2),
  actions: Int32Array.of(7, 8),
  size: 2,
};

test('at the end of an episode all of it is known', () => {
  const all = [
    [5, 0, 7],
    [5, 1, 8],
  ];
  assert.equal(before(shown([frameAt(5, 2, true)], TRACE)), all);
  assert.equal(before(shown([frameAt(6, 1)], TRACE)), [], 'in the next episode');
});

test('an episode that is played again starts with nothing before it', () => {
  const replay = new Replay();
  replay.show(TRACE, 'greedy policy', true);
  const snapshot = replay.snapshotOf({ frame: null, trace: null, records: [], status: '' }, VIEWER);
  assert.equal([...snapshot.observation!], [5, 0]);
  assert.is(snapshot.action, 7);
  assert.equal(snapshot.before, []);
  assert.is(snapshot.caption, 'greedy policy: step 0');
});

test.run();
