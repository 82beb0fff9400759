import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import { CAR_OPTIONS } from '../../src/env/car.ts';
import * as assert from 'uvu/assert';
import { content, FILES } from '../../scripts/faults/command.ts';
import { encodeCheckpoint } from '../../src/record/checkpoint.ts';
import { DiskError, sha256 } from '../../src/record/disk.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import type { Summary } from '../../src/record/runSummary.ts';
import { configToResume, finishedSummary, resumeFolder } from '../../src/record/resume.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { atMost } from '../support/short.ts';
import { assertRefused } from '../support/throws.ts';

const at = temporaryFolder();
const config = tinyConfig({ episodes: 12 });

/** Asserts that a run is, byte for byte, what it would be had it never been stopped. */
function assertSameRun(folder: string, expected: string): void {
  assert.equal(readdirSync(folder).sort(), readdirSync(expected).sort());
  for (const file of FILES) assert.is(content(folder, file), content(expected, file), file);
}

/** Trains until so many episodes are done, with a checkpoint after every second one. */
async function trainUntil(folder: RunFolder, episodes = Infinity): Promise<Summary> {
  const isStopped = (): boolean => folder.run.episode >= episodes;
  return trainInto(folder, { isStopped, checkpointEvery: 2, maps: true });
}

const resume = (path: string, warnings: string[] = []): RunFolder =>
  resumeFolder(path, configToResume(path, {}), (line) => warnings.push(line));

const WHOLE = join(at, 'whole');
const STOPPED = join(at, 'stopped');
await trainUntil(new RunFolder(WHOLE, config));
await trainUntil(new RunFolder(STOPPED, config), 7);

/** A folder as a run that was stopped after episode 7 leaves it. */
function stoppedRun(name: string): string {
  const folder = join(at, name);
  cpSync(STOPPED, folder, { recursive: true });
  return folder;
}

test('a stopped run holds its last two checkpoints beside its files; a finished run none', () => {
  const checkpoints = ['checkpoint-6.safetensors', 'checkpoint-7.safetensors'];
  assert.equal(readdirSync(STOPPED).sort(), [...checkpoints, ...FILES]);
  assert.equal(readdirSync(WHOLE).sort(), FILES);
});

test('a run that is stopped again and again ends as one never stopped', async () => {
  const path = join(at, 'again and again');
  await trainUntil(new RunFolder(path, config), 1);
  for (const episodes of [3, 4, 9, 9, 11]) {
    assert.not((await trainUntil(resume(path), episodes)).finished);
  }
  const summary = await trainUntil(resume(path));
  assert.ok(summary.finished);
  assertSameRun(path, WHOLE);
});

test('a run killed between two checkpoints forgets what came after the last', async () => {
  const path = stoppedRun('killed');
  rmSync(join(path, 'checkpoint-7.safetensors'));
  rmSync(join(path, 'summary.json'));
  writeFileSync(join(path, 'checkpoint-8.safetensors.77.tmp'), 'half');
  writeFileSync(join(path, 'config.json.78.tmp'), '');
  const warnings: string[] = [];
  const folder = resume(path, warnings);
  assert.equal([folder.records.length, folder.run.episode, warnings], [6, 6, []]);
  assert.is(readFileSync(join(path, 'episodes.jsonl'), 'utf8').split('\n').length, 6 + 1);
  await trainUntil(folder);
  assertSameRun(path, WHOLE);
});

for (const [what, damage] of [
  ['cut short', (bytes) => bytes.subarray(0, -100)],
  ['emptied', () => new Uint8Array(0)],
  ['changed in a bit', (bytes) => bytes.fill(bytes[5000] ^ 4, 5000, 5001)],
] as const satisfies readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[]) {
  test(`a checkpoint that was ${what} is left out with a warning, and the one before used`, async () => {
    const path = stoppedRun(what);
    const newest = join(path, 'checkpoint-7.safetensors');
    writeFileSync(newest, damage(readFileSync(newest)));
    const warnings: string[] = [];
    const folder = resume(path, warnings);
    assert.is(folder.run.episode, 6);
    assert.is(warnings.length, 1);
    assert.ok(warnings[0].startsWith(`${newest} is damaged: `), warnings[0]);
    await trainUntil(folder);
    assertSameRun(path, WHOLE);
  });
}

