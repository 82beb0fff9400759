import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changedSettings, createConfig, differences } from '../../src/train/config/config.ts';
import { ConfigError, type Field } from '../../src/train/config/field.ts';
import { NonFiniteError } from '../../src/train/finite.ts';
import { readMaps } from '../../src/record/mapsFile.ts';
import { parseRecords, parseSummary } from '../../src/record/readBack.ts';
import { digestOf, RunFolder, runName, trainInto } from '../../src/record/runFolder.ts';
import { fields, type FieldName } from '../../src/train/config/settings.ts';
import { VERSION } from '../../src/record/version.ts';
import type { EpisodeRecord } from '../../src/train/train.ts';
import { readSafetensors } from '../support/safetensors.ts';
import { recordOf } from '../support/records.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();
const FILES = ['config.json', 'episodes.jsonl', 'summary.json', 'weights.safetensors'];
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

function assertConfigError(run: () => unknown, message: RegExp): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  assert.instance(thrown, ConfigError, `expected a ConfigError, got ${String(thrown)}`);
  assert.match((thrown as ConfigError).message, message);
}

for (const [settings, name] of [
  [{}, 'mountain-car-sparse-vime-seed1'],
  [{ reward: 'dense', agent: 'dqn', seed: 12 }, 'mountain-car-dense-dqn-seed12'],
  [{ eta: 0.3 }, 'mountain-car-sparse-vime-eta0.3-seed1'],
  [{ eta: 0.003 }, 'mountain-car-sparse-vime-seed1'], // the default
  [{ agent: 'rnd', eta: 0.001 }, 'mountain-car-sparse-rnd-seed1'], // the agent's
  [{ env: 'weak-engine', maxSteps: 400 }, 'weak-engine-sparse-vime-seed1'], // the environment's
  [{ env: 'weak-engine', maxSteps: 200 }, 'weak-engine-sparse-vime-maxSteps200-seed1'],
  [
    { noise: 'fixed', doubleDqn: false, learningRate: 1e-7 },
    'mountain-car-sparse-vime-learningRate1e-7-doubleDqn-false-noise-fixed-seed1',
  ],
] as const) {
  test(`a run with ${JSON.stringify(settings)} is called ${name}`, () => {
    assert.is(runName(createConfig(settings)), name);
  });
}

test('a name says every setting or ends in a hash of them, is short, and safe in every system', () => {
  const value = (name: FieldName): fc.Arbitrary<unknown> => {
    const field: Field = fields[name];
    if (field.kind === 'flag') return fc.boolean();
    if (field.kind === 'choice') return fc.constantFrom(...field.choices);
    const { min, max } = field;
    return field.kind === 'whole' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
  };
  const some = fc.uniqueArray(fc.constantFrom(...(Object.keys(fields) as FieldName[])));
  const config = some
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, value(name)]))))
    .map((settings) => ({ ...createConfig(), ...settings }));
  fc.assert(
    fc.property(config, config, (one, two) => {
      const name = runName(one);
      assert.match(name, /^[a-z][\w.+-]*[a-z0-9]$/i);
      assert.ok(name.length <= 90, `${name.length} characters`);
      for (const changed of Object.keys(changedSettings(one))) {
        assert.ok(name.includes(`-${changed}`) || /-[0-9a-f]{8}-seed\d+$/.test(name), name);
      }
      assert.is(name === runName(two), differences(one, two).length === 0);
    }),
  );
});

test('settings that do not fit become a hash, which differs when only one of them does', () => {
  const long = {
    episodes: 1000,
    evalEpisodes: 123,
    finalEpisodes: 456,
    hiddenWidth: 100,
    hiddenLayers: 3,
  };
  const [one, two] = [0.5, 0.25].map((priorSd) =>
    runName(createConfig({ ...long, priorSd, bnnHidden: 7 })),
  );
  const head = 'mountain-car-sparse-vime-episodes1000-evalEpisodes123-finalEpisodes456';
  assert.match(one, new RegExp(`^${head}-[0-9a-f]{8}-seed1$`));
  assert.match(two, new RegExp(`^${head}-[0-9a-f]{8}-seed1$`));
  assert.is.not(one, two);
});

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

test('the version is that of package.json', () => {
  const { version } = JSON.parse(text(process.cwd(), 'package.json')) as { version: string };
  assert.is(VERSION, version);
});

test('a run leaves four files that agree with what it returned', async () => {
  const path = join(at, 'whole', 'run');
  const config = tinyConfig();
  const folder = new RunFolder(path, config);
  const seen: EpisodeRecord[] = [];
  const summary = await trainInto(folder, { onEpisode: (record) => seen.push(record) });
  assert.equal(readdirSync(path).sort(), FILES); // and no file of a write in progress
  assert.equal(JSON.parse(text(path, 'config.json')), { ...config });
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
  assert.is(summary.digest, digestOf(weights, read));
  assert.equal([summary.finished, summary.episodes, summary.seed], [true, 4, 1]);
});

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

test('other events get their turn between episodes', async () => {
  const config = tinyConfig();
  let stopped = false;
  setImmediate(() => (stopped = true));
  const summary = await trainInto(new RunFolder(join(at, 'events'), config), {
    isStopped: () => stopped,
  });
  assert.ok(summary.episodes >= 1 && summary.episodes <= 2, `${summary.episodes} episodes`);
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
    assertConfigError(
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
    assertConfigError(() => new RunFolder(folder, createConfig()), /^cannot write to .*a file/);
  }
  assert.is(text(path), 'mine');
});

test('the digest depends on every bit of the weights and every field of the records', () => {
  const weights = Uint8Array.of(1, 2, 3);
  const records = [recordOf({}), recordOf({ episode: 2 })];
  const digest = digestOf(weights, records);
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.is(digestOf(Uint8Array.of(1, 2, 3), records.slice()), digest);
  const others = [
    digestOf(Uint8Array.of(1, 2, 4), records),
    digestOf(weights, records.slice(0, 1)),
    digestOf(weights, records.slice().reverse()),
    ...Object.entries(records[0]).map(([name, value]) => {
      const changed = typeof value === 'boolean' ? !value : Number(value) + 1e-9;
      return digestOf(weights, [{ ...records[0], [name]: changed }, records[1]]);
    }),
  ];
  assert.is(new Set([digest, ...others]).size, 1 + others.length);
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

/** A run whose averaged weights, which nobody learns from, are broken. */
function brokenFolder(name: string): RunFolder {
  const folder = new RunFolder(join(at, name), tinyConfig());
  folder.run.dqn.average[0] = NaN;
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
    assert.equal(names.sort(), FILES.slice(0, 3)); // all but the weights
    assert.is(parseRecords('', text(folder.path, 'episodes.jsonl')).length, episodes);
    assert.is(parseSummary('', text(folder.path, 'summary.json')).episodes, episodes);
    if ('maps' in hooks) assert.equal(readMaps(folder.path), []);
  });
}

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
