import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig, createEnvironment } from '../../../src/train/config/config.ts';
import { taskOf } from '../../../src/train/config/task.ts';
import { isExplored, scaleOf, taskScale } from '../../../src/report/runs/environments.ts';
import { runOf } from '../../support/runData.ts';

test('the best is normalised to 1, random actions to 0, and the last milestone is the threshold', () => {
  const { task } = runOf();
  assert.equal(taskScale(task), {
    score: 'minus steps',
    optimum: -97.66,
    random: -200,
    threshold: -110,
  });
  assert.equal(scaleOf(task), { optimum: -97.66, random: -200 });
});

test('a screen that shows noise changes nothing in what can be reached', () => {
  const [tv, weak] = ['noisy-tv', 'weak-engine'].map((env) => taskScale(runOf({ env }).task));
  assert.equal(tv, weak);
  assert.equal(weak, { score: 'minus steps', optimum: -190.7, random: -400, threshold: -220 });
});

test('without an optimum, a score of random actions, or a difference between them nothing is normalised', () => {
  for (const [optimum, random] of [
    [null, -200],
    [1, null],
    [1, 1],
    [0, 1],
  ]) {
    assert.is(scaleOf({ optimum, random }), null);
  }
});

test('without milestones there is no threshold', () => {
  assert.is(taskScale({ ...runOf().task, milestones: [] }).threshold, null);
});

test('a task whose score is how much was visited is to be explored', () => {
  const config = createConfig({ env: 'stochastic-car' });
  assert.ok(isExplored(taskOf(config, createEnvironment(config))));
  assert.not(isExplored(runOf().task));
});

test.run();
