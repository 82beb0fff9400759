import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coloured, excerpt } from '../../../scripts/book/code.ts';

const CODE = `import x from 'y';

/** Not this one. */

/** Of two. */
export const TWO = {
  one: 1, // first
  two: 2, // second
} as const;

function f() {
  // A.
  const a = 1;
  go(a);

  // B.
  go(2);
}

interface I {
  /** m */
  m: number;
}
`;

const take = (symbol: string, phrase: string | null = null) =>
  excerpt('a.ts', CODE, symbol, phrase);

test('a symbol is taken with its own comment, and the line on which that begins', () => {
  const { text, line } = take('TWO');
  assert.is(line, 5);
  assert.is(text.split('\n')[0], '/** Of two. */');
  assert.is(text.split('\n').at(-1), '} as const;');
});

test('a member is taken as whole lines, without the margin', () => {
  assert.equal(take('TWO.one'), { text: 'one: 1, // first', line: 7 });
  assert.equal(take('I.m'), { text: '/** m */\nm: number;', line: 21 });
});

test('a phrase takes the lines around it up to an empty one', () => {
  assert.equal(take('f', 'const a'), {
    text: 'function f() {\n  // A.\n  const a = 1;\n  go(a);',
    line: 11,
  });
  assert.equal(take('f', 'go(2)'), { text: '  // B.\n  go(2);\n}', line: 16 });
});

for (const [symbol, phrase, message] of [
  ['none', null, 'a.ts: expected a declaration of none, found none'],
  ['TWO.three', null, 'a.ts: expected a declaration of TWO.three, found none'],
  ['f', 'nowhere', 'a.ts: expected "nowhere" in one line of f, found it in 0'],
  ['f', 'go(', 'a.ts: expected "go(" in one line of f, found it in 2'],
] as const) {
  test(`${symbol} ${phrase ?? ''} is refused`, () => {
    assert.throws(
      () => take(symbol, phrase),
      (error: Error) => error.message === message,
    );
  });
}

test('colours leave the text as it is, and no line is inside two elements', () => {
  const html = coloured(CODE);
  const plain = html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<');
  assert.is(plain, CODE);
  for (const line of html.split('\n')) {
    assert.is(line.split('<span').length, line.split('</span>').length);
  }
  assert.match(html, '<span class="comment">// first</span>');
  assert.match(html, '<span class="string">&#39;y&#39;</span>');
  assert.match(html, '<span class="word">const</span>');
});

test.run();
