import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { learningTable } from '../../src/report/learningTable.ts';
import { runOf } from '../support/runData.ts';

test('the table has a row for each agent, world and reward, with the failures counted', () => {
  const never = { '-150': null, '-120': null, '-110': null };
  const table = learningTable([
    runOf({ seed: 1 }),
    runOf({ seed: 2, firstGoalEpisode: 7, lastFifthMean: -103 }),
    runOf({ agent: 'dqn', firstGoalEpisode: null, firstEvalAbove: never, lastFifthMean: -200 }),
  ]).split('\n');
  assert.is(table.length, 4);
  assert.is(
    table[2],
    '| vime, mountain-car, sparse | 2 | 5 / 7 / 7 | ≥ −110: 20 / 20 / 20 | −101.5 (−103.0) | 0 |',
  );
  assert.is(
    table[3],
    '| dqn, mountain-car, sparse | 1 | never / never / never | ≥ −110: never / never / never | −200.0 (−200.0) | 1 |',
  );
});

test('runs with other settings have a row of their own', () => {
  const table = learningTable([runOf(), runOf({ settings: { eta: 0.3 } })]).split('\n');
  assert.is(table.length, 4);
  assert.match(table[2], /^\| vime, eta 0\.003, mountain-car, sparse \| 1 \|/);
  assert.match(table[3], /^\| vime, eta 0\.3, mountain-car, sparse \| 1 \|/);
});

test.run();
