import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LN2, makeLogTable } from '../../src/numerics/logTable.ts';
import { distance } from './reference.ts';

const table = makeLogTable();

test('the table runs from log 1 = 0 to log 2, both exactly', () => {
  assert.is(table[0], 0);
  assert.is(table[1], 0);
  assert.is(table[256], LN2.high);
  assert.is(table[257], LN2.low);
  assert.is(LN2.high + LN2.low, Math.LN2);
});

test('entries are logarithms, their high parts multiples of 2^-42', () => {
  for (let j = 0; j <= 128; j++) {
    const high = table[2 * j];
    assert.is(high * 2 ** 42, Math.floor(high * 2 ** 42));
    assert.ok(distance(high + table[2 * j + 1], Math.log(1 + j / 128)) <= 1, `j = ${j}`);
  }
});

test.run();
