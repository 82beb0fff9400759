import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareRuns } from '../../../src/report/tables/comparison.ts';
import { learningTables } from '../../../src/report/terminal/learningTable.ts';
import { summaryTables } from '../../../src/report/tables/markdown.ts';
import { runOf } from '../../support/runData.ts';

const never = { '-150': null, '-120': null, '-110': null };
const comparison = compareRuns([
  runOf({ seed: 1 }),
  runOf({ seed: 2, firstGoalEpisode: 7, lastFifthMean: -103 }),
  runOf({ agent: 'dqn', firstGoalEpisode: null, firstEvalAbove: never, lastFifthMean: -200 }),
  runOf({ reward: 'dense' }),
]);

test('each environment and reward has the tables of docs/results.md, aligned and without marks of Markdown', () => {
  const text = learningTables(comparison);
  const cells = (lines: readonly string[]): string[] =>
    lines.map((line) =>
      line
        .replaceAll(/[|`-]+|:/g, ' ')
        .replaceAll(/ +/g, ' ')
        .trim(),
    );
  for (const group of comparison.groups) {
    const expected = cells(
      summaryTables(group)
        .split('\n')
        .filter((line) => /^\| `/.test(line)),
    );
    const lines = cells(text.split('\n'));
    for (const row of expected) assert.ok(lines.includes(row), `${row}\n${text}`);
  }
  assert.match(text, /^mountain-car, sparse reward\n\n/);
  assert.match(text, /\n\nmountain-car, dense reward\n\n/);
  assert.not.match(text, /[|`]/);
});

test('no line of a table is wider than the terminal', () => {
  const lines = learningTables(comparison, 60).split('\n');
  const rows = lines.slice(0, -1).filter((line) => !line.startsWith('*')); // without what explains
  assert.ok(
    rows.every((line) => line.length <= 60),
    rows.join('\n'),
  );
  assert.ok(
    rows.some((line) => /^vime +−/.test(line)),
    'continues below',
  );
});

test.run();
