import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { terminalTable } from '../../../src/report/terminal/terminalTable.ts';

const HEAD = ['agent', 'seeds', 'first goal, episode', 'never'];
const ROWS = [
  ['vime', '10', '6 [5, 7] / 11 / 12', '0'],
  ['vime, eta 0.3', '5', '112 / never / never', '2'],
];

test('columns are aligned, the first to the left and numbers to the right', () => {
  assert.is(
    terminalTable(HEAD, ROWS),
    [
      'agent          seeds  first goal, episode  never',
      '-------------  -----  -------------------  -----',
      'vime              10   6 [5, 7] / 11 / 12      0',
      'vime, eta 0.3      5  112 / never / never      2',
    ].join('\n'),
  );
});

test('a long head takes several lines, above the rule', () => {
  assert.is(
    terminalTable(['agent', 'seeds that never got there'], [['vime', '0']]),
    [
      '       seeds',
      '        that',
      '       never',
      '         got',
      'agent  there',
      '-----  -----',
      'vime       0',
    ].join('\n'),
  );
});

test('a table that is too wide is continued below, with its first column', () => {
  const text = terminalTable(HEAD, ROWS, 45);
  assert.ok(
    text.split('\n').every((line) => line.length <= 45),
    text,
  );
  const [one, two, ...more] = text.split('\n\n').map((part) => part.split('\n'));
  assert.equal(more, []);
  assert.match(one[0], /^agent +seeds +first goal, episode$/);
  assert.match(two[0], /^agent +never$/);
  assert.match(two[3], /^vime, eta 0\.3 +2$/);
});

test('a terminal narrower than two columns still shows all', () => {
  const text = terminalTable(HEAD, ROWS, 5);
  for (const cell of [...HEAD.slice(2).join(' ').split(' '), ...ROWS.flat()]) {
    assert.ok(text.includes(cell), cell);
  }
});

test.run();
