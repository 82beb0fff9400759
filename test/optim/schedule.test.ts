import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exponentialSchedule, linearSchedule } from '../../src/optim/schedule.ts';

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

for (const [steps, expected] of [
  [0, 2],
  [1, 1],
  [2, 0.5],
  [3, 0.25],
  [4, 0.2],
  [1e9, 0.2],
]) {
  test(`half of it each step from 2 down to 0.2: after ${steps} steps ${expected}`, () => {
    assert.is(exponentialSchedule(2, 0.2, 0.5, steps), expected);
  });
}

test('a decay of 1 stays, one of 0 falls at once, and nothing is below the end', () => {
  assert.equal(
    [0, 1, 100].map((steps) => exponentialSchedule(0.5, 0.1, 1, steps)),
    [0.5, 0.5, 0.5],
  );
  assert.equal(
    [0, 1, 100].map((steps) => exponentialSchedule(0.5, 0.1, 0, steps)),
    [0.5, 0.1, 0.1],
  );
  assert.is(exponentialSchedule(0.05, 0.1, 0.9, 0), 0.1);
});

test('it is the product taken step by step, to rounding', () => {
  let epsilon = 2;
  for (let step = 0; step < 5000; step++) {
    const expected = Math.max(0.1, epsilon);
    const value = exponentialSchedule(2, 0.1, 0.99995, step);
    assert.ok(Math.abs(value - expected) < 1e-12, `step ${step}: ${value}, expected ${expected}`);
    epsilon *= 0.99995;
  }
});

test.run();
