import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { throttled } from '../../../src/playground/page/throttled.ts';

test('the first call acts at once, those that follow act once together, with the newest state', async () => {
  let state = 0;
  const seen: number[] = [];
  const act = throttled(() => seen.push(state), 40);
  for (state = 1; state <= 100; state++) act();
  assert.equal(seen, [1]);
  await wait(60);
  assert.equal(seen, [1, 101]);
});

test('after a rest a call acts at once again, and nothing acts that was not asked for', async () => {
  let calls = 0;
  const act = throttled(() => calls++, 20);
  act();
  await wait(60);
  assert.is(calls, 1);
  act();
  assert.is(calls, 2);
});

test.run();
