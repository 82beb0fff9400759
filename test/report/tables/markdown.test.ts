import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS_VISITED } from '../../../src/env/environment.ts';
import { compareRuns } from '../../../src/report/tables/comparison.ts';
import {
  briefTable,
  efficiencyTable,
  finalTable,
  markdownReport,
  markdownTable,
  summaryTables,
  timesTable,
} from '../../../src/report/tables/markdown.ts';
import { againstRows, remoteRows } from '../../../src/report/tables/rows.ts';
import { runOf } from '../../support/runData.ts';

// Single seeds, so that there are no intervals.
const comparison = compareRuns([
  runOf({ agent: 'vime', seed: 1 }),
  runOf({
    agent: 'dqn',
    seed: 2,
    firstGoalEpisode: null,
    evalScores: Array.from({ length: 200 }, () => -200),
  }),
]);
const [group] = comparison.groups;
const rows = (table: string): string[] => table.split('\n').slice(2);

test('a table has a head, a rule and a line for each row', () => {
  const table = markdownTable({ head: ['agent', 'n'], rows: [['vime', '3']] });
  assert.is(table, '| agent | n |\n| - | -: |\n| vime | 3 |');
});

test('a name that was given ends no cell, and is no tag', () => {
  const table = markdownTable({ head: ['agent', 'n'], rows: [['a|b', '3']] });
  assert.is(table, '| agent | n |\n| - | -: |\n| a\\|b | 3 |');
  const named = { ...runOf({ settings: { eta: 0.3 } }), name: 'a|<b>' };
  const report = markdownReport(compareRuns([named]));
  assert.match(report, '| a\\|\\<b> | 1 | 5 / 5 / 5 |');
  assert.match(report, 'a|\\<b>: eta 0.3');
  assert.not.match(report, /[^\\]</);
});

test('times are median with interval, 90 % and last seed', () => {
  assert.equal(rows(timesTable(group)), [
    '| vime | 1 | 5 / 5 / 5 | 0 | 1 / 1 / 1 |',
    '| dqn | 1 | never / never / never | 1 | never / never / never |',
  ]);
  assert.match(timesTable(group), 'first eval ≥ −110, episode');
});

test('the final table has interquartile mean, mean and worst', () => {
  assert.equal(rows(finalTable(group)), [
    '| vime | 200 | −100.0 | −100.0 | −100.0 |',
    '| dqn | 200 | −200.0 | −200.0 | −200.0 |',
  ]);
});

test('the summary has the most important figures in a row, then vime against the others', () => {
  const [all, against, ...rest] = summaryTables(group).split('\n\n');
  assert.equal(rest, []);
  assert.equal(rows(all), [
    '| `vime` | 1 | 5 / 5 / 5 | 0 | 1 / 1 / 1 | −100.0 | −100.0 |',
    '| `dqn` | 1 | never / never / never | 1 | never / never / never | −200.0 | −200.0 |',
  ]);
  assert.equal(against.split('\n'), [
    '| vime against | last fifth: difference of IQM | P(better last fifth) | P(first eval ≥ −110 sooner) | P(first goal sooner) |',
    '| - | -: | -: | -: | -: |',
    '| `dqn` | 100.0 | 1.00 | 1.00 | 1.00 |',
  ]);
  assert.not.match(summaryTables(compareRuns([runOf()]).groups[0]), 'against');
});

test('in front of a TV there is a table of the remote, of the agents that recorded it', () => {
  const [tv] = compareRuns([
    runOf({ env: 'noisy-tv', remoteShare: 0.125, remoteBonusShare: 0.25 }),
    runOf({ agent: 'dqn', env: 'noisy-tv', remoteShare: 0.5 }),
    runOf({ agent: 'rnd', env: 'noisy-tv' }),
  ]).groups;
  assert.equal(remoteRows(tv)!.rows, [
    ['vime', '0.13', '0.25'],
    ['dqn', '0.50', '–'],
  ]);
  assert.is(remoteRows(group), null);
  assert.match(summaryTables(tv), '| `vime` | 0.13 | 0.25 |');
  assert.match(markdownReport(compareRuns([runOf({ remoteShare: 1 })])), '| vime | 1.00 | – |');
});

