import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareRuns } from '../../src/report/comparison.ts';
import {
  efficiencyTable,
  finalTable,
  markdownReport,
  markdownTable,
  summaryTable,
  timesTable,
} from '../../src/report/markdown.ts';
import { runOf } from '../support/runData.ts';

// Single seeds, so that no interval is wider than a point.
const comparison = compareRuns([
  runOf({ agent: 'vime', seed: 1 }),
  runOf({
    agent: 'dqn',
    seed: 2,
    firstGoalEpisode: null,
    evalReturns: Array.from({ length: 100 }, () => -200),
  }),
]);
const [group] = comparison.groups;
const rows = (table: string): string[] => table.split('\n').slice(2);

test('a table has a head, a rule and a line for each row', () => {
  const table = markdownTable(['agent', 'n'], [['vime', '3']]);
  assert.is(table, '| agent | n |\n| - | -: |\n| vime | 3 |');
});

test('times are median with interval, 90 % and last seed', () => {
  assert.equal(rows(timesTable(group)), [
    '| vime | 1 | 5 [5, 5] / 5 / 5 | 0 | 1 [1, 1] / 1 / 1 |',
    '| dqn | 1 | never [never, never] / never / never | 1 | never [never, never] / never / never |',
  ]);
  assert.match(timesTable(group), 'first eval ≥ −110, episode');
});

test('the final table tells how likely an agent is better than the baseline', () => {
  assert.equal(rows(finalTable(group, 'dqn')), [
    '| vime | 200 | −100.0 [−100.0, −100.0] | −100.0 | −100.0 | 1.00 [1.00, 1.00] | no seed in common |',
    '| dqn | 100 | −200.0 [−200.0, −200.0] | −200.0 | −200.0 | – | – |',
  ]);
});

test('the summary has the most important figures in a row', () => {
  assert.equal(rows(summaryTable(group, 'dqn')), [
    '| `vime` | 1 | 5 [5, 5] / 5 / 5 | 0 | 1 [1, 1] / 1 / 1 | −100.0 [−100.0, −100.0] | −100.0 | 1.00 [1.00, 1.00] |',
    '| `dqn` | 1 | never [never, never] / never / never | 1 | never [never, never] / never / never | −200.0 [−200.0, −200.0] | −200.0 | – |',
  ]);
});

test('the efficiency table leaves out episodes that were never trained', () => {
  assert.equal(rows(efficiencyTable(group)), [
    '| vime | 0.98 [0.98, 0.98] | 0.98 [0.98, 0.98] | 0.98 [0.98, 0.98] |',
    '| dqn | 0.00 [0.00, 0.00] | 0.00 [0.00, 0.00] | – |',
  ]);
});

test('the report names the missing seeds, and has a part over all where there is more than one', () => {
  const report = markdownReport(comparison);
  assert.match(
    report,
    '## mountain-car, sparse\n\nOptimum −97.66, random −200, at most 200 steps.',
  );
  assert.match(report, '- vime: 2\n- dqn: 1\n');
  assert.not.match(report, '## All worlds');
  const two = markdownReport(compareRuns([runOf(), runOf({ reward: 'dense' })]));
  assert.not.match(two, 'were not:');
  assert.match(two, '| vime | 2 | 0.977 [0.977, 0.977] |');
  assert.ok(two.endsWith('|\n'));
});

test.run();
