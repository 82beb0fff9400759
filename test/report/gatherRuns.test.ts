import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../src/experiment/field.ts';
import type { RunData } from '../../src/experiment/readBack.ts';
import { RunFolder, trainInto } from '../../src/experiment/runFolder.ts';
import { gatherRuns } from '../../src/report/gatherRuns.ts';
import { readRun } from '../../src/report/readRuns.ts';
import { runOf } from '../support/runData.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();
const place = (...names: string[]): string => join(at, ...names);

/** Trains a tiny run into a folder. */
async function train(name: string, seed: number): Promise<RunData> {
  await trainInto(new RunFolder(place(name), tinyConfig({ seed, episodes: 2 })));
  return readRun(place(name));
}

function writeResults(name: string, runs: readonly RunData[]): string {
  writeFileSync(place(name), runs.map((run) => `${JSON.stringify(run)}\n`).join(''));
  return place(name);
}

function refusal(paths: readonly string[]): string {
  try {
    gatherRuns(paths);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

const one = await train('one', 1);
const two = await train('two', 2);
mkdirSync(place('deep', 'er'), { recursive: true });
cpSync(place('one'), place('deep', 'er', 'somewhere'), { recursive: true });
cpSync(place('two'), place('deep', 'two'), { recursive: true });

test('a folder of a run, of runs at any depth, and a file of results give the same runs', () => {
  const file = writeResults('both.jsonl', [two, one]);
  const expected = { runs: [one, two], unfinished: [], mapped: [] };
  const folders = [place('two'), place('one')];
  assert.equal(gatherRuns(folders), { ...expected, folders });
  const deep = [place('deep', 'er', 'somewhere'), place('deep', 'two')];
  assert.equal(gatherRuns([place('deep')]), { ...expected, folders: deep });
  assert.equal(gatherRuns([file]), { ...expected, folders: [] });
  rmSync(file);
});

test('a run that is found twice counts once, whatever machine and time it took', () => {
  const elsewhere = { ...one, wallSeconds: 999, versions: { node: '99' } };
  const file = writeResults('again.jsonl', [elsewhere]);
  const { runs } = gatherRuns([place('one'), place('deep'), file]);
  assert.equal(runs, [one, two]);
  rmSync(file);
});

test('runs are ordered by world, reward, agent and seed', () => {
  const sorted = [
    runOf({ reward: 'dense', agent: 'vime', seed: 10 }),
    runOf({ agent: 'dqn', seed: 3 }),
    runOf({ agent: 'vime', seed: 9 }),
    runOf({ agent: 'vime', seed: 10 }),
    runOf({ agent: 'dqn', world: 'weak-engine' }),
  ];
  const file = writeResults('order.jsonl', [...sorted].reverse());
  assert.equal(gatherRuns([file]).runs, sorted);
  rmSync(file);
});

test('two runs of one name that differ are refused, with both places', () => {
  const other = { ...one, digest: 'a'.repeat(64) };
  const file = writeResults('other.jsonl', [two, other]);
  assert.is(
    refusal([place('one'), file]),
    `mountain-car, sparse, vime seed 1: expected one run, got two that differ, ${place('one')} and ${file}:2; remove one`,
  );
  rmSync(file);
});

test('the same digest with other figures is refused', () => {
  const file = writeResults('forged.jsonl', [{ ...one, firstGoalEpisode: 1, firstGoalStep: 1 }]);
  assert.match(refusal([place('one'), file]), 'expected one run, got two that differ');
  rmSync(file);
});

test('runs under way or stopped are left out and named', () => {
  const started = new RunFolder(place('started'), tinyConfig({ seed: 3 }));
  const stopped = writeResults('stopped.jsonl', [runOf({ finished: false })]);
  const { runs, unfinished } = gatherRuns([place('one'), started.path, stopped]);
  assert.equal(runs, [one]);
  assert.equal(unfinished, [started.path, `${stopped}:1`]);
  assert.is(
    refusal([started.path]),
    `expected finished runs in ${started.path}, found none, 1 unfinished`,
  );
  rmSync(stopped);
});

test('runs with maps are to be drawn, finished or not, each once and by name', async () => {
  const config = tinyConfig({ seed: 4, episodes: 2 });
  await trainInto(new RunFolder(place('b mapped'), config), { maps: true });
  const started = new RunFolder(place('a mapped'), tinyConfig({ seed: 5, episodes: 2 }));
  await trainInto(started, { maps: true, isStopped: () => started.records.length === 1 });
  const paths = [place('b mapped'), place('a mapped')];
  const { runs, unfinished, mapped } = gatherRuns([...paths, place('b mapped'), place('one')]);
  assert.equal(mapped, [...paths].reverse());
  assert.equal(unfinished, [place('a mapped')]);
  assert.is(runs.length, 2);
  assert.equal(gatherRuns([place('a mapped')]).runs, []); // something to draw, nothing to compare
});

test('nothing there, or no folder, is refused', () => {
  mkdirSync(place('empty'));
  assert.is(refusal([place('empty')]), `expected finished runs in ${place('empty')}, found none`);
  assert.match(refusal([place('nowhere')]), /^cannot read .*nowhere: .*\(ENOENT\)$/);
});

test('records that are missing or damaged are refused, with file and line', () => {
  cpSync(place('one'), place('damaged'), { recursive: true });
  rmSync(place('damaged', 'episodes.jsonl'));
  assert.match(
    refusal([place('damaged')]),
    /^cannot read .*damaged.episodes\.jsonl: .*\(ENOENT\)$/,
  );
  writeFileSync(place('damaged', 'episodes.jsonl'), '{"episode":1}\n');
  assert.match(refusal([place('damaged')]), /damaged.episodes\.jsonl:1: envSteps: expected/);

  const short = { ...one, evalReturns: one.evalReturns.slice(1) };
  const file = writeResults('short.jsonl', [two, short]);
  assert.is(refusal([file]), `${file}:2: expected 2 evalReturns, one for each episode, got 1`);
  writeResults('short.jsonl', [{ ...one, lastFifthMean: -1 }]);
  assert.is(refusal([file]), `${file}:1: lastFifthMean does not follow from evalReturns`);
  writeFileSync(file, '{"seed":1}\n');
  assert.match(refusal([file]), /short\.jsonl:1: agent: expected a text, got/);
});

test.run();
