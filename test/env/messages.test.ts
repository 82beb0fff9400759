import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inOneLine, messageOf, namedMessageOf, shown } from '../../src/env/messages.ts';

const circular: Record<string, unknown> = {};
circular['itself'] = circular;

for (const [value, text] of [
  [undefined, 'undefined'],
  [null, 'null'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  ['a\nb', '"a\\nb"'],
  [3n, '3n'],
  [Symbol('s'), 'Symbol(s)'],
  [() => 'long', 'a function'],
  [{ a: [1, 'b'] }, '{"a":[1,"b"]}'],
  [Float64Array.of(1), 'Float64Array'],
  [new DataView(new ArrayBuffer(1)), 'DataView'],
  [circular, 'an object'],
  [new Map([[1, 2]]), 'a Map'],
  [new Set(), 'a Set'],
  [[1n], 'a list'],
  [{ toJSON: () => undefined }, 'undefined'],
] as const) {
  test(`a message shows ${text}`, () => {
    assert.is(shown(value), text);
  });
}

test('a long value is cut off', () => {
  const text = shown(Array.from({ length: 1000 }, (_, n) => n));
  assert.match(text, /^\[0,1,2.*\.\.\.$/);
  assert.ok(text.length < 250, text);
});

test('whatever is thrown has a message of one line', () => {
  assert.is(messageOf(new RangeError('too far')), 'too far');
  assert.is(namedMessageOf(new RangeError('too far')), 'RangeError: too far');
  for (const thrown of [
    'gone',
    Object.create(null),
    { code: 5 },
    undefined,
    null,
    Symbol('s'),
    3n,
    circular,
  ] as unknown[]) {
    for (const message of [messageOf(thrown), namedMessageOf(thrown)]) {
      assert.type(message, 'string');
      assert.not.match(message, /\n/);
    }
  }
  assert.is(messageOf({ code: 5 }), '{"code":5}');
  assert.is(inOneLine('a \r\n  b\n\nc\rd'), 'a b c d');
});

test.run();
