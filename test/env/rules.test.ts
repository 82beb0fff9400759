import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Environment } from '../../src/env/environment.ts';
import { checkEnvironment } from '../../src/env/checkEnvironment.ts';
import { EnvironmentError, guarded } from '../../src/env/guard.ts';
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

/** An environment that shows the same number at all times. */
function showing(x: number, low: number, high: number): Environment {
  const [lows, highs] = [Float64Array.of(low), Float64Array.of(high)];
  const start = () => ({ observation: Float64Array.of(x), info: {} });
  return {
    observationSpace: { type: 'box', low: lows, high: highs, shape: [1] },
    actionSpace: { type: 'discrete', n: 1 },
    reset: start,
    step: (action) => {
      if (action !== 0) throw new RangeError(`there is no action ${action}`);
      return { ...start(), reward: 0, terminated: false, truncated: true };
    },
  };
}

for (const [what, x, low, high, isInside] of [
  ['at its bound', 0.7, -0.7, 0.7, true],
  ['a float32 next to a bound that is none', Math.fround(-1.2), -1.2, 0.6, true],
  ['a float32 that is several steps too large', Math.fround(1 + 5e-7), -1, 1, true],
  ['rounded below 0, the other bound being 1', 0.3 - 0.1 * 3, 0, 1, true],
  ['rounded below 0, without another bound', -1e-16, 0, Infinity, true],
  ['too large by a share of a thousandth', 1.001, -1, 1, false],
  ['too small by a share of a hundred-thousandth', -0.070001, -0.07, 0.07, false],
  ['below 0 by more than rounding', -1e-5, 0, Infinity, false],
  ['outside small bounds by what large ones would allow', 1e-3 + 1e-8, 0, 1e-3, false],
] as const) {
  test(`an observation ${what} is ${isInside ? 'inside' : 'outside'}, before training and during it`, () => {
    const fault = `observation[0] is ${x}, outside its bounds ${low} and ${high}`;
    const create = () => showing(x, low, high);
    assert.equal(checkEnvironment(create), isInside ? [] : [`reset(0): ${fault}.`]);
    const reset = () => guarded(create(), 'mine.ts').reset(7).observation[0];
    if (isInside)
      assert.is(reset(), x); // as it is
    else {
      assert.throws(
        reset,
        (error: unknown) =>
          error instanceof EnvironmentError && error.message === `mine.ts: reset(7): ${fault}`,
      );
    }
  });
}

test.run();
