import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoxSpace } from '../../src/env/environment.ts';
import { MAX_POSITION, MAX_SPEED, MIN_POSITION, MountainCar } from '../../src/env/mountainCar.ts';
import { sizeOf, View } from '../../src/env/view.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

const box = (low: readonly number[], high: readonly number[]): BoxSpace => ({
  type: 'box',
  low: Float64Array.from(low),
  high: Float64Array.from(high),
  shape: [low.length],
});

const CAR = new MountainCar({ reward: 'sparse' }).observationSpace;

test('a box has the product of its shape as its size', () => {
  assert.is(sizeOf({ ...box([0, 0], [1, 1]), shape: [3, 4, 2] }), 24);
  assert.is(sizeOf(CAR), 2);
  assert.is(new View(CAR, 'raw').size, 2);
});

test('scaled: the ends of the box are -1 and 1, its middle 0', () => {
  const view = new View(CAR, 'scaled');
  for (const [position, velocity, expected] of [
    [MIN_POSITION, -MAX_SPEED, [-1, -1]],
    [MAX_POSITION, MAX_SPEED, [1, 1]],
    [-0.3, 0, [0, 0]],
    [-0.75, 0.035, [-0.5, 0.5]],
  ] as const) {
    const seen = view.see(Float64Array.of(position, velocity));
    assertClose(seen, expected, `[${position}, ${velocity}]`, 0, 1e-15);
  }
});

test('the bounds of a variable are those between which it is scaled, if it is', () => {
  const view = new View(box([-1, -Infinity, 0], [3, 2, 0]), 'scaled');
  assert.equal(
    [0, 1, 2].map((i) => view.boundsOf(i)),
    [[-1, 3], null, null],
  );
  assert.is(new View(CAR, 'raw').boundsOf(0), null);
});

test('the car is seen in the very bits in which it was seen when it scaled itself', () => {
  const view = new View(CAR, 'scaled');
  const rng = stream(1, 'view');
  for (let n = 0; n < 1000; n++) {
    const position = MIN_POSITION + (MAX_POSITION - MIN_POSITION) * rng.uniform53();
    const velocity = MAX_SPEED * (2 * rng.uniform53() - 1);
    const expected = Float64Array.of(
      (2 * position - MIN_POSITION - MAX_POSITION) / (MAX_POSITION - MIN_POSITION),
      velocity / MAX_SPEED,
    );
    assertSameBits(view.see(Float64Array.of(position, velocity)), expected, `${n}`);
  }
});

test('what is in [-1, 1] already keeps its bits', () => {
  const view = new View(box([-1], [1]), 'scaled');
  const rng = stream(2, 'view');
  for (let n = 0; n < 100; n++) {
    const x = Float64Array.of(2 * rng.uniform53() - 1);
    assertSameBits(view.see(x), x, `${n}`);
  }
});

test('a variable without two finite bounds apart is seen as it is, and raw all are', () => {
  const space = box([-Infinity, 0, 3, -Infinity, -2], [Infinity, Infinity, 3, 5, 2]);
  const observation = Float64Array.of(7, 8, 3, -9, 1);
  assert.equal([...new View(space, 'scaled').see(observation)], [7, 8, 3, -9, 0.5]);
  assert.equal([...new View(space, 'raw').see(observation)], [7, 8, 3, -9, 1]);
});

test('it is written where it is wanted, and the observation is left as it is', () => {
  const view = new View(box([-2, 0], [2, 4]), 'scaled');
  const [out, observation] = [new Float64Array(5).fill(9), Float64Array.of(1, 4)];
  view.seeInto(out, 2, observation);
  assert.equal([...out], [9, 9, 0.5, 1, 9]);
  assert.equal([...observation], [1, 4]);
});

test('the observation can be had back from what is seen', () => {
  const space = box([-1.2, -0.07, -Infinity, 2], [0.6, 0.07, Infinity, 11]);
  const observation = Float64Array.of(-0.37, 0.0123, 5, 2.5);
  for (const kind of ['scaled', 'raw'] as const) {
    const view = new View(space, kind);
    const seen = new Float64Array(6);
    view.seeInto(seen, 1, observation);
    assertClose(view.observationOf(seen, 1), observation, kind, 0, 1e-14);
    assertClose(view.observationOf(view.see(observation)), observation, kind, 0, 1e-14);
  }
});

test.run();
