import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wordLines } from '../../../src/report/terminal/wordLines.ts';

test('a line holds as many words as fit, and a longer word has its own', () => {
  assert.equal(wordLines('a bc d', 4), ['a bc', 'd']);
  assert.equal(wordLines('a bc d', 3), ['a', 'bc', 'd']);
  assert.equal(wordLines('one-long-word a b', 3), ['one-long-word', 'a b']);
  assert.equal(wordLines('', 3), ['']);
});

test.run();
