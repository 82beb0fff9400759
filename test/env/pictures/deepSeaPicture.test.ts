import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeepSea, rightActions } from '../../../src/env/deepSea.ts';
import type { Shape, Snapshot } from '../../../src/env/environment.ts';

/** A dive, a move to the right for each true. */
function dive(size: number, moves: readonly boolean[]): Snapshot[] {
  const env = new DeepSea({ size });
  const right = rightActions(size, 42);
  let { observation } = env.reset(1);
  const snapshots = moves.map((isRight): Snapshot => {
    const action = isRight ? right[observation.indexOf(1)] : 1 - right[observation.indexOf(1)];
    const snapshot = { observation, action };
    ({ observation } = env.step(action));
    return snapshot;
  });
  return [...snapshots, { observation, action: null }];
}

/** What is drawn of a snapshot. @param known snapshots before it that are known */
const drawnAt = (size: number, snapshots: readonly Snapshot[], at: number, known = at) =>
  new DeepSea({ size }).picture.draw(
    snapshots[at].observation,
    snapshots[at].action,
    snapshots.slice(at - known, at),
  );

const middleOf = ({ points }: Shape): number[] =>
  [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
const near = (place: readonly number[], expected: readonly number[]): boolean =>
  place.every((value, axis) => Math.abs(value - expected[axis]) < 1e-9);
const diverIn = (shapes: readonly Shape[]): Shape | undefined =>
  shapes.find(({ ink, isFilled }) => ink === 'agent' && isFilled);
const treasureIn = (shapes: readonly Shape[]): Shape => shapes.find(({ ink }) => ink === 'goal')!;

test('the diver is in the middle of its cell, the first row on top', () => {
  const snapshots = dive(4, [true, true, false, true]);
  const places = [
    [0.5, 3.5],
    [1.5, 2.5],
    [2.5, 1.5],
    [1.5, 0.5],
  ];
  places.forEach((place, step) => {
    const [x, y] = middleOf(diverIn(drawnAt(4, snapshots, step))!);
    assert.ok(near([x, y], place), `step ${step}: ${x}, ${y}`);
  });
});

test('a line leads through all cells of the dive that are known', () => {
  const snapshots = dive(4, [true, true, false, true]);
  const wayAt = (at: number, known: number): Shape['points'] =>
    drawnAt(4, snapshots, at, known).find(({ ink, isFilled }) => ink === 'agent' && !isFilled)!
      .points;
  assert.equal(wayAt(2, 2), [
    [0.5, 3.5],
    [1.5, 2.5],
    [2.5, 1.5],
  ]);
  assert.equal(wayAt(2, 1), [
    [1.5, 2.5],
    [2.5, 1.5],
  ]);
  assert.equal(wayAt(0, 0), [[0.5, 3.5]]);
});

test('after the last move the diver is on the ground: at the treasure only if it was found', () => {
  for (const [moves, isFound] of [
    [[true, true, true, true], true],
    [[true, true, true, false], false], // from the last column to the left
    [[false, true, true, true], false], // into the last column, but not from it
    [[false, false, false, false], false],
  ] as const) {
    const shapes = drawnAt(4, dive(4, moves), 4);
    const [diver, treasure] = [diverIn(shapes)!, treasureIn(shapes)].map(middleOf);
    assert.ok(Math.abs(diver[1] + 0.5) < 1e-9, `${moves.join()}: ${diver.join()}`);
    assert.is(near(diver, treasure), isFound, moves.join());
  }
});

test('where the last move is not known, there is no diver', () => {
  const snapshots = dive(4, [true, true, true, true]);
  assert.is(diverIn(drawnAt(4, snapshots, 4, 0)), undefined);
  const earlier = snapshots.slice(0, 3); // without the last row
  const { picture } = new DeepSea({ size: 4 });
  assert.is(diverIn(picture.draw(snapshots[4].observation, null, earlier)), undefined);
});

test('a small sea has its cells, a large one an area and a diver that is seen', () => {
  const groundOf = (size: number): number =>
    new DeepSea({ size }).picture
      .draw(new DeepSea({ size }).reset(1).observation, null, [])
      .filter(({ ink }) => ink === 'ground').length;
  assert.equal([groundOf(1), groundOf(4), groundOf(20), groundOf(21)], [1, 10, 210, 1]);
  const large = new DeepSea({ size: 100 });
  const diver = diverIn(large.picture.draw(large.reset(1).observation, null, []))!;
  const width =
    Math.max(...diver.points.map(([x]) => x)) - Math.min(...diver.points.map(([x]) => x));
  assert.ok(width > 3, `${width} of 100 cells`);
});

test('all lies in the picture, whatever the size', () => {
  for (const size of [1, 2, 10, 50, 100]) {
    const { low, high } = new DeepSea({ size }).picture;
    const snapshots = dive(size, new Array<boolean>(size).fill(true));
    for (const at of [0, size]) {
      for (const { points } of drawnAt(size, snapshots, at)) {
        for (const [x, y] of points) {
          assert.ok(x >= low[0] && x <= high[0], `${size}: x ${x}`);
          assert.ok(y >= low[1] && y <= high[1], `${size}: y ${y}`);
        }
      }
    }
  }
});

test.run();
