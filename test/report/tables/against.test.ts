import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { againstReference, excludes } from '../../../src/report/tables/against.ts';
import { readResults } from '../../../src/report/runs/readRuns.ts';
import type { RunData } from '../../../src/record/readBack.ts';
import { runOf } from '../../support/runData.ts';

/** Runs on seeds 1, 2, ..., or from `first` on, that end with these scores. */
const ending = (scores: readonly number[], first = 1): RunData[] =>
  scores.map((score, n) => runOf({ seed: first + n, evalScores: [-200, -200, -200, -200, score] }));

const SCORES = [-100, -101, -104, -109, -112, -120, -130, -131, -140, -155];

test('runs of the same seeds are resampled together: a constant difference is certain', () => {
  const [x, y] = [ending(SCORES), ending(SCORES.map((score) => score - 2))];
  const { sameSeeds, difference, betterEnd } = againstReference('vime', x, y, -110, 'test');
  assert.is(sameSeeds, true);
  assert.equal(difference, { value: 2, interval: { low: 2, high: 2 } });
  assert.ok(excludes(difference, 0));
  assert.ok(betterEnd.value > 0.5 && betterEnd.value < 0.6, String(betterEnd.value));
});

test('runs of other seeds are resampled apart: the same difference is not', () => {
  const [x, y] = [
    ending(SCORES),
    ending(
      SCORES.map((score) => score - 2),
      2,
    ),
  ];
  const { sameSeeds, difference } = againstReference('vime', x, y, -110, 'test');
  assert.is(sameSeeds, false);
  assert.is(difference.value, 2);
  assert.ok(difference.interval!.low < -5 && difference.interval!.high > 9);
  assert.not(excludes(difference, 0));
});

test('with fewer than five seeds there is no interval, so that none excludes 0', () => {
  const few = againstReference('vime', ending([-100, -101]), ending([-150, -151]), -110, 'test');
  assert.equal(few.betterEnd, { value: 1, interval: null });
  assert.not(excludes(few.difference, 0));
});

test('never is latest, and ties with never and with what only the longer run had time for', () => {
  const [early, never] = [runOf({ firstGoalEpisode: 7 }), runOf({ firstGoalEpisode: null })];
  const late = runOf({
    firstGoalEpisode: 300,
    evalScores: Array.from({ length: 500 }, () => -150),
  });
  const sooner = (x: RunData, y: RunData): number =>
    againstReference('vime', [x], [y], -110, 'test').soonerGoal.value;
  assert.equal([sooner(early, never), sooner(never, early), sooner(never, never)], [1, 0, 0.5]);
  assert.equal([sooner(never, late), sooner(early, late)], [0.5, 1]);
});

/** The generator of Lehmer 1951 with the multiplier of Park and Miller 1988: uniform in (0, 1), and the same in every run. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (48_271 * state) % 2_147_483_647) / 2_147_483_647;
}

/** What an outside script does: nothing of this project but the file. See docs/results.md. */
function recomputed(path: string, agents: readonly [string, string]): number[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const runs = lines.map((line) => JSON.parse(line) as RunData).sort((a, b) => a.seed - b.seed);
  const [x, y] = agents.map((name) =>
    runs.filter(({ agent }) => agent === name).map(({ lastFifthMean }) => lastFifthMean!),
  );
  const iqm = (values: number[]): number => {
    const cut = Math.floor(values.length / 4);
    const kept = values.sort((a, b) => a - b).slice(cut, values.length - cut);
    return kept.reduce((a, b) => a + b) / kept.length;
  };
  const random = lehmer(1);
  const differences: number[] = [];
  for (let b = 0; b < 50_000; b++) {
    const seeds = x.map(() => Math.floor(random() * x.length)); // the same for both agents
    differences.push(iqm(seeds.map((i) => x[i])) - iqm(seeds.map((i) => y[i])));
  }
  differences.sort((a, b) => a - b);
  return [iqm([...x]) - iqm([...y]), differences[1249], differences[48_750]];
}

test('an interval of the published data is found again by a script that shares no code', () => {
  const path = fileURLToPath(
    new URL('../../../results/mountain-car-sparse.jsonl', import.meta.url),
  );
  const [vime, sticky] = ['vime', 'dqn-sticky'].map((name) =>
    readResults(path).filter(({ agent }) => agent === name),
  );
  const { value, interval } = againstReference('vime', vime, sticky, -110, 'test').difference;
  const [again, low, high] = recomputed(path, ['vime', 'dqn-sticky']);
  assert.ok(Math.abs(again - value) < 1e-12, `${again}, ${value}`);
  // The ends of two such intervals differ by chance: their standard deviation is below 1 % of the width.
  const slack = 0.05 * (high - low);
  assert.ok(Math.abs(interval!.low - low) < slack, `${interval!.low}, ${low}`);
  assert.ok(Math.abs(interval!.high - high) < slack, `${interval!.high}, ${high}`);
});

test.run();
