import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  accepted,
  choice,
  flag,
  fromText,
  isValid,
  limit,
  limitOf,
  number,
  TINY,
  whole,
} from '../../../src/train/config/field.ts';

test('what is accepted is said in words', () => {
  assert.is(accepted(whole(3, [1, 1e6], '')), 'a whole number from 1 to 1000000');
  assert.is(accepted(number(3, [TINY, 1e9], '')), 'a number from 1e-9 to 1000000000');
  assert.is(accepted(number(0.5, [0, 1], '')), 'a number from 0 to 1');
  assert.is(accepted(limit(5, [1, 9], '')), 'a number from 1 to 9, or none');
  assert.is(accepted(choice('a', ['a', 'b'], '')), 'a or b');
  assert.is(accepted(choice('a', ['a', 'b', 'c'], '')), 'a, b or c');
  assert.is(accepted(flag(true, '')), 'true or false');
});

test('a limit is a number or none, which is Infinity to compare with', () => {
  const field = limit(5, [1, 9], '');
  for (const value of [1, 5, 9, 'none']) assert.ok(isValid(field, value), String(value));
  for (const value of [0, 10, Infinity, null, 'None', '']) assert.not(isValid(field, value));
  assert.equal([fromText(field, 'none'), fromText(field, '2')], ['none', 2]);
  assert.not(isValid(number(5, [1, 9], ''), 'none'));
  assert.equal([limitOf('none'), limitOf(3)], [Infinity, 3]);
  assert.is(limit('none', [1, 9], '').default, 'none');
});

test.run();
