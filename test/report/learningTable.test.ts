import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunData } from '../../src/experiment/readBack.ts';
import { learningTable, quantileTime } from '../../src/report/learningTable.ts';

test('a quantile is the time by which that share of the seeds has got there', () => {
  const times = [5, 1, 4, 2, 3];
  assert.is(quantileTime(times, 0), 1);
  assert.is(quantileTime(times, 0.2), 1);
  assert.is(quantileTime(times, 0.5), 3);
  assert.is(quantileTime(times, 0.9), 5);
  assert.is(quantileTime(times, 1), 5);
});

test('seeds that never get there count as later than all others', () => {
  assert.is(quantileTime([7, null, 3, null], 0.5), 7);
  assert.is(quantileTime([7, null, 3, null], 0.75), null);
  assert.is(quantileTime([null], 0.5), null);
});

const runOf = (over: Partial<RunData>): RunData => ({
  seed: 1,
  agent: 'vime',
  reward: 'sparse',
  world: 'mountain-car',
  maxSteps: 200,
  episodes: 200,
  envSteps: 20_000,
  firstGoalEpisode: 5,
  firstGoalStep: 900,
  firstEvalAbove: { '-150': 8, '-120': 12, '-110': 20 },
  lastFifthMean: -100,
  finished: true,
  final100Mean: -99,
  wallSeconds: 20,
  digest: 'd',
  versions: {},
  evalReturns: [],
  ...over,
});

test('the table has a row for each agent and reward, with the failures counted', () => {
  const never = { '-150': null, '-120': null, '-110': null };
  const table = learningTable([
    runOf({ seed: 1 }),
    runOf({ seed: 2, firstGoalEpisode: 7, lastFifthMean: -103 }),
    runOf({ agent: 'dqn', firstGoalEpisode: null, firstEvalAbove: never, lastFifthMean: -200 }),
  ]).split('\n');
  assert.is(table.length, 4);
  assert.is(table[2], '| vime, sparse | 2 | 5 / 7 / 7 | 20 / 20 / 20 | −101.5 (−103.0) | 0 |');
  assert.is(
    table[3],
    '| dqn, sparse | 1 | never / never / never | never / never / never | −200.0 (−200.0) | 1 |',
  );
});

test.run();
