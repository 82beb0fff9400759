import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describeComparison, describeContinuation, describeRun } from '../../scripts/describe.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { continuedConfig } from '../../src/train/config/continuation.ts';

test('a run is described in a line, and what differs from its agent in another', () => {
  assert.is(
    describeRun(createConfig({ seed: 3 })),
    'vime in mountain-car, sparse reward, seed 3, 200 episodes',
  );
  const { eta } = createConfig();
  assert.is(
    describeRun(createConfig({ agent: 'vime', reward: 'dense', eta: 0.25, episodes: 1 })),
    'vime in mountain-car, dense reward, seed 1, 1 episode\n' +
      `settings that differ from the agent's: episodes 1 (200), eta 0.25 (${eta})`,
  );
});

test('what an agent or an environment sets is no difference', () => {
  for (const agent of ['dqn', 'original', 'rnd']) {
    assert.not.match(describeRun(createConfig({ agent, env: 'noisy-tv' })), 'differ');
  }
});

test('the length of a run is what ends it, in one episode as in many', () => {
  assert.is(
    describeRun(createConfig({ agent: 'sb3-zoo' })),
    'sb3-zoo in mountain-car, sparse reward, seed 1, at most 120000 steps and 1500 episodes',
  );
  const configs = [{ agent: 'dqn', episodes: 1 }, { agent: 'sb3-zoo' }].map(createConfig);
  assert.match(
    describeComparison(configs),
    /seed 1, 1 episode or at most 120000 steps and 1500 episodes a run\n/,
  );
});

test('a comparison names its agents, its seeds and every setting that differs, each once', () => {
  const configs = ['vime', 'dqn'].flatMap((agent) =>
    [4, 5, 6].map((seed) => createConfig({ agent, seed, gamma: 0.5 })),
  );
  assert.is(
    describeComparison(configs),
    'vime, dqn in mountain-car, sparse reward, seeds 4-6, 200 episodes a run\n' +
      "settings that differ from the agent's: gamma 0.5",
  );
  assert.is(
    describeComparison([createConfig({ seed: 4 })]),
    'vime in mountain-car, sparse reward, seed 4, 200 episodes a run',
  );
});

test('a curiosity that pays nothing is named, unless eta 0 was asked for', () => {
  const note =
    'eta is 0, as dqn has it: the curiosity is measured, but pays no reward; --eta sets what it pays';
  const [vime, dqn] = (['vime', 'dqn'] as const).map((agent) =>
    createConfig({ agent, curiosity: 'counts' }),
  );
  assert.is(describeRun(dqn).split('\n').at(-1), note);
  assert.is(describeComparison([vime, dqn]).split('\n').at(-1), note);
  for (const config of [vime, createConfig({ eta: 0 }), createConfig({ agent: 'dqn' })]) {
    assert.not.match(describeRun(config), 'pays');
  }
  assert.not.match(
    describeRun(createConfig({ agent: 'dqn', curiosity: 'counts', eta: 0.1 })),
    'pays',
  );
});

test('with a constant learning rate a continued run is one of its length', () => {
  assert.is(
    describeContinuation(continuedConfig(createConfig({ learningRateEnd: 1 }), 400)),
    'continued after episode 200: the learning rate is constant, so the run is the same as one of 400 episodes from the start',
  );
});

test.run();
