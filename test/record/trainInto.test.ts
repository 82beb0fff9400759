import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readMaps } from '../../src/record/mapsFile.ts';
import { parseRecords, parseSummary } from '../../src/record/readBack.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { readRun } from '../../src/report/runs/readRuns.ts';
import { NonFiniteError } from '../../src/train/finite.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();
const FILES = [
  'config.json',
  'episodes.csv',
  'episodes.jsonl',
  'summary.json',
  'weights.safetensors',
];
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

test('a run that is stopped keeps what there is', async () => {
  const config = tinyConfig();
  const path = join(at, 'stopped');
  let episodes = 0;
  const summary = await trainInto(new RunFolder(path, config), {
    onEpisode: () => episodes++,
    isStopped: () => episodes === 2,
  });
  assert.equal([summary.finished, summary.episodes], [false, 2]);
  assert.is(text(path, 'episodes.jsonl').trimEnd().split('\n').length, 2);
  assert.equal(readdirSync(path).sort(), FILES);
});

test('a run stopped before it began is a whole folder too', async () => {
  const config = tinyConfig();
  const path = join(at, 'stopped at once');
  const summary = await trainInto(new RunFolder(path, config), { isStopped: () => true });
  assert.equal([summary.finished, summary.episodes, summary.lastFifthMean], [false, 0, null]);
  assert.is(text(path, 'episodes.jsonl'), '');
  assert.equal(readdirSync(path).sort(), FILES);
});

test('a run that ends after so many environment steps is finished, and a result whose episodes are no setting', async () => {
  const config = tinyConfig({ agent: 'dqn', steps: 81 });
  const path = join(at, 'steps');
  const summary = await trainInto(new RunFolder(path, config), { checkpointEvery: 1 });
  assert.equal([summary.finished, summary.episodes, summary.envSteps], [true, 3, 120]);
  assert.equal(readdirSync(path).sort(), FILES, 'without a checkpoint');
  const run = readRun(path);
  assert.is(run.episodes, 3);
  assert.equal(run.config, config);
});

test('other events get their turn between episodes', async () => {
  const config = tinyConfig();
  let stopped = false;
  setImmediate(() => (stopped = true));
  const summary = await trainInto(new RunFolder(join(at, 'events'), config), {
    isStopped: () => stopped,
  });
  assert.ok(summary.episodes >= 1 && summary.episodes <= 2, `${summary.episodes} episodes`);
});

/** A run whose averaged weights, which nobody learns from, are broken. */
function brokenFolder(name: string): RunFolder {
  const folder = new RunFolder(join(at, name), tinyConfig());
  folder.run.agent.dqn.average[0] = NaN;
  return folder;
}

async function assertNonFinite(training: Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await training;
  } catch (error) {
    assert.instance(error, NonFiniteError);
    assert.match((error as NonFiniteError).message, message);
    return;
  }
  assert.unreachable('a broken run went on');
}

for (const [hooks, episodes, message] of [
  [{ maps: true }, 1, /^maps\.jsonl, episode 1: value\[0\] is NaN;/],
  [{ checkpointEvery: 2 }, 2, /^the checkpoint of episode 2: dqn\.average\[0\] is NaN;/],
  [{}, 4, /^weights\.safetensors, episode 4: q_average\.0\.weight\[0\] is NaN;/],
] as const) {
  test(`no file gets a number that is none: ${message.source}`, async () => {
    const folder = brokenFolder(`broken${episodes}`);
    await assertNonFinite(trainInto(folder, hooks), message);
    const names = readdirSync(folder.path).filter((name) => name !== 'maps.jsonl');
    assert.equal(names.sort(), FILES.slice(0, 4)); // all but the weights
    assert.is(parseRecords('', text(folder.path, 'episodes.jsonl')).length, episodes);
    assert.is(parseSummary('', text(folder.path, 'summary.json')).episodes, episodes);
    if ('maps' in hooks) assert.equal(readMaps(folder.path), []);
  });
}

test.run();
