import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { medianRun } from '../../../src/report/runs/medianRun.ts';
import { assertRangeError } from '../../support/throws.ts';

const seedOf = (...scores: readonly number[]): number =>
  medianRun(scores.map((lastFifthMean, seed) => ({ seed, lastFifthMean }))).seed;

test('the run in the middle by score is shown, whatever the order of seeds', () => {
  assert.is(seedOf(-100, -200, -120), 2);
  assert.is(seedOf(-100), 0);
});

test('of two in the middle it is the worse, of equal ones that of the lower seed', () => {
  assert.is(seedOf(-100, -130, -200, -120), 1);
  assert.is(seedOf(-90, -120, -120, -120, -150), 2);
  assert.is(seedOf(-120, -120), 0);
});

test('without runs there is none', () => {
  assertRangeError(() => medianRun([]), /expected 1 run or more/);
});

test.run();