test('a damaged checkpoint is not kept in place of a good one', async () => {
  const path = stoppedRun('pruned');
  writeFileSync(join(path, 'checkpoint-7.safetensors'), '');
  writeFileSync(join(path, 'checkpoint-11.safetensors'), '');
  const folder = resume(path);
  await trainUntil(folder, 8);
  const left = readdirSync(path).filter((name) => name.startsWith('checkpoint'));
  assert.equal(left, ['checkpoint-7.safetensors', 'checkpoint-8.safetensors']);
});

test('with no whole checkpoint the run starts over, and says so', async () => {
  const path = stoppedRun('none');
  for (const episode of [6, 7]) writeFileSync(join(path, `checkpoint-${episode}.safetensors`), 'x');
  const warnings: string[] = [];
  const folder = resume(path, warnings);
  assert.is(folder.run.episode, 0);
  assert.match(warnings.at(-1)!, /holds no whole checkpoint: starting over from episode 1$/);
  assert.is(warnings.length, 3);
  await trainUntil(folder);
  assertSameRun(path, WHOLE);
});

test('the time before counts', async () => {
  const path = stoppedRun('time');
  const folder = resume(path);
  const summary = JSON.parse(readFileSync(join(STOPPED, 'summary.json'), 'utf8')) as Summary;
  assert.ok(folder.secondsBefore > 0 && folder.secondsBefore <= summary.wallSeconds);
  assert.ok((await trainUntil(folder)).wallSeconds > folder.secondsBefore);
});

test('a checkpoint of another config or version is refused, and nothing is touched', () => {
  const path = stoppedRun('foreign');
  const newest = join(path, 'checkpoint-7.safetensors');
  const { run } = resume(stoppedRun('donor'));
  const progress = { lines: readFileSync(join(STOPPED, 'episodes.jsonl'), 'utf8'), seconds: 1 };
  writeFileSync(newest, encodeCheckpoint(run, progress, '0.0.0', sha256));
  assertRefused(
    () => resume(path),
    /checkpoint-7\.safetensors: written by version "0\.0\.0", this is "/,
  );
  cpSync(join(STOPPED, 'checkpoint-7.safetensors'), newest);
  const text = readFileSync(join(path, 'config.json'), 'utf8');
  writeFileSync(join(path, 'config.json'), text.replace('"gamma": 0.99', '"gamma": 0.5'));
  assertRefused(
    () => resume(path),
    /checkpoint-7\.safetensors: of another run: gamma is 0\.99, not 0\.5$/,
  );
  for (const file of FILES.slice(1)) assert.is(content(path, file), content(STOPPED, file), file);
});

test('settings that differ are refused, naming the first; the same ones are not', () => {
  assert.equal(configToResume(STOPPED, { seed: 1, episodes: 12 }), { ...config });
  assertRefused(
    () => configToResume(STOPPED, { seed: 1, gamma: 0, episodes: 13 }),
    /^.*stopped holds a run with gamma 0\.99, not 0: a run keeps the settings it was started with$/,
  );
});

test('a folder without a run is refused, and none is made', () => {
  const path = join(at, 'nowhere');
  assertRefused(() => configToResume(path, {}), /nowhere holds no run to continue$/);
  assert.not(existsSync(path));
});

