import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { circle, filled, line, rectangle } from '../../../src/env/pictures/shapes.ts';

test('a circle has all its corners as far from the middle as its radius, once around', () => {
  const corners = circle([2, -1], 0.5);
  for (const [x, y] of corners) {
    assert.ok(Math.abs(Math.hypot(x - 2, y + 1) - 0.5) < 1e-12, `${x}, ${y}`);
  }
  assert.is(new Set(corners.map(([x, y]) => `${x.toFixed(6)} ${y.toFixed(6)}`)).size, 16);
});

test('a rectangle goes around its four corners, an area and a line keep their points', () => {
  const points = rectangle([0, 1], [4, 3]);
  assert.equal(points, [
    [0, 1],
    [4, 1],
    [4, 3],
    [0, 3],
  ]);
  assert.equal(filled('goal', points), { ink: 'goal', isFilled: true, points });
  assert.equal(line('agent', points), { ink: 'agent', isFilled: false, points });
});

test.run();
