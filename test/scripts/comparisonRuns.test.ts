import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chosenRun, plannedRuns, type Plan } from '../../scripts/comparisonRuns.ts';
import { describeComparison } from '../../scripts/describe.ts';
import { runName } from '../../src/record/runName.ts';
import { assertRefused } from '../support/throws.ts';

const plan = (agents: string, seeds: string, settings: Plan['settings'] = {}): Plan => ({
  agents,
  seeds,
  settings,
  out: 'there',
});

test('each agent is run with each value of each setting, on the same seeds', () => {
  const runs = plannedRuns(
    plan('vime,rnd', '3-4', { eta: [0.001, 0.01], reward: ['dense'], nStep: [1, 2] }),
  );
  assert.is(runs.length, 2 * 2 * 2 * 2);
  assert.equal(
    runs.slice(0, 5).map(({ name }) => name),
    [
      'vime, nStep 1, eta 0.001 seed 3',
      'vime, nStep 1, eta 0.001 seed 4',
      'vime, nStep 2, eta 0.001 seed 3',
      'vime, nStep 2, eta 0.001 seed 4',
      'vime, nStep 1, eta 0.01 seed 3',
    ],
  );
  const told = runs.map(({ config: { agent, eta, nStep, seed } }) => [agent, eta, nStep, seed]);
  assert.equal(told.at(-1), ['rnd', 0.01, 2, 4]);
  assert.is(new Set(told.map(String)).size, runs.length);
  for (const { config, folder } of runs) assert.is(folder, join('there', runName(config)));
  assert.is(new Set(runs.map(({ folder }) => folder)).size, runs.length);
});

test('options that make several tasks are a part of the name', () => {
  assert.equal(
    plannedRuns(plan('vime', '1', { reward: ['sparse', 'dense'], maxSteps: [300] })).map(
      ({ name }) => name,
    ),
    ['vime, reward sparse seed 1', 'vime, reward dense seed 1'],
  );
});

test('without values each is called after its agent', () => {
  assert.equal(
    plannedRuns(plan('dqn,vime', '1')).map(({ name }) => name),
    ['dqn seed 1', 'vime seed 1'],
  );
});

test('the values that are compared are told apart from other settings', () => {
  const runs = plannedRuns(plan('vime,rnd', '1-2', { eta: [0.001, 0.01], gamma: [0.9] }));
  assert.is(
    describeComparison(runs.map(({ config }) => config)),
    'vime, rnd in mountain-car, sparse reward, seeds 1-2, 200 episodes a run\n' +
      'each with eta 0.001 or 0.01\n' +
      "settings that differ from the agent's: gamma 0.9",
  );
});

test('values count in the number of runs, and one that does not go with an agent is refused', () => {
  const settings = { gamma: [0.8, 0.9], tau: [0.1, 0.2, 0.3] };
  for (const [given, message] of [
    [plan('vime,rnd', '1-834', settings), /got 2 agents x 6 settings x 834 seeds$/],
    [
      plan('vime,dqn', '1', { eta: [0.001, 0.01] }),
      /^eta: the agent dqn has no curiosity, expected 0, got 0\.001; agents that take other settings can be run by another call with the same --out$/,
    ],
    [
      plan('dqn', '1', { eta: [0.001] }),
      /^eta: the agent dqn has no curiosity, expected 0, got 0\.001$/,
    ],
  ] as const) {
    assertRefused(() => plannedRuns(given), message);
  }
  assert.is(plannedRuns(plan('rnd', '1-2', settings)).length, 12);
});

test('seeds are those that a run takes', () => {
  const seedsOf = (text: string): number[] =>
    plannedRuns(plan('dqn', text)).map(({ config }) => config.seed);
  assert.equal(seedsOf('007-9'), [7, 8, 9]);
  assert.equal(seedsOf('9007199254740990-9007199254740991'), [2 ** 53 - 2, 2 ** 53 - 1]);
  for (const text of [
    '2-1',
    '1,2',
    '1-',
    '-1',
    '1-2-3',
    '1e3',
    '9007199254740992',
    '9'.repeat(400),
  ]) {
    const got = JSON.stringify(text).slice(0, 100);
    assertRefused(
      () => plannedRuns(plan('dqn', text)),
      new RegExp(
        `^--seeds: expected FIRST-LAST such as 1-30, from 0 to 9007199254740991, got ${got}`,
      ),
    );
  }
  assertRefused(() => plannedRuns(plan('dqn', '0-10000')), /got 1 agent x 10001 seeds$/);
});

test('a run is chosen by its number', () => {
  const runs = plannedRuns(plan('vime', '5-8'));
  assert.is(chosenRun(runs, '3'), runs[3]);
  for (const text of ['4', '-1', '1.5', 'x', '']) {
    assertRefused(
      () => chosenRun(runs, text),
      /^--only: expected a whole number from 0 to 3, got "/,
    );
  }
});

test.run();
