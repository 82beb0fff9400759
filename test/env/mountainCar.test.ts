import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Step } from '../../src/env/environment.ts';
import { View } from '../../src/env/view.ts';
import {
  FORCE,
  GOAL_POSITION,
  GRAVITY,
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  MountainCar,
  moveCar,
} from '../../src/env/mountainCar.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

/** All but the observation. */
const outcome = ({ reward, terminated, truncated }: Step): unknown => [
  reward,
  terminated,
  truncated,
];

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
  const starts = Array.from({ length: 4000 }, (_, seed) => {
    const [position, velocity] = car.reset(seed).observation;
    assert.is(velocity, 0);
    return position;
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
      assert.equal(outcome(step), [atTheGoal ? atGoal : each, atTheGoal, false]);
      assert.is(car.isGoal(step), atTheGoal);
      if (atTheGoal) break;
    }
    assert.ok(steps > 80 && steps < 200, `${steps} steps`);
  });
}

test('the car drives on past the goal, if it is asked to', () => {
  const car = new MountainCar({ reward: 'sparse' });
  car.restart(0.49, 0.02);
  assert.equal(outcome(car.step(2)), [1, true, false]);
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
  assert.equal(outcome(step), [0, false, false]);
});

test('the clock runs out after maxSteps, which is not the goal; a new episode starts it anew', () => {
  for (const maxSteps of [1, 5, undefined]) {
    const limit = maxSteps ?? 200;
    const car = new MountainCar({ reward: 'sparse', ...(maxSteps ? { maxSteps } : {}) });
    for (let episode = 0; episode < 2; episode++) {
      car.reset(episode);
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
  assert.equal(outcome(car.step(2)), [1, true, true]);
});

test('an observation is the state, in an array of its own each time', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const seen = [car.restart(-0.3, 0.02).observation];
  for (const action of [0, 1, 2]) {
    seen.push(car.step(action).observation);
    assertSameBits(seen.at(-1)!, car.state, `after action ${action}`);
  }
  assert.equal([...seen[0]], [-0.3, 0.02], 'the first has not changed');
  assert.is(new Set([...seen, car.state].map(({ buffer }) => buffer)).size, 5);
});

test('the same seed gives the same start, whatever was played before; another seed another', () => {
  const [car, other] = [0, 1].map(() => new MountainCar({ reward: 'sparse' }));
  const start = car.reset(7).observation;
  for (let step = 0; step < 9; step++) car.step(2);
  assertSameBits(car.reset(7).observation, start, 'again');
  assertSameBits(other.reset(7).observation, start, 'another car');
  assert.not.equal([...other.reset(8).observation], [...start]);
});

test('the box holds all observations, and networks see numbers in [-1, 1]', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const { low, high, shape } = car.observationSpace;
  assert.equal([[...low], [...high], shape], [[-1.2, -0.07], [0.6, 0.07], [2]]);
  assert.is(car.actionSpace.n, 3);
  const view = new View(car.observationSpace, 'scaled');
  const rng = stream(3, 'observe');
  const reach = [0, 0];
  for (let episode = 0; episode < 20; episode++) {
    car.reset(episode);
    for (let step = 0; step < 200; step++) {
      const { observation } = car.step(rng.uniform() < 0.8 ? pump(car) : rng.integer(3));
      view.see(observation).forEach((value, i) => {
        assert.ok(Math.abs(value) <= 1, `variable ${i}: ${value}`);
        reach[i] = Math.max(reach[i], Math.abs(value));
      });
    }
  }
  assert.ok(Math.min(...reach) > 0.9, `went as far as ${reach.join(' and ')}`);
});

test('a score is minus the steps; the dense reward is scaled to be worth -1 for ever', () => {
  const [sparse, dense] = (['sparse', 'dense'] as const).map(
    (reward) => new MountainCar({ reward }),
  );
  assert.is(sparse.score.of({ steps: 117, return: 1 }), -117);
  assert.equal([sparse.rewardScale(0.75), dense.rewardScale(0.75)], [1, 0.25]);
});

test('the phase space holds positions and velocities; to look is not to move', () => {
  const car = new MountainCar({ reward: 'dense', force: 0.002 });
  car.restart(-0.5, 0.01);
  const { phaseSpace } = car;
  assert.equal(phaseSpace.placeOf(car.state), [-0.5, 0.01]);
  assert.equal([...phaseSpace.observationAt(0.2, -0.03)], [0.2, -0.03]);
  const there = phaseSpace.stepFrom(0.2, -0.03, 2);
  assert.equal([...car.state], [-0.5, 0.01]);
  car.restart(0.2, -0.03);
  assert.equal(there, car.step(2));
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

test('the potential is the energy: kept by coasting but for the coarse steps, 0 at rest in the valley, 1 at rest at the goal', () => {
  const env = new MountainCar({ reward: 'dense' });
  const valley = -Math.PI / 6;
  assert.ok(Math.abs(env.potential(Float64Array.of(valley, 0))) < 1e-12);
  assert.ok(Math.abs(env.potential(Float64Array.of(GOAL_POSITION, 0)) - 1) < 1e-12);
  const start = env.potential(env.restart(-0.9, 0).observation);
  let [least, most] = [start, start];
  for (let step = 0; step < 100; step++) {
    const energy = env.potential(env.step(1).observation);
    [least, most] = [Math.min(least, energy), Math.max(most, energy)];
  }
  assert.ok(start > 0.2 && most - least < 0.05, `${start}: ${least} to ${most}`);
});

test.run();
