import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Environment } from '../../src/env/environment.ts';
import {
  FORCE,
  GOAL_POSITION,
  GRAVITY,
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  MountainCar,
  scaledFrom,
  moveCar,
} from '../../src/env/mountainCar.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

/** Always pushes in the direction of travel: reaches the goal from anywhere. */
const pump = (car: MountainCar): number => (car.state[1] >= 0 ? 2 : 0);

test('position and speed stay in bounds under random actions from random states', () => {
  const rng = stream(1, 'bounds');
  const car = new MountainCar({ reward: 'sparse' });
  let walls = 0;
  for (let episode = 0; episode < 50; episode++) {
    const position = MIN_POSITION + (MAX_POSITION - MIN_POSITION) * rng.uniform();
    car.restart(position, MAX_SPEED * (2 * rng.uniform() - 1));
    for (let step = 0; step < 200; step++) {
      // Actions that last, or the car would stay in the valley.
      car.step(Math.floor(step / 20) % 2 === 0 ? rng.integer(3) : 2 * (episode % 2));
      const [x, v] = car.state;
      assert.ok(x >= MIN_POSITION && x <= MAX_POSITION, `position ${x}`);
      assert.ok(Math.abs(v) <= MAX_SPEED, `velocity ${v}`);
      if (x === MIN_POSITION) {
        walls++;
        assert.is(v, 0);
      }
    }
  }
  assert.ok(walls > 0, 'the left wall was never met');
});

test('a step by hand: from rest the push and the slope make the velocity', () => {
  for (const [action, push] of [
    [0, -FORCE],
    [1, 0],
    [2, FORCE],
  ] as const) {
    const state = Float64Array.of(-0.5, 0);
    moveCar(state, action);
    const velocity = push - GRAVITY * Math.cos(-1.5);
    assertClose(state, [-0.5 + velocity, velocity], `action ${action}`, 0, 1e-15);
  }
});

test('another force, by hand: only the push changes, slope and limits stay', () => {
  for (const force of [0.0005, 0, 0.05]) {
    for (const action of [0, 1, 2]) {
      const car = new MountainCar({ reward: 'sparse', force });
      car.restart(-0.5, 0.01);
      car.step(action);
      const free = 0.01 + (action - 1) * force - GRAVITY * Math.cos(-1.5);
      const velocity = Math.min(Math.max(free, -MAX_SPEED), MAX_SPEED);
      assertClose(
        car.state,
        [-0.5 + velocity, velocity],
        `force ${force}, action ${action}`,
        0,
        1e-15,
      );
      const moved = Float64Array.of(-0.5, 0.01);
      moveCar(moved, action, force);
      assertSameBits(car.state, moved, 'moveCar');
    }
  }
});

test('the force is that of Gymnasium unless told otherwise', () => {
  const [car, same] = [{}, { force: FORCE }].map(
    (options) => new MountainCar({ reward: 'sparse', ...options }),
  );
  for (const each of [car, same]) {
    each.restart(-0.5, 0);
    for (let step = 0; step < 50; step++) each.step(pump(each));
  }
  assertSameBits(car.state, same.state, 'state');
});

test('the left wall stops the car dead; the right one takes only its way', () => {
  const left = Float64Array.of(-1.19, -0.07);
  moveCar(left, 0);
  assert.equal([...left], [MIN_POSITION, 0]);
  const right = Float64Array.of(0.59, 0.07);
  moveCar(right, 2);
  assert.is(right[0], MAX_POSITION);
  assert.ok(right[1] > 0.06);
});

test('a step depends on nothing but state and action', () => {
  const a = Float64Array.of(0.1, -0.03);
  const car = new MountainCar({ reward: 'dense' });
  car.restart(0.3, 0.05);
  for (let i = 0; i < 7; i++) car.step(0);
  car.restart(0.1, -0.03);
  car.step(2);
  moveCar(a, 2);
  assert.equal([...car.state], [...a]);
});

test('every episode starts at rest, uniformly in [-0.6, -0.4]: mean and spread within 5 standard errors', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const rng = stream(2, 'env');
  const starts = Array.from({ length: 4000 }, () => {
    car.reset(rng);
    assert.is(car.state[1], 0);
    return car.state[0];
  });
  assert.ok(starts.every((x) => x >= -0.6 && x < -0.4));
  assertMeanIs(starts, -0.5, 'start');
  assertMeanIs(
    starts.map((x) => (x + 0.5) * (x + 0.5)),
    0.04 / 12,
    'variance of the start',
  );
});

for (const [reward, each, atGoal] of [
  ['sparse', 0, 1],
  ['dense', -1, -1],
] as const) {
  test(`${reward}: ${each} for each step and ${atGoal} at the goal`, () => {
    const car = new MountainCar({ reward });
    car.restart(-0.5, 0);
    let steps = 0;
    for (let step = car.step(pump(car)); ; step = car.step(pump(car))) {
      steps++;
      const atTheGoal = car.state[0] >= GOAL_POSITION;
      assert.equal(step, {
        reward: atTheGoal ? atGoal : each,
        terminated: atTheGoal,
        truncated: false,
      });
      if (atTheGoal) break;
    }
    assert.ok(steps > 80 && steps < 200, `${steps} steps`);
  });
}

