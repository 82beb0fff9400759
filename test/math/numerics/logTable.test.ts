import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LN2, makeLogTable } from '../../../src/math/numerics/logTable.ts';
import { distance } from './reference.ts';

const { high, low } = makeLogTable();

test('the table runs from log 1 = 0 to log 2, both exactly', () => {
  assert.is(high[0], 0);
  assert.is(low[0], 0);
  assert.is(high[128], LN2.high);
  assert.is(low[128], LN2.low);
  assert.is(LN2.high + LN2.low, Math.LN2);
});

test('entries are logarithms, their high parts multiples of 2^-42', () => {
  for (let j = 0; j <= 128; j++) {
    assert.is(high[j] * 2 ** 42, Math.floor(high[j] * 2 ** 42));
    assert.ok(distance(high[j] + low[j], Math.log(1 + j / 128)) <= 1, `j = ${j}`);
  }
});

test.run();
