import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { firstAbove, lastFifthOf, scoreAfter } from '../../../src/report/tables/measures.ts';
import { runOf } from '../../support/runData.ts';

test('the return after an episode is the mean of five evaluations, of which it is the last', () => {
  const evalScores = Array.from({ length: 60 }, (_, i) => -i - 1);
  assert.is(scoreAfter(runOf({ evalScores }), 50), -48);
  assert.is(scoreAfter(runOf({ evalScores }), 60), -58);
});

test('a run that is too short has no return after an episode', () => {
  assert.is(scoreAfter(runOf({ evalScores: [-100] }), 50), null);
});

test('the first evaluation at or above the threshold counts, from 1', () => {
  const evalScores = [-200, -110.5, -110, -90];
  assert.is(firstAbove(runOf({ evalScores }), -110), 3);
  assert.is(firstAbove(runOf({ evalScores }), -80), null);
});

test('an evaluation that is no better than random actions is above nothing', () => {
  assert.is(firstAbove(runOf({ evalScores: [-50, -49] }, { maxSteps: 50 }), -110), 2);
});

test('without a threshold there is no first evaluation', () => {
  assert.is(firstAbove(runOf({ evalScores: [-50] }), null), null);
});

test('the last fifth is rounded up to whole episodes', () => {
  assert.is(lastFifthOf(runOf({ evalScores: [1, 2, 3, 4, 5, 6] })), 5.5);
});

test.run();
