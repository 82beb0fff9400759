import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Counts } from '../../../src/curiosity/rivals/counts.ts';
import { ReplayBuffer } from '../../../src/replay/replayBuffer.ts';
import type { Curiosity } from '../../../src/curiosity/curiosity.ts';
import { assertSameBits } from '../../support/close.ts';
import {
  assertRestores,
  assertLeavesInputs,
  measureAll,
  memoryOf,
  remember,
  ROWS,
  seededTransitions,
} from '../../support/curiosity.ts';
import { assertRangeError } from '../../support/throws.ts';

const reached = (...nextState: number[]) =>
  ({ state: nextState.map(() => 0), action: 0, nextState }) as const;

/** Measures after visits to these states, each the state that was reached. */
function measures(bins: number, visits: readonly (readonly number[])[]): number[] {
  const counts = new Counts({ rows: ROWS }, bins);
  const transitions = visits.map((state) => reached(...state));
  return [...measureAll(counts, memoryOf(counts, transitions))];
}

test('it measures 1 / n, n the visits to the cell that was reached', () => {
  // Two bins a variable: four cells, by sign.
  const visits = [
    [-0.5, -0.5],
    [0.5, 0.5],
    [-0.9, -0.1],
    [0.1, 0.9],
    [0.3, 0.3],
    [0.5, -0.5],
  ];
  assert.equal(measures(2, visits), [1 / 2, 1 / 3, 1 / 2, 1 / 3, 1 / 3, 1]);
});

test('where a step came from, and by which action, does not count', () => {
  const counts = new Counts({ rows: ROWS }, 4);
  const transitions = seededTransitions('from', 4).map((each) => ({
    ...each,
    nextState: [0.1, 0.1],
  }));
  const replay = memoryOf(counts, transitions);
  assert.equal([...measureAll(counts, replay)], [1 / 4, 1 / 4, 1 / 4, 1 / 4]);
});

for (const [bins, cells] of [
  [1, [[-1, -0.3, 0, 1]]],
  [
    2,
    [
      [-1, -0.5, -1e-9],
      [0, 0.5, 1],
    ],
  ], // a cell holds its lower edge
  [
    4,
    [
      [-1, -0.51],
      [-0.5, -0.1],
      [0, 0.49],
      [0.5, 0.99, 1],
    ],
  ],
  [
    20,
    [
      [-1, -0.91],
      [-0.89, -0.81],
      [0.81, 0.89],
      [0.91, 1],
    ],
  ],
] as const) {
  test(`${bins} bins from -1 to 1, the edges and what lies beyond in the outer ones`, () => {
    const places: readonly (readonly number[])[] = cells;
    const outer = places.map((cell, n) => [
      ...(n === 0 ? [-1.5, -1e300] : []),
      ...cell,
      ...(n === places.length - 1 ? [1.5, 1e300] : []),
    ]);
    const expected = outer.flatMap((cell) => cell.map(() => 1 / cell.length));
    assert.equal(
      measures(
        bins,
        outer.flat().map((x) => [x]),
      ),
      expected,
    );
  });
}

test('every variable counts, however many there are', () => {
  const base = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
  const changed = base.map((_, i) => base.map((x, j) => (i === j ? -x : x)));
  assert.equal(measures(10, [base, ...changed, base]), [1 / 2, 1, 1, 1, 1, 1, 1, 1 / 2]);
});

test('cells with many bins are not taken for each other', () => {
  // As text, bins 1 and 11 could be those of 11 and 1.
  const at = (bin: number): number => (2 * (bin + 0.5)) / 200 - 1;
  assert.equal(
    measures(200, [
      [at(1), at(11)],
      [at(11), at(1)],
      [at(111), at(1)],
      [at(1), at(111)],
    ]),
    [1, 1, 1, 1],
  );
});

test('visits are counted for ever, also of transitions that the memory has lost', () => {
  const counts = new Counts({ rows: ROWS }, 2);
  const replay = new ReplayBuffer(2, 1);
  for (const [n, x] of [0.5, 0.5, 0.5, -0.5, 0.5].entries()) {
    remember(replay, counts, reached(x));
    if (n === 3) assert.equal([...measureAll(counts, replay)], [1 / 3, 1]); // slots 0 and 1
  }
  assert.equal([...measureAll(counts, replay)], [1 / 4, 1]);
});

test('there is no model: nothing to learn, nothing learnt', () => {
  const counts = new Counts({ rows: ROWS }, 2);
  assert.is(counts.learn(), null);
  assert.equal(counts.learnt, []);
});

const create = (): Curiosity => new Counts({ rows: ROWS }, 3);
test('a restored state continues bit for bit', () => assertRestores(create));
test('batches are left as they were, and measuring changes nothing', () =>
  assertLeavesInputs(create));

test('a state before the first visit is one too', () => {
  const counts = new Counts({ rows: ROWS }, 2);
  counts.restore(new Counts({ rows: ROWS }, 2).state());
  const replay = memoryOf(counts, [reached(0.5), reached(-0.5), reached(0.5)]);
  assertSameBits(measureAll(counts, replay), Float64Array.of(1 / 2, 1, 1 / 2), 'measures');
});

test('a state whose places do not fit its visits is refused', () => {
  const state = { visits: Float64Array.of(1, 2), places: Int32Array.of(0, 1, 1) };
  assertRangeError(
    () => new Counts({ rows: ROWS }, 3).restore(state),
    /^Counts\.restore: 3 numbers for 2 places; expected as many for each$/,
  );
});

test('a cell that was never visited is as good as one visited once', () => {
  const counts = new Counts({ rows: ROWS }, 2);
  memoryOf(counts, [reached(0.5)]);
  const other = new Counts({ rows: ROWS }, 2);
  const replay = memoryOf(other, [reached(-0.5)]);
  assert.equal([...measureAll(counts, replay)], [1]);
});

test.run();