test('the car drives on past the goal, if it is asked to', () => {
  const car = new MountainCar({ reward: 'sparse' });
  car.restart(0.49, 0.02);
  assert.equal(car.step(2), { reward: 1, terminated: true, truncated: false });
  const { state } = car;
  const [position] = state;
  assert.ok(car.step(2).terminated);
  assert.ok(state[0] > position);
});

test('the goal counts at goalVelocity or more', () => {
  for (const [goalVelocity, expected] of [
    [0, true],
    [0.05, true],
    [0.06, false],
  ] as const) {
    const car = new MountainCar({ reward: 'sparse', goalVelocity });
    car.restart(0.48, 0.053); // slope and push leave about 0.0535
    assert.is(car.step(2).terminated, expected, `goal velocity ${goalVelocity}`);
  }
});

test('the goal does not count while rolling back', () => {
  const car = new MountainCar({ reward: 'sparse' });
  car.restart(0.55, -0.02);
  const step = car.step(1);
  assert.ok(car.state[0] >= GOAL_POSITION && car.state[1] < 0);
  assert.equal(step, { reward: 0, terminated: false, truncated: false });
});

test('the clock runs out after maxSteps, which is not the goal; a new episode starts it anew', () => {
  for (const maxSteps of [1, 5, undefined]) {
    const limit = maxSteps ?? 200;
    const car = new MountainCar({ reward: 'sparse', ...(maxSteps ? { maxSteps } : {}) });
    for (let episode = 0; episode < 2; episode++) {
      car.reset(stream(episode, 'env'));
      for (let step = 1; step <= limit; step++) {
        const { terminated, truncated } = car.step(1);
        assert.equal([terminated, truncated], [false, step === limit], `step ${step}`);
      }
    }
  }
});

test('goal and time limit in one step are told apart', () => {
  const car = new MountainCar({ reward: 'sparse', maxSteps: 1 });
  car.restart(0.49, 0.05);
  assert.equal(car.step(2), { reward: 1, terminated: true, truncated: true });
});

test('networks see the state scaled to [-1, 1], written where they want it', () => {
  const car: Environment & MountainCar = new MountainCar({ reward: 'sparse' });
  const out = new Float64Array(6).fill(9);
  for (const [position, velocity, expected] of [
    [MIN_POSITION, -MAX_SPEED, [-1, -1]],
    [MAX_POSITION, MAX_SPEED, [1, 1]],
    [-0.3, 0, [0, 0]],
    [-0.75, 0.035, [-0.5, 0.5]],
  ] as const) {
    car.restart(position, velocity);
    car.observe(out, 2);
    assertClose(out, [9, 9, ...expected, 9, 9], `[${position}, ${velocity}]`, 0, 1e-15);
    car.observe(out);
    assertClose(out.subarray(0, 2), expected, 'from the start', 0, 1e-15);
    out.fill(9);
  }
  assert.equal([car.stateSize, car.actionCount], [2, 3]);
});

test('networks can see the state as it is, and it can be scaled afterwards', () => {
  const [raw, scaled] = (['raw', 'scaled'] as const).map(
    (observation) => new MountainCar({ reward: 'sparse', observation }),
  );
  const [out, expected] = [new Float64Array(4).fill(9), new Float64Array(4).fill(9)];
  for (const [position, velocity] of [
    [MIN_POSITION, -MAX_SPEED],
    [-0.37, 0.012],
    [MAX_POSITION, MAX_SPEED],
  ]) {
    raw.restart(position, velocity);
    raw.observe(out, 1);
    assert.equal([...out], [9, position, velocity, 9]);
    scaled.restart(position, velocity);
    scaled.observe(expected, 1);
    assert.equal(scaledFrom(out, 1, 'raw'), [...expected.subarray(1, 3)]);
    assert.equal(scaledFrom(expected, 1, 'scaled'), [...expected.subarray(1, 3)]);
  }
});

test('whatever is done, what networks see lies in [-1, 1]', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const rng = stream(3, 'observe');
  const seen = new Float64Array(2);
  const reach = [0, 0];
  for (let episode = 0; episode < 20; episode++) {
    car.reset(rng);
    for (let step = 0; step < 200; step++) {
      car.step(rng.uniform() < 0.8 ? pump(car) : rng.integer(3));
      car.observe(seen);
      seen.forEach((value, i) => {
        assert.ok(Math.abs(value) <= 1, `variable ${i}: ${value}`);
        reach[i] = Math.max(reach[i], Math.abs(value));
      });
    }
  }
  assert.ok(Math.min(...reach) > 0.9, `went as far as ${reach.join(' and ')}`);
});

for (const action of [-1, 3, 0.5, NaN]) {
  test(`there is no action ${action}, and the car does not move`, () => {
    const car = new MountainCar({ reward: 'sparse' });
    car.restart(-0.5, 0.01);
    assertRangeError(
      () => car.step(action),
      new RegExp(`^MountainCar\\.step: action ${action}; expected 0, 1 or 2$`),
    );
    assert.equal([...car.state], [-0.5, 0.01]);
  });
}

test.run();
