import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { carPicture } from '../../../src/env/pictures/carPicture.ts';
import type { Shape } from '../../../src/env/environment.ts';

const picture = carPicture(-1.2, 0.6, 0.5, [-1, 0, 1]);
const shapesAt = (position: number, action: number | null = null): readonly Shape[] =>
  picture.draw(Float64Array.of(position, 0), action, []);
const bodyAt = (position: number): Shape => shapesAt(position).find(({ ink }) => ink === 'agent')!;
const middleOf = ({ points }: Shape): number[] =>
  [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);

test('wherever the car is, all lies in the picture', () => {
  for (let position = -1.2; position <= 0.6; position += 0.05) {
    for (const action of [0, 1, 2, null]) {
      for (const { points } of shapesAt(position, action)) {
        for (const [x, y] of points) {
          assert.ok(x >= picture.low[0] && x <= picture.high[0], `x ${x} at ${position}`);
          assert.ok(y >= picture.low[1] && y <= picture.high[1], `y ${y} at ${position}`);
        }
      }
    }
  }
});

test('the car stands on the hill where its position is, tilted with the slope', () => {
  const [x, y] = middleOf(bodyAt(-Math.PI / 6)); // the bottom of the valley
  assert.ok(Math.abs(x + Math.PI / 6) < 0.01);
  const [uphillX, uphillY] = middleOf(bodyAt(0.2));
  assert.ok(uphillX > x && uphillY > y + 0.1, 'to the right it goes up');
  const tilt = (position: number): number => {
    const { points } = bodyAt(position);
    return points.at(-1)![1] - points[0][1]; // from its rear to its front
  };
  assert.ok(Math.abs(tilt(-Math.PI / 6)) < 1e-9 && tilt(0) > 0.05 && tilt(-1) < -0.05);
});

test('a triangle in front shows which way the engine pushes, and none while it coasts', () => {
  const count = (action: number | null): number => shapesAt(-0.5, action).length;
  assert.equal([count(0), count(1), count(2), count(null)], [8, 7, 8, 7]);
  const [left] = middleOf(shapesAt(-0.5236, 0).at(-1)!);
  const [right] = middleOf(shapesAt(-0.5236, 2).at(-1)!);
  assert.ok(left < -0.6 && right > -0.45);
});

test.run();
