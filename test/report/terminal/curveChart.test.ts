import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curveChartLines, shortNumber } from '../../../src/report/terminal/curveChart.ts';

const SIZE = { columns: 30, rows: 5 };
const line = (name: string, ...ys: number[]) => ({
  name,
  points: ys.map((y, x) => [x, y] as const),
});
/** What is seen of coloured text. */
const withoutCodes = (text: string): string =>
  text
    .split('\u001b[')
    .map((part, n) => (n === 0 ? part : part.replace(/^[\d;]*m/, '')))
    .join('');
const chart = (...curves: ReturnType<typeof line>[]) =>
  curveChartLines({ title: 'Title', across: 'steps', curves }, SIZE, false);

test('a curve rises from the lower left to the upper right, between the ends of its axes', () => {
  const lines = chart(line('one', 0, 1));
  assert.is(lines.length, 5);
  assert.is(lines[0], 'Title  ⠒⠒⠒⠒ one');
  assert.match(lines[1], /^ {6}1 ⠀+.*[⠉⠊⠁⠔⠤⠒⠑]$/);
  assert.match(lines[3], /^ {6}0 [⣀⠤⡠⠔⢀].*⠀+$/);
  assert.match(lines[4], /^ {8}0 +steps +1$/);
});

test('curves are told apart without colours, and drawn in their own with them', () => {
  const same = [line('one', 0, 0), line('two', 1, 1)];
  const [, upper, , lower] = chart(...same);
  const dots = (text: string): number => text.replace(/[^\u2801-\u28ff]/g, '').length;
  assert.ok(dots(lower) > dots(upper));
  const coloured = curveChartLines({ title: 'T', across: 'x', curves: same }, SIZE, true);
  const codes = coloured.map((text) => /38;5;\d+m/.exec(text)?.[0]);
  assert.ok(codes[1] && codes[3] && codes[1] !== codes[3]);
});

test('what is not finite is left out, and so is a chart without anything', () => {
  const lines = chart(line('one', NaN, 1, Infinity, 2));
  assert.match(lines[1], /^ {6}2 /);
  assert.match(lines[3], /^ {6}1 /);
  assert.equal(chart(line('one', NaN)), [
    'Title  ⠒⠒⠒⠒ one (no points)',
    '  no finite number to draw',
  ]);
  assert.equal(chart(), ['Title', '  no finite number to draw']);
});

test('the key says which curve has no points', () => {
  const heading = chart(line('one', NaN, NaN), line('two', 1, NaN)).slice(0, 2);
  assert.equal(heading, ['Title  ⠒⠒⠒⠒ one (no points)', '⠂⠐⠂⠐ two']);
});

test('values that are all the same lie in the middle', () => {
  const lines = chart(line('one', 4, 4));
  assert.match(lines[1], /^ {6}6 ⠀+$/);
  assert.match(lines[2], /⠤|⠒|⠉|⣀/);
  assert.match(lines[3], /^ {6}2 ⠀+$/);
});

test('no line is wider than the terminal, however long the names are', () => {
  const long = {
    title: 'returns of three steps; a goal in slots 3 and 6',
    across: 'sigma1, with mu1 = mu2 = 0, sigma2 = 1',
    curves: [line('yours, which has no point at all', NaN), line('the true one', -1e-5, 123456)],
  };
  for (let columns = 24; columns <= 140; columns++) {
    const lines = curveChartLines(long, { columns, rows: 12 }, false);
    for (const text of lines) assert.ok(text.length <= columns, `${columns} columns: ${text}`);
    const words = lines.join(' ').replaceAll(/\s+/g, ' ');
    for (const text of [long.title, long.across, 'which has no point at all (no points)']) {
      assert.ok(words.includes(text), `${columns} columns: ${words}`);
    }
    const inColour = curveChartLines(long, { columns, rows: 12 }, true).map(withoutCodes);
    assert.equal(inColour, lines);
  }
});

test('a chart has as many rows as it is given, if they are enough', () => {
  for (const rows of [5, 6, 12])
    assert.is(
      curveChartLines(
        { title: 'Title', across: 'steps', curves: [line('one', 0, 1)] },
        { columns: 30, rows },
        false,
      ).length,
      rows,
    );
});

test('numbers have three digits', () => {
  assert.equal([0, -1.23456, 1234.5, 0.0001234, 1e6].map(shortNumber), [
    '0',
    '-1.23',
    '1230',
    '1.2e-4',
    '1.0e+6',
  ]);
});

test.run();
