import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  counted,
  digitsOfScores,
  scoreDigits,
  shownMilestone,
  shownNumber,
} from '../../../src/report/tables/numbers.ts';

test('things are counted in singular and plural', () => {
  assert.equal([counted(1, 'seed'), counted(2, 'seed')], ['1 seed', '2 seeds']);
});

test('a number has as many digits as asked for, and a minus sign of its own', () => {
  assert.equal([shownNumber(-97.66, 1), shownNumber(0.99, 3)], ['−97.7', '0.990']);
});

test('what is rounded to 0 has no sign', () => {
  assert.equal(
    [shownNumber(-0.04, 1), shownNumber(-0.4, 0), shownNumber(-0.05, 2)],
    ['0.0', '0', '−0.05'],
  );
});

test('small scores have more digits than large ones', () => {
  assert.equal([-110, 700, 10, 9.9, 0.9, 0, null].map(scoreDigits), [1, 1, 1, 3, 3, 3, 1]);
});

test('scores have the digits of a usual one, or of the largest where none is known', () => {
  assert.is(digitsOfScores(null, [-0.5, 0.25]), 3);
  assert.is(digitsOfScores(null, [-87.2, 0.25]), 1);
  assert.is(digitsOfScores(-110, [0.25]), 1);
  assert.is(digitsOfScores(0.9, [12]), 3);
});

test('a milestone is shown as it was set', () => {
  assert.equal([-110, 700, 0.9].map(shownMilestone), ['−110', '700', '0.9']);
});

test.run();
