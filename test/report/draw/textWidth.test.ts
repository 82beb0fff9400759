import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { textWidth, wrapped } from '../../../src/report/draw/textWidth.ts';

test('width grows with the letters and with the font', () => {
  assert.is(textWidth('', 12), 0);
  assert.ok(textWidth('ill', 12) < textWidth('www', 12));
  assert.is(textWidth('dqn', 24), 2 * textWidth('dqn', 12));
});

test('lines are as long as they may be, and no longer', () => {
  const text = 'one two three four five six seven';
  const lines = wrapped(text, 80, 12);
  assert.is(lines.join(' '), text);
  assert.ok(lines.length > 1);
  for (const [n, line] of lines.entries()) {
    assert.ok(textWidth(line, 12) <= 80);
    const next = lines[n + 1]?.split(' ')[0];
    if (next) assert.ok(textWidth(`${line} ${next}`, 12) > 80);
  }
});

test('a word that is too wide has a line of its own', () => {
  assert.equal(wrapped('a Donaudampfschifffahrt b', 30, 12), ['a', 'Donaudampfschifffahrt', 'b']);
});

test.run();
