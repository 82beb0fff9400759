import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NonFiniteError } from '../../../src/train/finite.ts';
import { csvOf } from '../../../src/report/tables/csv.ts';
import { runOf } from '../../support/runData.ts';

const short = runOf({ firstGoalEpisode: null, firstGoalStep: null, evalScores: [-200, -200] });
const cellsOf = (csv: string): Record<string, string> => {
  const [names, values] = csv.split('\n').map((line) => line.split(','));
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
};

test('a line of names, a line for each run', () => {
  const lines = csvOf([runOf(), short]).split('\n');
  assert.is(lines.length, 4);
  assert.is(lines[3], '');
  assert.ok(lines[0].startsWith('env,reward,agent,group,seed,episodes,'));
  assert.ok(
    csvOf([runOf()])
      .split('\n')[1]
      .startsWith('mountain-car,sparse,vime,vime,1,200,20000,5,900,-110,1,-100,'),
  );
});

test('never, and episodes that were not trained, are empty cells', () => {
  const cells = cellsOf(csvOf([short]));
  assert.is(cells['firstGoalEpisode'], '');
  assert.is(cells['firstAboveEpisode'], '');
  assert.is(cells['scoreAfter50'], '');
  assert.is(cells['lastFifthNormalised'], '0');
});

test('nothing of the clock or the engine is in it', () => {
  const other = { ...runOf(), wallSeconds: 99, versions: { node: '0' } };
  assert.is(csvOf([other]), csvOf([runOf()]));
});

test('commas and quotes in a name are quoted', () => {
  assert.match(csvOf([{ ...runOf(), name: 'a,"b"' }]), ',"a,""b""",');
});

test('settings that are not those of an agent in all runs have columns', () => {
  const lines = csvOf([
    runOf(),
    runOf({ agent: 'dqn' }),
    runOf({ settings: { eta: 0.3, doubleDqn: false } }),
  ])
    .split('\n')
    .map((line) => line.split(','));
  assert.equal(lines[0].slice(-3), ['digest', 'doubleDqn', 'eta']);
  assert.equal(
    lines.slice(1, 4).map((line) => line.slice(-2)),
    [
      ['true', '0.0035'],
      ['true', '0'],
      ['false', '0.3'],
    ],
  );
  assert.match(csvOf([runOf(), runOf({ settings: { eta: 0.3 } })]), ',vime,"vime, eta 0.3",1,');
});

test('a number that is none is named, not written', () => {
  for (const value of [NaN, Infinity]) {
    try {
      csvOf([runOf(), { ...runOf(), finalScore: value, seed: 2 }]);
      assert.unreachable('it was written');
    } catch (error) {
      assert.instance(error, NonFiniteError);
      assert.match((error as Error).message, `vime seed 2: finalScore is ${value}`);
    }
  }
});

test.run();
