import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MAX_POSITION, MAX_SPEED, MIN_POSITION, moveCar } from '../../src/env/mountainCar.ts';
import createStochasticCar, { StochasticCar } from '../../src/env/stochasticCar.ts';
import { assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

const KINDS = [
  { remote: 'frozen', remoteNoise: true },
  { remote: 'frozen', remoteNoise: false },
  { remote: 'evolving', remoteNoise: true },
  { remote: 'evolving', remoteNoise: false },
] as const;

for (const kind of KINDS) {
  test(`${kind.remote}, noise ${kind.remoteNoise}: a push moves the car and leaves the picture, the remote does as it says`, () => {
    const env = new StochasticCar(kind);
    const { observation } = env.reset(3);
    assert.ok(observation[0] >= -0.6 && observation[0] <= -0.4);
    assert.equal([...observation.slice(1)], [0, 0]);
    const car = observation.slice(0, 2);
    let picture = 0;
    let drawn = 0;
    for (let step = 0; step < 100; step++) {
      const action = (step * 5 + (step >> 2)) % 6;
      const result = env.step(action);
      if (action < 3) moveCar(car, action, 0.0015);
      else if (kind.remote === 'evolving') moveCar(car, 1, 0.0015);
      assertSameBits(result.observation.slice(0, 2), car, `step ${step}`);
      const [, , shown] = result.observation;
      if (action < 3 || !kind.remoteNoise) assert.is(shown, picture);
      else drawn += shown === picture ? 0 : 1;
      assert.ok(Math.abs(shown) <= 1);
      picture = shown;
      assert.equal([result.reward, result.terminated, result.truncated], [0, false, step === 99]);
    }
    assert.is(drawn > 0, kind.remoteNoise);
  });
}

test('pictures are uniform in [−1, 1]', () => {
  const env = new StochasticCar();
  const shown: number[] = [];
  for (let seed = 1; seed <= 100; seed++) {
    env.reset(seed);
    for (let step = 0; step < 100; step++) shown.push(env.step(3 + (step % 3)).observation[2]);
  }
  const n = shown.length;
  const mean = shown.reduce((sum, x) => sum + x, 0) / n;
  const square = shown.reduce((sum, x) => sum + x * x, 0) / n;
  // The variance is 1/3, that of the square 4/45; 5 σ.
  assert.ok(Math.abs(mean) < 5 * Math.sqrt(1 / 3 / n), `${mean}`);
  assert.ok(Math.abs(square - 1 / 3) < 5 * Math.sqrt(4 / 45 / n), `${square}`);
});

test('an episode follows from its seed, whatever was played before', () => {
  const [a, b] = [new StochasticCar(), createStochasticCar({})];
  a.reset(1);
  for (let step = 0; step < 10; step++) a.step(4);
  assert.equal(a.reset(2).observation, b.reset(2).observation);
  for (let step = 0; step < 20; step++) {
    assert.equal(a.step(step % 6).observation, b.step(step % 6).observation);
  }
  assert.not.equal(a.reset(3).observation, b.reset(4).observation);
});

test('the car goes beyond where a goal would be, and never arrives', () => {
  const env = new StochasticCar();
  let farthest = -Infinity;
  let { observation } = env.reset(1);
  for (let step = 0; step < 100; step++) {
    const result = env.step(observation[1] <= 0 ? 0 : 2);
    ({ observation } = result);
    farthest = Math.max(farthest, observation[0]);
    assert.not(result.terminated);
  }
  assert.ok(farthest > 0.55, `${farthest}`);
});

test('each observation lies in one of 100 cells, those at the edges too', () => {
  const { cells, cellOf } = new StochasticCar().exploration;
  assert.is(cells, 100);
  const at = (position: number, velocity: number): number =>
    cellOf(Float64Array.of(position, velocity, 0.3));
  assert.is(at(MIN_POSITION, -MAX_SPEED), 0);
  assert.is(at(MAX_POSITION, -MAX_SPEED), 9);
  assert.is(at(MIN_POSITION, MAX_SPEED), 90);
  assert.is(at(MAX_POSITION, MAX_SPEED), 99);
  assert.is(at(-0.5, 0.001), 53);
  assert.is(at(-0.5, -0.001), 43);
});

for (const remote of ['frozen', 'evolving'] as const) {
  test(`${remote}: the phase space knows what each action does anywhere, the picture dark, and changes nothing`, () => {
    const [env, other] = [new StochasticCar({ remote }), new StochasticCar({ remote })];
    let { observation } = env.reset(5);
    other.reset(5);
    for (let step = 0; step < 60; step++) {
      const [x, y] = env.phaseSpace.placeOf(observation);
      assert.equal([...env.phaseSpace.observationAt(x, y)], [observation[0], observation[1], 0]);
      const action = (step * 5 + (step >> 2)) % 6;
      const expected = env.phaseSpace.stepFrom(x, y, action).observation;
      ({ observation } = env.step(action));
      assert.equal([...expected], [observation[0], observation[1], 0]);
      assert.equal(other.step(action).observation, observation);
    }
  });
}

test('91 cells can be reached within an episode: a breadth-first search over 600 × 600 places', () => {
  const env = new StochasticCar();
  const side = 600;
  const seen = new Uint8Array(side * side);
  const placeOf = ([position, velocity]: Float64Array): number => {
    const along = (x: number, low: number, high: number): number =>
      Math.min(Math.floor((side * (x - low)) / (high - low)), side - 1);
    const row = along(velocity, -MAX_SPEED, MAX_SPEED);
    return side * row + along(position, MIN_POSITION, MAX_POSITION);
  };
  const cells = new Set<number>();
  // One state for each place, so that each that is counted can be reached indeed.
  let front: Float64Array[] = Array.from({ length: 201 }, (_, i) =>
    Float64Array.of(-0.6 + 0.001 * i, 0),
  );
  for (let step = 0; step < 100; step++) {
    const next: Float64Array[] = [];
    for (const state of front) {
      for (let action = 0; action < 3; action++) {
        const moved = state.slice();
        moveCar(moved, action, 0.0015);
        const place = placeOf(moved);
        if (seen[place]) continue;
        seen[place] = 1;
        cells.add(env.exploration.cellOf(moved));
        next.push(moved);
      }
    }
    front = next;
  }
  assert.is(cells.size, env.optimum);
});

test('an action that there is none of is refused', () => {
  const env = new StochasticCar();
  env.reset(1);
  for (const action of [-1, 6, 0.5, NaN]) {
    assertRangeError(() => env.step(action), /^StochasticCar\.step: action .*; expected 0 \.\. 5$/);
  }
});

test.run();
