import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv } from '../../src/env/noisyTv.ts';
import {
  createEnvironment,
  ENVIRONMENTS,
  type EnvironmentName,
} from '../../src/env/environments.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { stream } from '../../src/math/random/rng.ts';
import { mean } from '../../src/math/stats/descriptive.ts';

/** Steps to the goal of pushing along the velocity, from 300 starts. */
function pumpLengths(name: EnvironmentName): number[] {
  const env = createEnvironment({ ...ENVIRONMENTS[name], reward: 'sparse' });
  const rng = stream(1, 'env');
  return Array.from({ length: 300 }, () => {
    env.reset(rng);
    let steps = 0;
    for (;;) {
      steps++;
      const { terminated, truncated } = env.step(env.state[1] >= 0 ? 2 : 0, rng);
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
    assert.ok(lengths.every((steps) => steps < ENVIRONMENTS[name].maxSteps));
    const average = mean(lengths);
    const optimum = -ENVIRONMENTS[name].optimum;
    assert.ok(average > optimum && optimum > 0.7 * average, `${average} steps, ${optimum}`);
    assert.ok(average > least && average < most, `${average} steps`);
  });

  test(`${name}: milestones rise from what chance gets to just short of the optimum`, () => {
    const { milestones, optimum, maxSteps } = ENVIRONMENTS[name];
    const steps = [-maxSteps, ...milestones, optimum];
    assert.equal(
      [...steps].sort((a, b) => a - b),
      steps,
    );
    assert.is(new Set(steps).size, steps.length);
  });

  test(`${name}: chance alone does not reach the goal`, () => {
    const env = createEnvironment({ ...ENVIRONMENTS[name], reward: 'sparse' });
    const rng = stream(2, 'env');
    for (let episode = 0; episode < 50; episode++) {
      env.reset(rng);
      let step;
      do step = env.step(rng.integer(3), rng);
      while (!step.terminated && !step.truncated);
      assert.not(step.terminated);
    }
  });
}

test('the weak engine has half the force and twice the time', () => {
  const { force, maxSteps } = ENVIRONMENTS['mountain-car'];
  assert.equal(
    [ENVIRONMENTS['weak-engine'].force, ENVIRONMENTS['weak-engine'].maxSteps],
    [force / 2, 2 * maxSteps],
  );
});

test('a noisy TV is the weak engine with channels of noise', () => {
  for (const [name, tvChannels] of [
    ['noisy-tv', 4],
    ['noisy-tv-8', 8],
    ['noisy-tv-16', 16],
  ] as const) {
    assert.equal(ENVIRONMENTS[name], { ...ENVIRONMENTS['weak-engine'], tvChannels });
    assert.is(
      createEnvironment({ ...ENVIRONMENTS[name], reward: 'sparse' }).stateSize,
      2 + tvChannels,
    );
  }
});

test('createEnvironment makes what the config asks for', () => {
  assert.instance(createEnvironment(createConfig()), MountainCar);
  const tv = createEnvironment(createConfig({ env: 'noisy-tv', tvChannels: 8 }));
  assert.instance(tv, NoisyTv);
  assert.is(tv.stateSize, 10);
  assert.is(createEnvironment(createConfig({ tvChannels: 1 })).stateSize, 3);

  const short = createEnvironment(
    createConfig({ env: 'weak-engine', maxSteps: 2, reward: 'dense' }),
  );
  short.reset(stream(1, 'env'));
  assert.equal(short.step(2, stream(1, 'noise')), {
    reward: -1,
    terminated: false,
    truncated: false,
  });
  assert.equal(short.step(2, stream(1, 'noise')), {
    reward: -1,
    terminated: false,
    truncated: true,
  });
});

test.run();
