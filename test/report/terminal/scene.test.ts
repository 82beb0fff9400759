import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, COLUMNS } from '../../../src/train/config/phaseGrid.ts';
import { createCar } from '../../../src/env/car.ts';
import { drawScene, type Scene } from '../../../src/report/terminal/scene.ts';

const car = createCar({ reward: 'sparse', force: 0.001, maxSteps: 200, tvChannels: 0 });
const { axes } = car.phaseSpace!;

/** A scene of the car. */
const sceneAt = (position: number, visits: Uint32Array, scene: Partial<Scene> = {}): Scene => ({
  agent: 'vime',
  caption: 'replay: step 57',
  notes: [],
  status: 'episode 5/200  steps 1000  eval -200.0  best -200.0  30 s left',
  picture: car.picture!,
  observation: Float64Array.of(position, 0),
  action: 2,
  before: [],
  visited: { axes, place: [position, 0], visits },
  ...scene,
});
const sceneWith = (scene: Partial<Scene> = {}): Scene =>
  sceneAt(-0.3, new Uint32Array(CELLS), scene);

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

const dotsIn = (lines: readonly string[]): number =>
  Array.from(lines.join('')).filter((c) => c > '\u2800' && c <= '\u28ff').length;

const NOTES = ['first goal: episode 6, environment step 1150', 'second', 'third', 'fourth'];

/** The characters of the pictures at the left and at the right. */
function pictures(lines: readonly string[]): { left: string[]; right: string[] } {
  const rows = lines.slice(2, -1); // without the labels
  const width = (rows[0].length - 3 - 9) / 2;
  return {
    left: rows.map((row) => row.slice(0, width)),
    right: rows.map((row) => row.slice(-width)),
  };
}

const at = (columns: number, rows: number, notes: readonly string[] = []): string[] =>
  drawScene(sceneWith({ notes }), { columns, rows }, false);
const text = (lines: readonly string[]): string => lines.join('\n');

test('whatever the size, no line is too long and there are not too many', () => {
  for (const notes of [[], NOTES.slice(0, 1), NOTES]) {
    for (const columns of [1, 5, 20, 26, 27, 40, 64, 65, 80, 120, 200, 300]) {
      for (const rows of [1, 2, 3, 8, 9, 12, 16, 24, 40, 60]) {
        const lines = at(columns, rows, notes);
        assert.ok(lines.length < Math.max(2, rows), `${lines.length} lines on ${rows}`);
        for (const line of lines)
          assert.ok(line.length < Math.max(2, columns), `${columns}: ${line}`);
      }
    }
  }
});

test('pictures fill the terminal', () => {
  for (const [columns, rows] of [
    [40, 12],
    [40, 24],
    [80, 24],
    [80, 60],
    [120, 40],
    [200, 60],
  ]) {
    const lines = at(columns, rows);
    const widest = Math.max(...lines.map((line) => line.length));
    assert.ok(lines.length >= 0.85 * rows, `${columns} x ${rows}: ${lines.length} lines`);
    assert.ok(widest >= columns - 2, `${columns} x ${rows}: ${widest} columns`);
  }
});

test('what has no room is named with the size that has', () => {
  for (const notes of [[], NOTES]) {
    assert.match(text(at(65, 9, notes)), 'visited states');
    assert.match(text(at(36, 16, notes)), 'visited states');
    for (const [columns, rows] of [
      [27, 9],
      [64, 9],
      [36, 13],
      [35, 60],
    ]) {
      const lines = text(at(columns, rows, notes));
      assert.match(lines, 'replay: step 57');
      assert.match(lines, 'phase space: from 65 x 9 o');
    }
    for (const [columns, rows] of [
      [26, 10],
      [27, 7],
      [64, 7],
    ]) {
      const lines = at(columns, rows, notes);
      assert.match(lines[0], /^vime {2}episode 5\/200/);
      assert.is(lines[1], 'picture: from 27 x 9');
      assert.is(dotsIn(lines), 0);
    }
  }
});

test('the velocity stands beside the phase space, apart from its heading', () => {
  const lines = at(80, 24);
  assert.match(lines[1], /^replay: step 57 +visited states$/);
  assert.match(lines[2], / 0\.07 [\u2800-\u28ff]+$/);
  assert.match(lines.at(-2)!, / -0\.07 [\u2800-\u28ff]+$/);
  assert.is(lines.filter((line) => / velocity [\u2800-\u28ff]+$/.test(line)).length, 1);
  assert.match(lines.at(-1)!, /^[\u2800-\u28ff]+ {12}-1\.2 +position +0\.6$/);
});

test('agent and status are there in full, or as many whole parts of it as have room', () => {
  assert.is(at(80, 24)[0], `vime  ${sceneWith().status}`);
  assert.is(at(40, 24)[0], 'vime  episode 5/200  steps 1000');
});

test('the newest notes stand below the pictures, more in a higher terminal', () => {
  assert.match(at(80, 24, NOTES).at(-4)!, /-1\.2 +position/);
  assert.equal(at(80, 24, NOTES).slice(-3), NOTES.slice(1));
  assert.equal(at(120, 40, NOTES).slice(-4), NOTES);
});

test('without colours there is no escape sequence, with them the words are the same', () => {
  const visits = new Uint32Array(CELLS).fill(3);
  const size = { columns: 100, rows: 30 };
  const plain = drawScene(sceneAt(-0.3, visits), size, false);
  const bright = drawScene(sceneAt(-0.3, visits), size, true);
  assert.not(plain.join('').includes('\u001b'));
  assert.ok(bright.join('').includes('\u001b[38;5;'));
  assert.equal(
    bright.map((line) => line.replaceAll(ESCAPES, '')),
    plain,
  );
});

test('the phase space fills up with the visits, the highest velocity on top', () => {
  const size = { columns: 100, rows: 30 };
  const rightOf = (visits: Uint32Array): string[] =>
    pictures(drawScene(sceneAt(-0.3, visits), size, false)).right;
  const empty = dotsIn(rightOf(new Uint32Array(CELLS)));
  const visits = new Uint32Array(CELLS);
  visits[CELLS - COLUMNS] = 1; // leftmost, fastest to the right
  const one = rightOf(visits);
  assert.is(dotsIn(one), empty + 1);
  assert.is(dotsIn([one[0][0]]), 1);
  assert.ok(dotsIn(rightOf(new Uint32Array(CELLS).fill(1))) > 600);
});

test('cells that were visited more often have another colour', () => {
  const colours = [1, 3, 10, 40, 100, 1000].map((count) => {
    const visits = new Uint32Array(CELLS);
    visits[CELLS - COLUMNS] = count;
    const line = drawScene(sceneAt(-0.3, visits), { columns: 100, rows: 30 }, true)[2];
    return line.slice(line.indexOf('0.07')).match(/38;5;(\d+)m/)![1];
  });
  assert.is(new Set(colours).size, 5);
  assert.is(colours[4], colours[5]);
});

test('the car moves along the hill', () => {
  const size = { columns: 100, rows: 30 };
  const still = (position: number): string =>
    pictures(drawScene(sceneAt(position, new Uint32Array(CELLS)), size, false)).left.join('\n');
  const shown = new Set([-1.2, -0.75, -0.3, 0.15, 0.6].map(still));
  assert.is(shown.size, 5);
});

test.run();