test('only a run at its end is finished, and what a kill left in it is removed', () => {
  assert.is(finishedSummary(STOPPED), null);
  assert.is(finishedSummary(join(at, 'nowhere')), null);
  const path = join(at, 'finished');
  cpSync(WHOLE, path, { recursive: true });
  for (const left of ['checkpoint-8.safetensors', 'weights.safetensors.5.tmp']) {
    writeFileSync(join(path, left), '');
  }
  assert.is(finishedSummary(path)?.finished, true);
  assertSameRun(path, WHOLE);
});

test('a run whose folder is removed stops', async () => {
  const path = stoppedRun('removed');
  const folder = resume(path);
  rmSync(path, { recursive: true });
  let thrown: unknown;
  await trainUntil(folder).catch((error: unknown) => (thrown = error));
  assert.instance(thrown, DiskError);
  assert.match(
    (thrown as Error).message,
    /^cannot write .*(maps\.jsonl: .*ENOENT|episodes\.jsonl: it was removed or)/,
  );
  assert.not(existsSync(path));
});

test('a run that another process takes over stops, and the other ends as if alone', async () => {
  const path = stoppedRun('taken over');
  const [first, second] = [resume(path), resume(path)];
  let thrown: unknown;
  await trainUntil(first).catch((error: unknown) => (thrown = error));
  assert.instance(thrown, DiskError);
  await trainUntil(second);
  assertSameRun(path, WHOLE);
});

// The command itself.
const SCRIPT = fileURLToPath(new URL('../../scripts/run.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param signal sent after a line of output about episode 10 */
function command(
  args: readonly string[],
  signal?: 'SIGINT' | 'SIGTERM' | 'SIGKILL',
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), SCRIPT, ...args],
      { cwd: at },
    );
    let [stdout, stderr] = ['', ''];
    let sent = false;
    child.stdout.on('data', (data) => {
      stdout += String(data);
      if (!signal || sent || !stdout.includes('episode 10/')) return;
      sent = true;
      child.kill(signal);
    });
    child.stderr.on('data', (data) => (stderr += String(data)));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const LONG = Object.entries({ ...config, episodes: 100 }).map(
  ([name, value]) => `--${name}=${value}`,
);
const neverStopped = command([...LONG, '--quiet', '--out', 'never stopped']);

for (const [signal, exitCode] of atMost<readonly ['SIGINT' | 'SIGTERM' | 'SIGKILL', number | null]>(
  1,
  [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ],
)) {
  test(`after ${signal}, --resume continues and ends as if it had not been stopped`, async () => {
    const stopped = await command([...LONG, '--checkpoint-every=3', '--out', signal], signal);
    assert.equal([stopped.code, stopped.stderr], [exitCode, '']);
    if (exitCode !== null) {
      const hint = `^to continue +\\S+/\\.bin/tsx \\S*scripts/run\\.ts --resume ${signal}$`;
      assert.match(stopped.stdout, new RegExp(hint, 'm'));
    }
    const resumed = await command(['--resume', signal, '--seed=1', '--report=false']);
    assert.equal([resumed.code, resumed.stderr, (await neverStopped).code], [0, '', 0]);
    assert.match(resumed.stdout, /^continuing after episode \d+$/m);
    assertSameRun(join(at, signal), join(at, 'never stopped'));
  });
}

for (const [what, args, code, line] of [
  ['--resume with --out', ['--resume', 'stopped', '--out', 'x'], 2, /leave out --out$/],
  [
    '--resume with other settings',
    ['--resume', 'stopped', '--eta', '1'],
    2,
    /with eta 0\.0035, not 1/,
  ],
  [
    '--resume where there is no run',
    ['--resume', 'nowhere'],
    2,
    /nowhere holds no run to continue$/,
  ],
  ['a count that is none', ['--checkpoint-every', '-1'], 2, /^run: --checkpoint-every: expected a/],
  [
    'a folder with an unfinished run',
    ['--out', 'stopped'],
    2,
    /continue it with --resume stopped,/,
  ],
] as const) {
  test(`${what} is refused in one line`, async () => {
    const ended = await command(args);
    assert.is(ended.stdout, '');
    assert.is(ended.stderr.indexOf('\n'), ended.stderr.length - 1, ended.stderr);
    assert.match(ended.stderr.trimEnd(), line);
    assert.is(ended.code, code);
  });
}

