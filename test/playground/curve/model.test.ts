import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CurveModel } from '../../../src/playground/curve/model.ts';
import { GRID } from '../../../src/playground/curve/protocol.ts';
import {
  bestPlace,
  FIRST_POINTS,
  gainAt,
  gridPlace,
  toggled,
} from '../../../src/playground/curve/points.ts';

function fitted(updates = 600): CurveModel {
  const model = new CurveModel(1);
  model.set(FIRST_POINTS);
  model.learn(updates);
  return model;
}

test('the curve passes near its points, with error bars that are narrower there', () => {
  const { mean, model } = fitted().curve();
  for (const { x, y } of FIRST_POINTS) {
    assert.ok(Math.abs(mean[gridPlace(x)] - y) < 0.15, `at ${x}: ${mean[gridPlace(x)]}, not ${y}`);
  }
  const gap = model[gridPlace(0.05)];
  for (const { x } of FIRST_POINTS) assert.ok(model[gridPlace(x)] < 0.6 * gap, `at ${x}`);
});

test('a point teaches most in a gap, and less once there is one', () => {
  const model = fitted();
  const before = model.curve();
  const x = bestPlace(before);
  for (const point of FIRST_POINTS) assert.ok(gainAt(before, x) > gainAt(before, point.x));
  model.set([...FIRST_POINTS, { x, y: 0 }]);
  model.learn(600);
  assert.ok(gainAt(model.curve(), x) < 0.7 * gainAt(before, x));
});

test('without points nothing is learnt', () => {
  const model = new CurveModel(1);
  const before = model.curve();
  model.learn(10);
  assert.equal(model.curve(), before);
  assert.is(before.x.length, GRID);
  assert.equal([before.x[0], before.x[GRID - 1]], [-1, 1]);
});

test('a click beside a point adds one, a click on it takes it away', () => {
  const two = toggled(toggled([], { x: 0, y: 0 }), { x: 0.2, y: 0 });
  assert.is(two.length, 2);
  assert.equal(toggled(two, { x: 0.21, y: 0.01 }), [{ x: 0, y: 0 }]);
});

test('places beyond the ends count as the ends', () => {
  assert.equal([-2, -1, 0, 1, 2].map(gridPlace), [0, 0, 40, 80, 80]);
});

test.run();
