import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv } from '../../src/env/noisyTv.ts';
import { createWorld, WORLDS, type WorldName } from '../../src/env/worlds.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { stream } from '../../src/math/random/rng.ts';
import { mean } from '../../src/math/stats/summary.ts';

/** Steps to the goal of pushing along the velocity, from 300 starts. */
function pumpLengths(name: WorldName): number[] {
  const world = createWorld({ ...WORLDS[name], reward: 'sparse' });
  const rng = stream(1, 'env');
  return Array.from({ length: 300 }, () => {
    world.reset(rng);
    let steps = 0;
    for (;;) {
      steps++;
      const { terminated, truncated } = world.step(world.state[1] >= 0 ? 2 : 0);
      if (terminated || truncated) return steps;
    }
  });
}

for (const [name, least, most] of [
  ['mountain-car', 105, 135], // 119.4 over many starts
  ['weak-engine', 195, 300],
  ['noisy-tv', 195, 300],
] as const) {
  test(`${name}: pumping energy reaches the goal before the time limit, but later than the optimum`, () => {
    const lengths = pumpLengths(name);
    assert.ok(lengths.every((steps) => steps < WORLDS[name].maxSteps));
    const average = mean(lengths);
    const optimum = -WORLDS[name].optimum;
    assert.ok(average > optimum && optimum > 0.7 * average, `${average} steps, ${optimum}`);
    assert.ok(average > least && average < most, `${average} steps`);
  });

  test(`${name}: milestones rise from what chance gets to just short of the optimum`, () => {
    const { milestones, optimum, maxSteps } = WORLDS[name];
    const steps = [-maxSteps, ...milestones, optimum];
    assert.equal(
      [...steps].sort((a, b) => a - b),
      steps,
    );
    assert.is(new Set(steps).size, steps.length);
  });

  test(`${name}: chance alone does not reach the goal`, () => {
    const world = createWorld({ ...WORLDS[name], reward: 'sparse' });
    const rng = stream(2, 'env');
    for (let episode = 0; episode < 50; episode++) {
      world.reset(rng);
      let step;
      do step = world.step(rng.integer(3));
      while (!step.terminated && !step.truncated);
      assert.not(step.terminated);
    }
  });
}

test('the weak engine has half the force and twice the time', () => {
  const { force, maxSteps } = WORLDS['mountain-car'];
  assert.equal(
    [WORLDS['weak-engine'].force, WORLDS['weak-engine'].maxSteps],
    [force / 2, 2 * maxSteps],
  );
});

test('a noisy TV is the weak engine with channels of noise', () => {
  for (const [name, tvChannels] of [
    ['noisy-tv', 4],
    ['noisy-tv-8', 8],
    ['noisy-tv-16', 16],
  ] as const) {
    assert.equal(WORLDS[name], { ...WORLDS['weak-engine'], tvChannels });
    assert.is(createWorld({ ...WORLDS[name], reward: 'sparse' }).stateSize, 2 + tvChannels);
  }
});

test('createWorld makes what the config asks for', () => {
  assert.instance(createWorld(createConfig()), MountainCar);
  const tv = createWorld(createConfig({ world: 'noisy-tv', tvChannels: 8 }));
  assert.instance(tv, NoisyTv);
  assert.is(tv.stateSize, 10);
  assert.is(createWorld(createConfig({ tvChannels: 1 })).stateSize, 3);

  const short = createWorld(createConfig({ world: 'weak-engine', maxSteps: 2, reward: 'dense' }));
  short.reset(stream(1, 'env'));
  assert.equal(short.step(2), { reward: -1, terminated: false, truncated: false });
  assert.equal(short.step(2), { reward: -1, terminated: false, truncated: true });
});

test.run();
