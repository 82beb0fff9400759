import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { NonFiniteError } from '../../src/train/finite.ts';
import { digestOf } from '../../src/record/digest.ts';
import { sha256 } from '../../src/record/disk.ts';
import { hashedWeights } from '../../src/record/weights.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { runName } from '../../src/record/runName.ts';
import { environmentRecord } from '../../src/train/config/task.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import type { EpisodeRecord } from '../../src/train/train.ts';
import { readSafetensors } from '../support/safetensors.ts';
import { recordOf } from '../support/records.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

const at = temporaryFolder();
const FILES = [
  'config.json',
  'episodes.csv',
  'episodes.jsonl',
  'summary.json',
  'weights.safetensors',
];
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

test('runs in default folders get their own, one after another and at the same time', async () => {
  const cwd = temporaryFolder();
  const program = `
    import { RunFolder } from ${JSON.stringify(new URL('../../src/record/runFolder.ts', import.meta.url).href)};
    import { tinyConfig } from ${JSON.stringify(new URL('../support/tinyRun.ts', import.meta.url).href)};
    for (let n = 0; n < 10; n++) console.log(new RunFolder(null, tinyConfig()).path);
  `;
  const start = async (): Promise<string> => {
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program];
    return (await promisify(execFile)(process.execPath, args, { cwd })).stdout;
  };
  const printed = await Promise.all([start(), start(), start()]);
  const paths = printed.flatMap((lines) => lines.trimEnd().split('\n')).sort();
  const name = runName(tinyConfig());
  const expected = ['', ...Array.from({ length: 29 }, (_, n) => `-${n + 2}`)];
  assert.equal(paths, expected.map((end) => join('runs', name + end)).sort());
});

test('a run leaves four files that agree with what it returned', async () => {
  const path = join(at, 'whole', 'run');
  const config = tinyConfig();
  const folder = new RunFolder(path, config);
  const seen: EpisodeRecord[] = [];
  const summary = await trainInto(folder, { onEpisode: (record) => seen.push(record) });
  assert.equal(readdirSync(path).sort(), FILES); // and no file of a write in progress
  const environment = environmentRecord(config, folder.run.env);
  assert.equal(JSON.parse(text(path, 'config.json')), { ...config, environment });
  assert.equal(JSON.parse(text(path, 'summary.json')), summary);
  const lines = text(path, 'episodes.jsonl').trimEnd().split('\n');
  const read = lines.map((line) => {
    const { seconds, ...record } = JSON.parse(line) as EpisodeRecord & { seconds: number };
    assert.ok(seconds >= 0 && seconds < 60);
    return record;
  });
  assert.equal(read, seen);
  assert.equal(folder.records, seen);
  const weights = readFileSync(join(path, 'weights.safetensors'));
  assert.ok(readSafetensors(weights).tensors.has('bnn.2.bias_rho'));
  // The digest can be had from the files alone, by leaving out the clock times.
  assert.is(summary.digest, digestOf(hashedWeights(weights), read, sha256));
  assert.equal([summary.finished, summary.episodes, summary.seed], [true, 4, 1]);
});

test('an existing folder is used if it holds no run, and its files are left alone', () => {
  const path = join(at, 'notes');
  mkdirSync(path);
  writeFileSync(join(path, 'notes.txt'), 'mine');
  new RunFolder(path, createConfig());
  assert.equal(readdirSync(path).sort(), ['config.json', 'episodes.jsonl', 'notes.txt']);
  assert.is(text(path, 'notes.txt'), 'mine');
});

for (const file of [...FILES, 'report.html']) {
  test(`a folder with a ${file} holds a run, and is refused untouched`, () => {
    const path = join(at, `taken by ${file}`);
    mkdirSync(path);
    writeFileSync(join(path, file), 'mine');
    assertRefused(
      () => new RunFolder(path, createConfig()),
      new RegExp(`already holds a run \\(${file}\\); choose another folder`),
    );
    assert.equal(readdirSync(path), [file]);
    assert.is(text(path, file), 'mine');
  });
}

test('a file in the way is refused untouched', () => {
  const path = join(at, 'a file');
  writeFileSync(path, 'mine');
  for (const folder of [path, join(path, 'run')]) {
    assertRefused(() => new RunFolder(folder, createConfig()), /^cannot write to .*a file/);
  }
  assert.is(text(path), 'mine');
});

test('the digest leaves out the seconds', async () => {
  const config = tinyConfig();
  const digests: string[] = [];
  for (const seconds of [0.001, 123]) {
    const folder = new RunFolder(join(at, `seconds ${seconds}`), config);
    folder.append(recordOf({}), seconds);
    const summary = await trainInto(folder, { isStopped: () => true });
    digests.push(summary.digest);
    assert.match(text(folder.path, 'episodes.jsonl'), `"seconds":${seconds}}`);
  }
  assert.is(digests[0], digests[1]);
});

test('a record with a number that is none is not appended', () => {
  const folder = new RunFolder(join(at, 'record'), tinyConfig());
  const record = recordOf({ noveltyMean: Infinity });
  try {
    folder.append(record, 0.5);
    assert.unreachable('it was appended');
  } catch (error) {
    assert.instance(error, NonFiniteError);
    assert.match((error as Error).message, /^episodes\.jsonl, episode 1: noveltyMean is Infinity;/);
  }
  assert.is(text(folder.path, 'episodes.jsonl'), '');
  assert.equal(folder.records, []);
});

test.run();
