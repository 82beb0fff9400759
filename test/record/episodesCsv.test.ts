import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { episodesCsv } from '../../src/record/runSummary.ts';
import { NonFiniteError } from '../../src/train/finite.ts';
import { tinyConfig, trainAll } from '../support/tinyRun.ts';

const { records } = trainAll(tinyConfig({ episodes: 3 }));
const table = (text: string): string[][] => {
  assert.ok(text.endsWith('\n'));
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
};

test('a line for each episode, with every field of its record', () => {
  const [columns, ...lines] = table(episodesCsv(records));
  assert.is(lines.length, 3);
  for (const [n, line] of lines.entries()) {
    assert.is(line.length, columns.length);
    for (const [name, value] of Object.entries(records[n]) as [string, unknown][]) {
      const parts = Array.isArray(value)
        ? value.map((part: unknown, i) => [`${name}.${i}`, part] as const)
        : [[name, value] as const];
      for (const [column, part] of parts) {
        const cell = line[columns.indexOf(column)];
        const back =
          typeof part === 'number' ? Number(cell) : part === null ? null : cell === 'true';
        assert.is(back, part, column);
        if (part === null) assert.is(cell, '');
      }
    }
  }
});

test('a list that is not there at first has its columns all the same', () => {
  const first = { ...records[0], modelR2: null };
  const [columns, line, next] = table(
    episodesCsv([first, { ...records[1], modelR2: [0.5, null] }]),
  );
  assert.equal(
    columns.filter((column) => column.startsWith('modelR2')),
    ['modelR2.0', 'modelR2.1'],
  );
  const at = columns.indexOf('modelR2.0');
  assert.equal([...line.slice(at, at + 2), ...next.slice(at, at + 2)], ['', '', '0.5', '']);
});

test('no number that is none is written', () => {
  assert.throws(
    () => episodesCsv([{ ...records[0], qLoss: NaN }]),
    (error: unknown) =>
      error instanceof NonFiniteError &&
      /^episodes\.csv, episode 1: qLoss is NaN/.test(error.message),
  );
});

test.run();
