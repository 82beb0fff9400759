import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linearSchedule } from '../../src/optim/schedule.ts';

for (const [progress, expected] of [
  [0, 1],
  [0.25, 0.8125],
  [0.5, 0.625],
  [1, 0.25],
  [1.5, 0.25],
  [Infinity, 0.25],
]) {
  test(`from 1 to 0.25, at progress ${progress} it is ${expected}`, () => {
    assert.is(linearSchedule(1, 0.25, progress), expected);
  });
}

test('it rises as well as falls', () => {
  assert.is(linearSchedule(-1, 1, 0.75), 0.5);
});

test('a constant schedule is constant', () => {
  for (let i = 0; i <= 10; i++) assert.is(linearSchedule(0.1, 0.1, i / 10), 0.1);
});

test('the ends are exact where start + (end − start) is not', () => {
  assert.is.not(1 + (0.1 - 1), 0.1);
  assert.is(linearSchedule(1, 0.1, 0), 1);
  assert.is(linearSchedule(1, 0.1, 1), 0.1);
});

test('it moves steadily and stays between the ends', () => {
  let last = 1;
  for (let i = 1; i <= 1000; i++) {
    const value = linearSchedule(1, 0.05, i / 1000);
    assert.ok(value < last && value >= 0.05, `${value} after ${last}`);
    last = value;
  }
});

test.run();
