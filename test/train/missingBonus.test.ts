import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { missingBonus } from '../../src/train/missingBonus.ts';

const curious = (eta: number, bonusClip: number) => ({
  config: { eta, bonusClip },
  bonus: { curiosity: { measured: { name: 'gain' } } },
});
const usual = curious(0.003, 5);
const record = (episode: number, intrinsicReturn: number, noveltyMax: number | null) => ({
  episode,
  length: 100,
  intrinsicReturn,
  noveltyMax,
});

test('nothing is said of a run whose episodes all paid, were not measured, or should not pay', () => {
  const paid = [
    record(1, 0, null),
    record(2, 0.3, 1.5),
    record(3, 1e-6, 1e-9),
    record(4, -0.1, 0.2),
  ];
  assert.is(missingBonus(usual, paid), null);
  assert.is(missingBonus(usual, []), null);
  assert.is(missingBonus(curious(0, 5), [record(1, 0, 2)]), null);
  assert.is(missingBonus({ ...usual, bonus: null }, [record(1, 0, 2)]), null);
});

test('episodes whose gains were 0 are counted', () => {
  const records = [record(1, 0.3, 1), record(2, 0, 0), record(3, 0.1, 1), record(4, 0, 0)];
  assert.is(
    missingBonus(usual, records),
    'no bonus in 2 of 4 episodes, the first of them 2: their gain was 0; try less extreme settings',
  );
});

test('a gain that is nothing beside its unit is named', () => {
  const records = [record(1, 0.3, 1e30), record(2, 1e-14, 1e-3), record(3, 0, 0)];
  assert.is(
    missingBonus(usual, records),
    'no bonus in 2 of 3 episodes, the first of them 2: their gain was at most 0.001, negligible in its unit; try less extreme settings',
  );
});

test('a bonus with a small clip is a bonus', () => {
  const records = [record(1, 0.003 * 1e-9 * 100, 1)];
  assert.is(missingBonus(curious(0.003, 1e-9), records), null);
  assert.ok(missingBonus(usual, records));
});

test.run();
