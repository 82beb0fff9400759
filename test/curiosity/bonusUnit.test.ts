import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gainBonus, RecentMedians } from '../../src/curiosity/bonusUnit.ts';

/** An episode with these gains. */
function episode(medians: RecentMedians, gains: readonly number[]): void {
  for (const gain of gains) medians.add(gain);
  medians.endEpisode();
}

test('the scale is 1 until the first episode has ended', () => {
  const medians = new RecentMedians();
  assert.is(medians.value, 1);
  medians.add(7);
  assert.is(medians.value, 1);
  medians.endEpisode();
  assert.is(medians.value, 7);
});

test('the scale is the mean of the episodes’ medians', () => {
  const medians = new RecentMedians();
  episode(medians, [1, 100, 2]);
  episode(medians, [10, 20]);
  assert.is(medians.value, (2 + 15) / 2);
});

test('only the last ten episodes count', () => {
  const medians = new RecentMedians();
  for (let i = 1; i <= 10; i++) episode(medians, [i]);
  assert.is(medians.value, 5.5);
  episode(medians, [11]);
  assert.is(medians.value, 6.5);
  for (let i = 0; i < 10; i++) episode(medians, [3]);
  assert.is(medians.value, 3);
});

test('an episode without gains changes nothing', () => {
  const medians = new RecentMedians();
  medians.endEpisode();
  assert.is(medians.value, 1);
  episode(medians, [4]);
  medians.endEpisode();
  assert.is(medians.value, 4);
});

for (const [what, gain, scale, root, clip, expected] of [
  ['in units of the scale', 6, 2, false, 100, 3],
  ['the root of that', 18, 2, true, 100, 3],
  ['clipped', 600, 2, false, 5, 5],
  ['the root first, then clipped', 32, 2, true, 5, 4],
  ['clipped, the root above the clip', 72, 2, true, 5, 5],
  ['0 for no gain', 0, 2, true, 5, 0],
  ['0 if nothing was ever learnt', 3, 0, true, 5, 0],
  ['0 for a scale that is no number', 3, NaN, true, 5, 0],
  ['0 for a scale below 0, as rounding may leave', 3, -1e-20, false, 5, 0],
] as const) {
  test(`bonus: ${what}`, () => {
    assert.is(gainBonus(gain, scale, root, clip), expected);
  });
}

test('recent medians put back as they were go on the same, in mid-episode too', () => {
  const medians = new RecentMedians();
  for (let i = 0; i < 9; i++) episode(medians, [i / 3, 1 / (i + 1)]);
  medians.add(0.1);
  medians.add(7);
  const state = medians.state();
  const kept = structuredClone(state);
  const other = new RecentMedians();
  episode(other, [1e9]); // to be forgotten
  other.add(1e9);
  other.restore(state);
  for (let i = 0; i < 4; i++) {
    for (const each of [medians, other]) episode(each, [0.3 * i]);
    assert.is(other.value, medians.value);
    assert.equal(other.state(), medians.state());
  }
  assert.equal(state, kept, 'the state is a copy');
});

test.run();
