import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resetSeed } from '../../src/env/resetSeed.ts';

test('a seed is a whole number from 0 to below 2^32, and the same for the same run and episode', () => {
  for (const seed of [0, 1, Number.MAX_SAFE_INTEGER]) {
    for (let episode = 1; episode <= 200; episode++) {
      const reset = resetSeed(seed, `training/${episode}`);
      assert.ok(Number.isInteger(reset) && reset >= 0 && reset < 2 ** 32, String(reset));
      assert.is(resetSeed(seed, `training/${episode}`), reset);
    }
  }
});

test('runs and episodes have seeds of their own', () => {
  const names = ['training', 'evaluation/1', 'evaluation/11', 'final'].flatMap((kind) =>
    Array.from({ length: 50 }, (_, n) => `${kind}/${n + 1}`),
  );
  const seeds = [1, 2, 11].flatMap((seed) => names.map((name) => resetSeed(seed, name)));
  assert.is(new Set(seeds).size, 3 * names.length);
});

test('seeds are spread over the whole range', () => {
  const count = 4000;
  const quarters = [0, 0, 0, 0];
  for (let n = 0; n < count; n++) quarters[Math.floor(resetSeed(3, `final/${n}`) / 2 ** 30)]++;
  const deviation = 5 * Math.sqrt(count * 0.25 * 0.75); // 5 standard deviations
  for (const found of quarters) assert.ok(Math.abs(found - count / 4) < deviation, `${found}`);
});

test.run();