test('an interval that excludes no difference has a star', () => {
  const interval = (low: number, high: number) => ({
    value: (low + high) / 2,
    interval: { low, high },
  });
  const against = {
    reference: 'vime',
    sameSeeds: true,
    difference: interval(-3, -1),
    betterEnd: interval(0.4, 0.5),
    soonerAbove: interval(0.6, 0.8),
    soonerGoal: { value: 1, interval: null },
  };
  const lastFifth = { iqm: { value: 0.5, interval: null } };
  const agents = [{ label: 'rnd', against, lastFifth }];
  const opposed = { reference: 'vime', score: 'minus steps', threshold: -110, agents };
  const cells = ['rnd', '−2.0 [−3.0, −1.0] *', '0.45 [0.40, 0.50]', '0.70 [0.60, 0.80] *'];
  assert.equal(againstRows(opposed)!.rows, [[...cells, '1.00']]);
  assert.equal(againstRows({ ...opposed, score: CELLS_VISITED })!.rows, [cells]);
  const small = againstRows({ ...opposed, threshold: null })!; // the score of rnd decides how many digits there are
  assert.is(small.rows[0][1], '−2.000 [−3.000, −1.000] *');
});

test('where the task is to explore, no column is about a goal', () => {
  const explored = { ...group, score: CELLS_VISITED };
  for (const table of [summaryTables, timesTable, (g: typeof group) => briefTable(g, ['vime'])]) {
    assert.match(table(group), 'first goal');
    assert.not.match(table(explored), 'goal');
    assert.match(table(explored), '| first eval ≥ −110, episode |');
  }
});

test('the efficiency table leaves out episodes that were never trained', () => {
  const evalScores = Array.from({ length: 100 }, () => -200);
  const settings = { eta: 0.3 };
  const [short] = compareRuns([runOf({ evalScores }), runOf({ settings, evalScores })]).groups;
  assert.equal(rows(efficiencyTable(group)), [
    '| vime | 0.98 | 0.98 | 0.98 |',
    '| dqn | 0.00 | 0.00 | 0.00 |',
  ]);
  assert.equal(rows(efficiencyTable(short)), [
    '| vime, eta 0.0035 | 0.00 | 0.00 | – |',
    '| vime, eta 0.3 | 0.00 | 0.00 | – |',
  ]);
});

test('no interval stands anywhere in the report of fewer than five seeds', () => {
  assert.not.match(markdownReport(comparison), /\d \[/);
  const seeds = (n: number) => Array.from({ length: n }, (_, i) => runOf({ seed: i + 1 }));
  const four = markdownReport(compareRuns(seeds(4)));
  assert.not.match(four, /\d \[/);
  assert.match(four, 'fewer than 5 seeds have none.');
  assert.match(markdownReport(compareRuns(seeds(5))), '−100.0 [−100.0, −100.0]');
});

test('the report says whether seeds were resampled together', () => {
  assert.match(
    markdownReport(comparison),
    'Resampled apart, since their seeds differ from those of vime: dqn.',
  );
  const same = compareRuns([runOf(), runOf({ agent: 'dqn' })]);
  assert.match(markdownReport(same), 'the same seeds, which are resampled together.');
});

test('the report says which settings are not the usual ones, and up to where runs are compared', () => {
  const evalScores = Array.from({ length: 100 }, () => -150);
  const dqn = runOf({ agent: 'dqn', settings: { gamma: 0.9 }, evalScores });
  const mixed = compareRuns([runOf(), runOf({ settings: { eta: 0.3 }, evalScores }), dqn]);
  const report = markdownReport(mixed);
  assert.match(report, 'all are compared up to episode 100, the last of the shortest.');
  assert.match(report, 'The learning rate falls over all episodes of a run');
  assert.match(report, 'Settings that are not the agent’s own: dqn: episodes 100, gamma 0.9.');
  assert.match(report, '| vime, episodes 100, eta 0.3 | 100 | −150.0 |');
  assert.not.match(markdownReport(comparison), /compared up to|Settings that/);
});

test('the report names the missing seeds, and has a part over all where there is more than one', () => {
  const report = markdownReport(comparison);
  assert.match(
    report,
    '## mountain-car, sparse\n\nScore: minus steps. Optimum −97.66, random −200.',
  );
  assert.match(report, '- vime: 2\n- dqn: 1\n');
  assert.not.match(report, '## All environments');
  const two = markdownReport(compareRuns([runOf(), runOf({ reward: 'dense' })]));
  assert.not.match(two, 'were not:');
  assert.match(two, '| vime | 2 | 0.977 |');
  assert.ok(two.endsWith('|\n'));
});

test.run();
