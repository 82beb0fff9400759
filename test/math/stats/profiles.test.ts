import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import { performanceProfile, performanceProfileBand } from '../../../src/math/stats/profiles.ts';

test('a profile is the share of runs above each score, not at it', () => {
  const profile = performanceProfile([0.2, 0.5, 0.5, 1], [0, 0.2, 0.4, 0.5, 0.9, 1]);
  assert.equal([...profile], [1, 0.75, 0.75, 0.25, 0.25, 0]);
});

test('the band lies around the profile, and is a line where all runs agree', () => {
  const scores = Array.from({ length: 100 }, (_, i) => i / 100);
  const [all, half, none] = performanceProfileBand([scores], [-1, 0.495, 1], stream(1, 'test'))!;
  assert.equal(all, { low: 1, high: 1 });
  assert.equal(none, { low: 0, high: 0 });
  // ½ ± 1.96 √(¼ / 100)
  assert.ok(Math.abs(half.low - 0.402) < 0.03, String(half.low));
  assert.ok(Math.abs(half.high - 0.598) < 0.03, String(half.high));
});

test('environments that differ make no band: runs are drawn within each', () => {
  const strata = [
    [0.1, 0.1, 0.1, 0.1, 0.1],
    [0.9, 0.9, 0.9, 0.9, 0.9],
  ];
  assert.equal(performanceProfileBand(strata, [0.5], stream(1, 'test')), [{ low: 0.5, high: 0.5 }]);
});

test.run();
