import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scoreOf } from '../../../src/env/environment.ts';
import { createConfig, createEnvironment } from '../../../src/train/config/config.ts';
import {
  environmentRecord,
  shortName,
  taskOf,
  taskTitle,
  variableName,
} from '../../../src/train/config/task.ts';

const nameOf = (settings: { readonly [name: string]: unknown }): string => {
  const config = createConfig(settings);
  return taskOf(config, createEnvironment(config)).name;
};

test('a task is called after the environment and the options in which it is not the usual one', () => {
  assert.is(nameOf({}), 'mountain-car');
  assert.is(nameOf({ agent: 'dqn', gamma: 0.5, reward: 'dense', seed: 9 }), 'mountain-car');
  assert.is(nameOf({ env: 'weak-engine', maxSteps: 400 }), 'weak-engine');
  assert.is(nameOf({ maxSteps: 500, force: 0.002 }), 'mountain-car, force 0.002, maxSteps 500');
});

test('a control that leaves the task as it is is no part of its name', () => {
  assert.is(nameOf({ env: 'noisy-tv', tvSham: true }), 'noisy-tv');
});

test('scores are judged by what the environment knows', () => {
  const config = createConfig();
  assert.equal(taskOf(config, createEnvironment(config)), {
    name: 'mountain-car',
    score: 'minus steps',
    random: -200,
    optimum: -97.66,
    milestones: [-150, -120, -110],
  });
});

test('of an environment of which nothing is known the score is the return', () => {
  const config = createConfig();
  const { observationSpace, actionSpace } = createEnvironment(config);
  const unused = (): never => {
    throw new Error('not called');
  };
  const { task, ...rest } = environmentRecord(config, {
    observationSpace,
    actionSpace,
    reset: unused,
    step: unused,
  });
  const known = { score: 'return', random: null, optimum: null, milestones: [] };
  assert.equal(task, { name: 'mountain-car', ...known });
  assert.equal(rest, { actionNames: null, phaseSpace: null });
});

test('variables have the names of the environment, or numbers from 1', () => {
  const config = createConfig({ env: 'noisy-tv' });
  const car = environmentRecord(config, createEnvironment(config));
  assert.equal(
    [0, 1, 2].map((i) => variableName(car, i)),
    ['position', 'velocity', 'channel 1'],
  );
  assert.is(variableName({}, 2), 'variable 3');
});

test('each environment that names its variables names all of them', () => {
  for (const env of ['mountain-car', 'noisy-tv', 'cartpole-swingup', 'stochastic-car']) {
    const { variableNames, observationSpace } = createEnvironment(createConfig({ env }));
    assert.is(variableNames?.length, observationSpace.low.length, env);
  }
});

test('where the task is to explore, a run is scored by the cells it has visited, its greedy episodes by their return', () => {
  const config = createConfig({ env: 'stochastic-car' });
  const env = createEnvironment(config);
  assert.is(taskOf(config, env).score, 'cells visited');
  assert.is(scoreOf(env).name, 'return');
});

test('a file is called by its name without its path and its ending', () => {
  for (const path of ['./mine.ts', 'mine.js', '/a/b.c/mine.mts', 'C:\\a\\mine.mjs']) {
    assert.is(shortName(path), 'mine');
  }
  assert.is(shortName('noisy-tv'), 'noisy-tv');
});

test('a title has the reward, where there is a choice', () => {
  assert.is(taskTitle('mountain-car', 'dense'), 'mountain-car, dense reward');
  assert.is(taskTitle('corridor', null), 'corridor');
});

test.run();
