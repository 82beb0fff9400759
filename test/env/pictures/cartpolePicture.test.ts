import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CartpoleSwingup, type CartpoleSwingupOptions } from '../../../src/env/cartpoleSwingup.ts';
import type { Shape } from '../../../src/env/environment.ts';

const ANGLES = [0, 0.5, Math.PI / 2, 2, Math.PI, 4, 6];

/** What is drawn in a state, from the back to the front. */
function shapesAt(
  x: number,
  angle: number,
  action: number | null = null,
  options: CartpoleSwingupOptions = {},
): readonly Shape[] {
  const env = new CartpoleSwingup(options);
  return env.picture.draw(env.restart([x, 0, angle, 0]).observation, action, []);
}

const middleOf = ({ points }: Shape): number[] =>
  [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
const cartIn = (shapes: readonly Shape[]): Shape => shapes.find(({ ink }) => ink === 'agent')!;
const isPole = ({ ink, points }: Shape): boolean => ink === 'plain' && points.length === 4;

test('the cart stands where its position is, in either kind of observation', () => {
  for (const features of ['plain', 'bsuite'] as const) {
    for (const x of [-3, -1, 0, 2.5]) {
      const [drawn] = middleOf(cartIn(shapesAt(x, 1, null, { features })));
      assert.ok(Math.abs(drawn - x) < 1e-6, `${features}: ${drawn} for ${x}`);
    }
  }
});

test('the pole is a metre long, up at angle 0, to the right at a quarter turn, down at half a turn', () => {
  for (const angle of ANGLES) {
    const shapes = shapesAt(1, angle);
    const pole = shapes.find(isPole)!;
    const [joint, end] = [
      [pole.points[0], pole.points[3]],
      [pole.points[1], pole.points[2]],
    ].map((points) => middleOf({ ink: 'plain', isFilled: true, points }));
    const [right, up] = [end[0] - joint[0], end[1] - joint[1]];
    assert.ok(Math.abs(right - Math.sin(angle)) < 1e-9, `${angle}: ${right} to the right`);
    assert.ok(Math.abs(up - Math.cos(angle)) < 1e-9, `${angle}: ${up} up`);
    assert.ok(Math.abs(joint[0] - 1) < 1e-9);
  }
});

test('the ground below the track shows where the cart is rewarded', () => {
  const goal = (options: CartpoleSwingupOptions): number[] => {
    const { points } = shapesAt(0, 0, null, options).find(({ ink }) => ink === 'goal')!;
    return [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  };
  assert.equal(goal({ level: 0 }), [-1, 1]);
  assert.equal(goal({ level: 10 }), [-0.5, 0.5]);
  assert.equal(goal({ reward: 'vime' }), [-3, 3]);
});

test('a triangle shows the push, and none without', () => {
  const triangles = (action: number | null): Shape[] =>
    shapesAt(1, 1, action).filter(({ points }) => points.length === 3);
  assert.equal(
    [null, 1].map((action) => triangles(action).length),
    [0, 0],
  );
  assert.ok(middleOf(triangles(0)[0])[0] < 0.7);
  assert.ok(middleOf(triangles(2)[0])[0] > 1.3);
});

test('all lies in the picture, but for what is beyond an end of the track', () => {
  const { low, high } = new CartpoleSwingup().picture;
  for (const angle of ANGLES) {
    for (const action of [0, 1, 2, null]) {
      for (const { points } of [-2.5, 0, 2.5].flatMap((x) => shapesAt(x, angle, action))) {
        for (const [x, y] of points) {
          assert.ok(x >= low[0] && x <= high[0], `x ${x} at ${angle}`);
          assert.ok(y >= low[1] && y <= high[1], `y ${y} at ${angle}`);
        }
      }
    }
  }
});

test.run();
