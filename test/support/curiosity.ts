/** What every kind of curiosity must do, whatever it measures. */
import * as assert from 'uvu/assert';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../../src/replay/transition.ts';
import type { Curiosity } from '../../src/curiosity/curiosity.ts';

export const STATE_SIZE = 2;
export const ACTION_COUNT = 3;
/** Transitions measured at a time, and learnt from at a time. */
export const ROWS = 4;
export const BATCH_SIZE = 8;
export const SIZES = {
  stateSize: STATE_SIZE,
  actionCount: ACTION_COUNT,
  rows: ROWS,
  freezeAfter: 1000,
};

/** What differs between transitions that are learnt from, in plain numbers. */
export interface PlainTransition {
  readonly state: readonly number[];
  readonly action: number;
  readonly nextState: readonly number[];
}

/** Seeded transitions from anywhere in [−1, 1] to a place nearby. */
export function seededTransitions(name: string, count: number): PlainTransition[] {
  const rng = stream(7, name);
  const uniform = (): number => 2 * rng.uniform53() - 1;
  return Array.from({ length: count }, () => {
    const state = Array.from({ length: STATE_SIZE }, uniform);
    const action = rng.integer(ACTION_COUNT);
    return { state, action, nextState: state.map((x) => x + 0.1 * (action - 1) + 0.1 * uniform()) };
  });
}

/** The same as a value, with reward 0, in the midst of an episode. */
export const transitionOf = ({ state, action, nextState }: PlainTransition): Transition => ({
  state: Float64Array.from(state),
  action,
  reward: 0,
  nextState: Float64Array.from(nextState),
  terminated: false,
  truncated: false,
});

/** The transitions in these slots. */
export function batchOf(replay: ReplayBuffer, slots: ArrayLike<number>): TransitionBatch {
  const batch = createTransitionBatch(slots.length, replay.stateSize);
  replay.gather(Int32Array.from(slots), batch);
  return batch;
}

/** A replay buffer with these transitions, with each of which the curiosity was updated. */
export function memoryOf(
  curiosity: Curiosity,
  transitions: readonly PlainTransition[],
  capacity = transitions.length,
): ReplayBuffer {
  const replay = new ReplayBuffer(capacity, transitions[0].state.length);
  for (const transition of transitions) remember(replay, curiosity, transition);
  return replay;
}

export function remember(
  replay: ReplayBuffer,
  curiosity: Curiosity,
  plain: PlainTransition,
): number {
  const transition = transitionOf(plain);
  curiosity.update(transition);
  return replay.add(transition);
}

export const samplingStream = (n = 1): Rng => stream(n, 'sampling');

/** A batch of slots to learn from. */
export function drawn(replay: ReplayBuffer, sampling: Rng, batchSize: number): Int32Array {
  const slots = new Int32Array(batchSize);
  replay.sample(slots, sampling);
  return slots;
}

/** Measures every transition in memory, so many at a time as the curiosity was made for. */
export function measureAll(curiosity: Curiosity, replay: ReplayBuffer): Float64Array {
  const all = new Float64Array(replay.size);
  const rows = new Float64Array(curiosity.rows);
  for (let start = 0; start < replay.size; start += rows.length) {
    const slots = Int32Array.from(rows, (_, row) => (start + row) % replay.size);
    curiosity.measure(batchOf(replay, slots), rows, stream(1, 'noise'));
    slots.forEach((slot, row) => (all[slot] = rows[row]));
  }
  return all;
}

/** Learns for so many steps. */
export function learn(curiosity: Curiosity, replay: ReplayBuffer, steps: number, n = 1): void {
  const sampling = samplingStream(n);
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(replay, drawn(replay, sampling, curiosity.batchSize));
    curiosity.learn(batch, replay.size, stream(n, 'noise'));
  }
}

/** Everything observable: the state, and the measures of what is in memory. */
const observed = (curiosity: Curiosity, replay: ReplayBuffer): unknown => [
  curiosity.state(),
  curiosity.learnt.map(({ values }) => values.slice()),
  measureAll(curiosity, replay),
];

/** Asserts that a restored state learns and measures bit for bit like the original, and is a copy. */
export function assertRestores(create: (seed: number) => Curiosity): void {
  const transitions = seededTransitions('restored', 24);
  const curiosity = create(1);
  const replay = memoryOf(curiosity, transitions.slice(0, 12), 20);
  learn(curiosity, replay, 5);
  const state = curiosity.state();
  const kept = structuredClone(state);

  const other = create(2); // has learnt something else, which must be overwritten
  learn(other, memoryOf(other, seededTransitions('other', 16), 20), 3);
  other.restore(state);
  const copy = new ReplayBuffer(20, STATE_SIZE);
  copy.restore(replay.state());
  assert.equal(observed(other, copy), observed(curiosity, replay), 'at once');
  for (const transition of transitions.slice(12)) {
    remember(replay, curiosity, transition);
    remember(copy, other, transition);
    learn(curiosity, replay, 2, 3);
    learn(other, copy, 2, 3);
    assert.equal(observed(other, copy), observed(curiosity, replay), 'later');
  }
  assert.equal(state, kept, 'the state is a copy');
}

/** Asserts that equal seeds give equal results and other seeds others. */
export function assertSeeded(create: (seed: number) => Curiosity): void {
  const [a, b, c] = [1, 1, 2].map((seed) => {
    const curiosity = create(seed);
    const replay = memoryOf(curiosity, seededTransitions('seeded', 16));
    learn(curiosity, replay, 5);
    return observed(curiosity, replay);
  });
  assert.equal(a, b);
  assert.not.equal(a, c);
}

/** Asserts that neither learning nor measuring writes to the batch, and that measuring changes nothing. */
export function assertLeavesInputs(create: (seed: number) => Curiosity): void {
  const curiosity = create(1);
  const replay = memoryOf(curiosity, seededTransitions('inputs', 16));
  learn(curiosity, replay, 3);
  const drawnBatch = batchOf(replay, drawn(replay, samplingStream(), BATCH_SIZE));
  const drawnBefore = structuredClone(drawnBatch);
  curiosity.learn(drawnBatch, replay.size, stream(1, 'noise'));
  assert.equal(drawnBatch, drawnBefore);
  const state = curiosity.state();
  const batch = batchOf(replay, [3, 0, 15, 3]);
  const before = structuredClone(batch);
  const [first, second] = [0, 1].map(() => {
    const out = new Float64Array(ROWS);
    curiosity.measure(batch, out, stream(1, 'noise'));
    return out;
  });
  assert.equal(first, second, 'measured again');
  assert.is(first[0], first[3], 'one transition twice');
  assert.equal(batch, before);
  assert.equal(curiosity.state(), state);
}