test('to resume a finished run shows it again', async () => {
  const ended = await command(['--resume', 'whole']);
  assert.equal([ended.code, ended.stderr], [0, '']);
  assert.match(ended.stdout, /^whole holds a finished run\n/);
  const json = await command(['--resume', 'whole', '--json']);
  assert.equal(
    JSON.parse(json.stdout),
    JSON.parse(readFileSync(join(WHOLE, 'summary.json'), 'utf8')),
  );
});

test('with more episodes a finished run goes on, and says how its schedule differs', async () => {
  const short = new RunFolder(join(at, 'short'), { ...config, episodes: 3 });
  await trainInto(short, { keepsLast: true });
  const fewer = await command(['--resume', 'short', '--episodes', '2']);
  assert.equal([fewer.code, fewer.stdout], [2, '']);
  assert.is(
    fewer.stderr,
    'run: episodes: the run is finished with 3, expected more to continue it, got 2\n',
  );
  const more = await command(['--resume', 'short', '--episodes', '4', '--report=false']);
  assert.equal([more.code, more.stderr], [0, '']);
  assert.match(
    more.stdout,
    /^continued after episode 3: the learning rate, which has fallen to 0\.0001, goes on as in a run of 4 episodes from the start, from 0\.000325 to 0\.0001\. Such a run would have had 0\.001 to 0\.000325 before; all else is the same\.$/m,
  );
  assert.match(more.stdout, /^continuing after episode 3$/m);
  const summary = JSON.parse(readFileSync(join(at, 'short', 'summary.json'), 'utf8')) as Summary;
  assert.equal([summary.finished, summary.episodes], [true, 4]);
});

test('a run that breaks down names the number, keeps what there is, and exits with 1', async () => {
  // A reward so large that the sum of two is infinite.
  const file = join(at, 'overflow.ts');
  writeFileSync(
    file,
    `export default () => {
  let steps = 0;
  const observation = () => Float64Array.of(steps / 20);
  return {
    observationSpace: { type: 'box', low: Float64Array.of(0), high: Float64Array.of(1), shape: [1] },
    actionSpace: { type: 'discrete', n: 2 },
    score: { name: 'steps', of: ({ steps }) => steps },
    isGoal: () => false,
    reset: () => ((steps = 0), { observation: observation(), info: {} }),
    step: (action) => {
      if (action !== 0 && action !== 1) throw new RangeError('expected 0 or 1, got ' + action);
      steps++;
      const reward = steps === 10 ? 1.5e308 : 0;
      return { observation: observation(), reward, terminated: false, truncated: steps >= 20, info: {} };
    },
  };
};
`,
  );
  const given = Object.entries({ ...config, warmupSteps: 25, env: file });
  const args = given
    .filter(([name]) => !(name in CAR_OPTIONS))
    .map(([name, value]) => `--${name}=${value}`);
  const { code, stderr } = await command([...args, '--json', '--maps=false', '--out', 'broken']);
  assert.match(
    stderr,
    /^run: environment step \d+: the Q-loss is (Infinity|NaN)[^\n]+\nstopped after/,
  );
  assert.is(code, 1);
  const broken = join(at, 'broken');
  assert.equal(
    readdirSync(broken).sort(),
    FILES.filter((name) => name !== 'maps.jsonl'),
  );
  const summary = JSON.parse(readFileSync(join(broken, 'summary.json'), 'utf8')) as Summary;
  const lines = readFileSync(join(broken, 'episodes.jsonl'), 'utf8').split('\n').length - 1;
  assert.equal([summary.finished, summary.episodes], [false, lines]);
  assert.ok(lines > 0);
});

test.run();
