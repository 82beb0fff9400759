import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FAULTS, isObject } from '../../src/env/rules.ts';

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

test('a list, null and a function are no objects', () => {
  for (const value of [{}, Object.create(null), new Map()]) assert.ok(isObject(value));
  for (const value of [[], null, undefined, 'a', () => 1]) assert.not(isObject(value));
});

test.run();
