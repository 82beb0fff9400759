import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Picture, Shape } from '../../../src/env/environment.ts';
import { MountainCar } from '../../../src/env/mountainCar.ts';
import { NoisyTv } from '../../../src/env/noisyTv.ts';
import { withTelevision } from '../../../src/env/pictures/television.ts';
import { StochasticCar } from '../../../src/env/stochasticCar.ts';

const seen: Float64Array[] = [];
const plain: Picture = {
  low: [0, 0],
  high: [10, 5],
  draw: (observation) => {
    seen.push(observation);
    return [{ ink: 'agent', isFilled: true, points: [[1, 1]] }];
  },
};
const picture = withTelevision(plain, (observation) => observation.subarray(1), [2]);
const shapesOf = (values: readonly number[], action: number | null = null): readonly Shape[] =>
  picture.draw(Float64Array.of(7, ...values), action, []);
const heightsOf = ({ points }: Shape): number[] => points.map(([, y]) => y);

/** How far each bar reaches from the middle of the screen, as a share of half the screen. */
function barsIn(shapes: readonly Shape[]): number[] {
  const screen = shapes.findLast(({ ink }) => ink === 'ground')!;
  const bars = shapes.findLast(({ ink }) => ink === 'plain')!;
  const [low, high] = [Math.min(...heightsOf(screen)), Math.max(...heightsOf(screen))];
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const ends = bars.points.filter((_, n) => n % 4 === 1);
  return ends.map(([, y]) => (y - middle) / half);
}

test('each channel has a bar as long as its value, up or down', () => {
  const values = [-1, -0.25, 0, 0.5, 1];
  barsIn(shapesOf(values)).forEach((end, n) => assert.ok(Math.abs(end - values[n]) < 1e-9));
});

test('it stands above the picture and inside the new one, whose lower part is as before', () => {
  const [first, ...television] = shapesOf([-1, 1, 1], 2);
  assert.equal(first.points, [[1, 1]]);
  assert.equal([picture.low, picture.high[0]], [plain.low, plain.high[0]]);
  assert.equal([...seen.at(-1)!], [7, -1, 1, 1]);
  for (const [x, y] of television.flatMap(({ points }) => points)) {
    assert.ok(x > 0 && x < 10 && y > 5 && y < picture.high[1], `${x}, ${y}`);
  }
});

test('where the remote control is pressed, the frame has the colour of the agent and there is an antenna', () => {
  const frame = (action: number | null): string => shapesOf([0], action)[1].ink;
  const lines = (action: number | null): number =>
    shapesOf([0], action).filter(({ isFilled }) => !isFilled).length;
  assert.equal([frame(2), frame(1), frame(null)], ['agent', 'line', 'line']);
  assert.equal([lines(2), lines(1), lines(null)], [1, 0, 0]);
});

test('a noisy TV shows all its channels; a sham has no remote control', () => {
  for (const isSham of [false, true]) {
    const tv = new NoisyTv(new MountainCar({ reward: 'sparse' }), 5, isSham);
    const { observation } = tv.reset(3);
    const shapes = tv.picture!.draw(observation, 1, [{ observation, action: 1 }]);
    barsIn(shapes).forEach((end, n) => assert.ok(Math.abs(end - observation[2 + n]) < 1e-9));
    assert.is(
      shapes.some(({ ink, points }) => ink === 'agent' && points.length === 3),
      !isSham,
    );
    const alone = new MountainCar({ reward: 'sparse' }).picture.draw(observation, 1, []);
    assert.equal(shapes.slice(0, alone.length), alone);
  }
});

test('the stochastic car shows its one channel, no flag, and a push only without the remote', () => {
  const car = new StochasticCar();
  car.reset(1);
  const { observation } = car.step(4);
  const drawn = (action: number): readonly Shape[] => car.picture.draw(observation, action, []);
  const [end, ...others] = barsIn(drawn(4));
  assert.ok(Math.abs(end - observation[2]) < 1e-9 && others.length === 0);
  assert.not(drawn(4).some(({ ink }) => ink === 'goal'));
  const hasPush = (action: number): boolean =>
    drawn(action).some(({ ink, points }) => ink === 'plain' && points.length === 3);
  assert.equal([0, 1, 2, 3, 4, 5].map(hasPush), [true, false, true, false, false, false]);
});

test.run();
