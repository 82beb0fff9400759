import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Environment } from '../../../src/env/environment.ts';
import { MountainCar } from '../../../src/env/mountainCar.ts';
import { NoisyTv } from '../../../src/env/noisyTv.ts';
import { StochasticCar } from '../../../src/env/stochasticCar.ts';
import { createCar } from '../../../src/env/car.ts';
import { CartpoleSwingup } from '../../../src/env/cartpoleSwingup.ts';
import { DeepSea } from '../../../src/env/deepSea.ts';
import { createConfig, createEnvironment, optionsOf } from '../../../src/train/config/config.ts';
import { AGENT_NAMES, AGENTS, type AgentName } from '../../../src/train/config/agents.ts';
import { ENVIRONMENTS, type Options } from '../../../src/train/config/environments.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertRefused } from '../../support/throws.ts';

const named = (env: string): Environment => createEnvironment(createConfig({ env }));
const defaultsOf = (env: string): Options => optionsOf(createConfig({ env }));

/** Steps to the goal of pushing along the velocity, from 300 starts. */
function pumpLengths(name: string): number[] {
  const env = named(name);
  return Array.from({ length: 300 }, (_, episode) => {
    let { observation } = env.reset(episode);
    let steps = 0;
    for (;;) {
      steps++;
      const step = env.step(observation[1] >= 0 ? 2 : 0);
      if (step.terminated || step.truncated) return steps;
      ({ observation } = step);
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
    assert.ok(lengths.every((steps) => steps < Number(defaultsOf(name)['maxSteps'])));
    const average = mean(lengths);
    const optimum = -named(name).optimum!;
    assert.ok(average > optimum && optimum > 0.7 * average, `${average} steps, ${optimum}`);
    assert.ok(average > least && average < most, `${average} steps`);
  });

  test(`${name}: milestones rise from what chance gets to just short of the optimum`, () => {
    const { milestones, optimum, randomScore } = named(name);
    assert.is(randomScore, -Number(defaultsOf(name)['maxSteps']));
    const steps = [randomScore!, ...milestones!, optimum!];
    assert.equal(
      [...steps].sort((a, b) => a - b),
      steps,
    );
    assert.is(new Set(steps).size, steps.length);
  });

  test(`${name}: chance alone does not reach the goal`, () => {
    const env = named(name);
    const rng = stream(2, 'env');
    for (let episode = 0; episode < 50; episode++) {
      env.reset(episode);
      let step;
      do step = env.step(rng.integer(3));
      while (!step.terminated && !step.truncated);
      assert.not(step.terminated);
    }
  });
}

test('the weak engine has half the force and twice the time', () => {
  const [usual, weak] = ['mountain-car', 'weak-engine'].map(defaultsOf);
  assert.equal(usual, {
    reward: 'sparse',
    force: 0.001,
    maxSteps: 200,
    tvChannels: 0,
    tvSham: false,
  });
  assert.equal(weak, { ...usual, force: 0.0005, maxSteps: 400 });
});

test('a noisy TV is the weak engine with channels of noise', () => {
  for (const [name, tvChannels] of [
    ['noisy-tv', 4],
    ['noisy-tv-8', 8],
    ['noisy-tv-16', 16],
  ] as const) {
    assert.equal(defaultsOf(name), { ...defaultsOf('weak-engine'), tvChannels });
    assert.equal(named(name).observationSpace.shape, [2 + tvChannels]);
  }
});

test('the stochastic car has its own options and length, and no option of the car', () => {
  const config = createConfig({ env: 'stochastic-car', remote: 'evolving' });
  assert.equal(optionsOf(config), { remote: 'evolving', remoteNoise: true });
  assert.is(config.episodes, 1024);
  const env = createEnvironment(config);
  assert.instance(env, StochasticCar);
  const { observation } = env.reset(1);
  assert.is.not(env.step(4).observation[0], observation[0], 'it evolves');
  assert.throws(() => createConfig({ env: 'stochastic-car', maxSteps: 40 }), /maxSteps/);
  assert.is(createConfig({ env: 'stochastic-car', agent: 'original' }).episodes, 500);
});

test('createEnvironment makes what the config asks for', () => {
  assert.instance(createEnvironment(createConfig()), MountainCar);
  const tv = createEnvironment(createConfig({ env: 'noisy-tv', tvChannels: 8 }));
  assert.instance(tv, NoisyTv);
  assert.equal(tv.observationSpace.shape, [10]);
  const sham = createEnvironment(createConfig({ env: 'noisy-tv', tvSham: true }));
  assert.equal(sham.reset(1).observation.slice(2), sham.step(1).observation.slice(2));
  assert.equal(createEnvironment(createConfig({ tvChannels: 1 })).observationSpace.shape, [3]);

  const short = createEnvironment(
    createConfig({ env: 'weak-engine', maxSteps: 2, reward: 'dense' }),
  );
  short.reset(1);
  for (const isLast of [false, true]) {
    const { reward, terminated, truncated } = short.step(2);
    assert.equal([reward, terminated, truncated], [-1, false, isLast]);
  }
});

test('cartpole-swingup and deep-sea are as their files make them', () => {
  assert.instance(named('cartpole-swingup'), CartpoleSwingup);
  assert.equal(defaultsOf('cartpole-swingup'), {
    level: 0,
    reward: 'bsuite',
    features: 'plain',
    repeat: 1,
  });
  const wide = createEnvironment(createConfig({ env: 'cartpole-swingup', features: 'bsuite' }));
  assert.equal(wide.observationSpace.shape, [8]);

  assert.instance(named('deep-sea'), DeepSea);
  assert.equal(defaultsOf('deep-sea'), { size: 10, mappingSeed: 42 });
  const small = createEnvironment(createConfig({ env: 'deep-sea', size: 3 }));
  assert.equal(small.observationSpace.shape, [3, 3]);
});

test('an option out of range, or of another environment, is refused', () => {
  for (const [settings, message] of [
    [{ env: 'deep-sea', size: 0 }, 'size: expected a whole number from 1 to 100, got 0'],
    [{ env: 'cartpole-swingup', level: 20 }, 'level: expected a whole number from 0 to 19, got 20'],
    [
      { env: 'cartpole-swingup', reward: 'sparse' },
      'reward: expected bsuite or vime, got "sparse"',
    ],
    [{ env: 'deep-sea', maxSteps: 5 }, 'no setting is called "maxSteps"'],
  ] as const) {
    assertRefused(() => createConfig(settings), message);
  }
});

test('deep-sea has other defaults of a run, and what an agent sets comes after them', () => {
  const { eta, evalEpisodes, noise } = createConfig({ env: 'deep-sea' });
  assert.equal([eta, evalEpisodes, noise], [0.3, 1, 'fixed']);
  const lpm = createConfig({ env: 'deep-sea', agent: 'lpm' });
  assert.equal([lpm.eta, lpm.evalEpisodes], [AGENTS.lpm.eta, 1]);
  assert.is(createConfig({ env: 'deep-sea', agent: 'dqn' }).eta, 0);
  assert.is(createConfig({ env: 'deep-sea', eta: 0.1 }).eta, 0.1);
});

test('what an agent has in one environment alone comes after what it has anywhere', () => {
  const ofRnd = ENVIRONMENTS['deep-sea'].ofAgents!['rnd']!;
  const rnd = createConfig({ env: 'deep-sea', agent: 'rnd' });
  assert.is(rnd.eta, ofRnd['eta']);
  assert.is.not(rnd.eta, AGENTS.rnd.eta);
  assert.is(createConfig({ agent: 'rnd' }).eta, AGENTS.rnd.eta);
  assert.is(createConfig({ env: 'deep-sea', agent: 'rnd', eta: 0.5 }).eta, 0.5);
  for (const { ofAgents = {} } of Object.values(ENVIRONMENTS)) {
    for (const agent of Object.keys(ofAgents))
      assert.ok(AGENT_NAMES.includes(agent as AgentName), agent);
  }
});

for (const [force, maxSteps, optimum, first] of [
  [0.001, 200, -97.66, -150],
  [0.001, 500, -97.66, -150],
  [0.001, 150, undefined, -150], // the best policy may run out of time
  [0.0005, 400, -190.7, -300],
  [0.0005, 399, undefined, -300],
  [0.002, 200, undefined, undefined],
] as const) {
  test(`the optimum of force ${force} in ${maxSteps} steps is ${optimum ?? 'not known'}`, () => {
    for (const tvChannels of [0, 3]) {
      const env = createCar({ force, maxSteps, tvChannels, reward: 'dense' });
      assert.equal([env.optimum, env.milestones?.[0]], [optimum, first]);
    }
  });
}

test.run();
