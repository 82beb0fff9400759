import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FAULTS, inOneLine, messageOf, namedMessageOf, shown } from '../../src/env/rules.ts';

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

const faultInShapes = (given: unknown): string | null => FAULTS['picture.draw'](given);
const shape = { ink: 'agent', isFilled: true, points: [[0, 0.5]] };

for (const [what, given, fault] of [
  ['no list', 'all', 'expected a list of shapes, got "all"'],
  ['nothing as a shape', [shape, null], 'shape 1: expected a shape, got null'],
  [
    'a colour for an ink',
    [{ ...shape, ink: '#ff0000' }],
    'shape 0: expected an ink of agent, ground, goal, line, plain, got "#ff0000"',
  ],
  [
    'a shape that may be filled',
    [{ ...shape, isFilled: undefined }],
    'shape 0: expected isFilled to be true or false, got undefined',
  ],
  ['no points', [{ ...shape, points: 5 }], 'shape 0: expected a list of points, got 5'],
  [
    'a point that is nowhere',
    [
      shape,
      shape,
      {
        ...shape,
        points: [
          [0, 0],
          [1, NaN],
        ],
      },
    ],
    'shape 2: expected two finite numbers as point 1, got [1,null]',
  ],
] as const) {
  test(`a picture with ${what} is refused with what is wrong`, () => {
    assert.is(faultInShapes(given), fault);
  });
}

test('shapes with known inks and finite points are right, and so are none', () => {
  assert.is(faultInShapes([]), null);
  assert.is(faultInShapes([shape, { ink: 'line', isFilled: false, points: [] }]), null);
});

test.run();
