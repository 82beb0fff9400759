import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, COLUMNS } from '../../src/experiment/phaseSpace.ts';
import { countVisits, drawScene, type Scene } from '../../src/report/watch.ts';

const sceneWith = (scene: Partial<Scene> = {}): Scene => ({
  agent: 'vime',
  caption: 'training episode 3: step 57',
  status: 'episode 5/200  steps 1000  eval -200.0  best -200.0  30 s left',
  car: [0, 0],
  visits: new Uint32Array(CELLS),
  ...scene,
});

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

const dotsIn = (lines: readonly string[]): number =>
  Array.from(lines.join('')).filter((c) => c > '\u2800' && c <= '\u28ff').length;

/** The characters of the pictures at the left and at the right. */
function pictures(lines: readonly string[]): { left: string[]; right: string[] } {
  const rows = lines.slice(2, -2);
  const width = (rows[0].length - 3) / 2;
  return {
    left: rows.map((row) => row.slice(0, width)),
    right: rows.map((row) => row.slice(width + 3)),
  };
}

test('whatever the size, no line is too long and there are not too many', () => {
  for (const columns of [1, 20, 52, 53, 80, 117, 300]) {
    for (const rows of [1, 8, 9, 12, 24, 60]) {
      const lines = drawScene(sceneWith(), { columns, rows }, false);
      assert.ok(lines.length < Math.max(2, rows), `${lines.length} lines on ${rows}`);
      for (const line of lines) assert.ok(line.length < columns, `${columns}: ${line}`);
    }
  }
});

test('a small terminal shows only how it goes', () => {
  const scene = sceneWith();
  assert.equal(drawScene(scene, { columns: 45, rows: 24 }, false), [scene.status.slice(0, 44)]);
  assert.equal(drawScene(scene, { columns: 80, rows: 8 }, false), [scene.status]);
});

test('agent, caption and status are there in full', () => {
  const lines = drawScene(sceneWith(), { columns: 80, rows: 24 }, false);
  assert.is(lines[0], 'vime  training episode 3: step 57');
  assert.is(lines.at(-1), sceneWith().status);
});

test('without colours there is no escape sequence, with them the words are the same', () => {
  const visits = new Uint32Array(CELLS).fill(3);
  const size = { columns: 100, rows: 30 };
  const plain = drawScene(sceneWith({ visits }), size, false);
  const bright = drawScene(sceneWith({ visits }), size, true);
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
    pictures(drawScene(sceneWith({ visits }), size, false)).right;
  const empty = dotsIn(rightOf(new Uint32Array(CELLS)));
  const visits = new Uint32Array(CELLS);
  visits[CELLS - COLUMNS] = 1; // leftmost, fastest to the right
  const one = rightOf(visits);
  assert.is(dotsIn(one), empty + 1);
  assert.is(dotsIn([one[0][0]]), 1);
  assert.ok(dotsIn(rightOf(new Uint32Array(CELLS).fill(1))) > 600);
});

test('the car moves along the hill', () => {
  const size = { columns: 100, rows: 30 };
  const still = (position: number): string =>
    pictures(drawScene(sceneWith({ car: [position, 0] }), size, false)).left.join('\n');
  const shown = new Set([-1, -0.5, 0, 0.5, 1].map(still));
  assert.is(shown.size, 5);
});

test('visits are counted in the cells of the states', () => {
  const visits = new Uint32Array(CELLS);
  countVisits(visits, Float64Array.of(-1, -1, 1, 1, 1, 1, -1, -1), 2, 1, 3, 'scaled');
  assert.is(visits[CELLS - 1], 2);
  assert.is(
    visits.reduce((a, b) => a + b),
    2,
  );
});

test.run();
