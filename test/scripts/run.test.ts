import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { environmentRecord } from '../../src/train/config/task.ts';
import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { runName } from '../../src/record/runName.ts';
import { CAR_OPTIONS } from '../../src/env/car.ts';
import { fields } from '../../src/train/config/settings.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/run.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** Settings under which an episode takes milliseconds. */
const TINY = {
  episodes: 2,
  maxSteps: 30,
  evalEpisodes: 2,
  finalEpisodes: 2,
  hiddenWidth: 8,
  batchSize: 8,
  warmupSteps: 10,
  bnnHidden: 4,
  bnnBatchSize: 8,
  refreshRows: 4,
};
const tiny = Object.entries(TINY).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** What a run of two episodes leaves. */
const LAST_CHECKPOINT = 'checkpoint-2.safetensors';
const FILES = [
  LAST_CHECKPOINT,
  'config.json',
  'episodes.csv',
  'episodes.jsonl',
  'maps.jsonl',
  'summary.json',
  'weights.safetensors',
];
const EPISODE_FIELDS = [
  'episode',
  'envSteps',
  'length',
  'reachedGoal',
  'extrinsicReturn',
  'intrinsicReturn',
  'epsilon',
  'qLoss',
  'objective',
  'noveltyMean',
  'noveltyMax',
  'modelR2',
  'remoteShare',
  'remoteBonusShare',
  'evalScore',
  'evalScoreSd',
  'seconds',
];
const SUMMARY_FIELDS = [
  'seed',
  'agent',
  'env',
  'reward',
  'task',
  'episodes',
  'envSteps',
  'firstGoalEpisode',
  'firstGoalStep',
  'firstEvalAbove',
  'lastFifthMean',
  'remoteShare',
  'remoteBonusShare',
  'finished',
  'finalScore',
  'finalScoreSd',
  'wallSeconds',
  'digest',
  'versions',
];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the script in `cwd`; `onOutput` may look at what came so far and send a signal; `node` gets options of its own. */
function run(
  args: readonly string[],
  cwd: string,
  onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void,
  node: readonly string[] = [],
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TSX, ...node, SCRIPT, ...args], { cwd });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

type Json = Record<string, unknown>;
const readJson = (...path: string[]): Json =>
  JSON.parse(readFileSync(join(...path), 'utf8')) as Json;
const readLines = (...path: string[]): Json[] => {
  const text = readFileSync(join(...path), 'utf8');
  assert.ok(text.endsWith('\n'), 'the last line is whole');
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
};

const at = temporaryFolder();
const first = run([...tiny, '--seed', '3'], at);
const FIRST_NAME = runName(createConfig({ ...TINY, seed: 3 }));
const FIRST_FOLDER = join(at, 'runs', FIRST_NAME);

test('a run leaves its files in the default folder, and tells what it did', async () => {
  const { code, stdout, stderr } = await first;
  assert.is(stderr, '');
  assert.is(code, 0);
  assert.equal(readdirSync(FIRST_FOLDER).sort(), [...FILES, 'report.html'].sort());
  const summary = readJson(FIRST_FOLDER, 'summary.json');
  assert.match(stdout, /^episode 2\/2 {2}steps 60 {2}eval -30\.0 {2}best -30\.0 {2}0 s left$/m);
  for (const line of [
    /^first goal +never$/m,
    /^score of last fifth +-30\.00$/m,
    /^final score +-30\.00$/m,
    /^seconds +\d+\.\d$/m,
    new RegExp(`^digest +${String(summary['digest'])}$`, 'm'),
    new RegExp(`^folder +runs/${FIRST_NAME}$`, 'm'),
    new RegExp(`^report +runs/${FIRST_NAME}/report\\.html$`, 'm'),
  ]) {
    assert.match(stdout, line);
  }
  assert.not.match(stdout, '\u001b'); // no terminal, no control characters
});

test('report.html holds charts and maps of the run, and nothing from elsewhere', async () => {
  await first;
  const page = readFileSync(join(FIRST_FOLDER, 'report.html'), 'utf8');
  for (const text of [
    'Score in evaluation and training',
    'Intrinsic reward in training',
    'Visited states',
  ]) {
    assert.ok(page.includes(`>${text}</text>`), text);
  }
  assert.not.match(page, /https?:\/\/(?!www\.w3\.org)/);
});

test('config.json holds every field', async () => {
  await first;
  const config = readJson(FIRST_FOLDER, 'config.json');
  assert.equal(Object.keys(config), [
    ...Object.keys(fields),
    ...Object.keys(CAR_OPTIONS),
    'environment',
  ]);
  const expected = createConfig({ ...TINY, seed: 3 });
  const environment = environmentRecord(expected, createEnvironment(expected));
  assert.equal(config, { ...expected, environment });
});

test('episodes.jsonl holds a line with the documented fields for each episode', async () => {
  await first;
  const lines = readLines(FIRST_FOLDER, 'episodes.jsonl');
  assert.equal(
    lines.map((line) => line['episode']),
    [1, 2],
  );
  for (const line of lines) {
    assert.equal(Object.keys(line), EPISODE_FIELDS);
    assert.is(line['length'], 30);
    assert.is(line['envSteps'], 30 * Number(line['episode']));
    assert.is(line['reachedGoal'], false);
    for (const [name, value] of Object.entries(line)) {
      if (name === 'reachedGoal') continue;
      if (name.startsWith('remote')) {
        assert.is(value, null, name); // there is no TV
        continue;
      }
      const numbers = name === 'modelR2' ? (value as number[]) : [value];
      for (const number of numbers)
        assert.ok(Number.isFinite(number), `${name} is ${String(number)}`);
    }
  }
});

test('summary.json holds the documented fields', async () => {
  await first;
  const summary = readJson(FIRST_FOLDER, 'summary.json');
  assert.equal(Object.keys(summary), SUMMARY_FIELDS);
  assert.equal(Object.keys(summary['firstEvalAbove'] as Json), ['-150', '-120', '-110']);
  const { seed, agent, reward, episodes, envSteps, finished } = summary;
  assert.equal(
    { seed, agent, reward, episodes, envSteps, finished },
    { seed: 3, agent: 'vime', reward: 'sparse', episodes: 2, envSteps: 60, finished: true },
  );
  assert.match(summary['digest'] as string, /^[0-9a-f]{64}$/);
  assert.is((summary['versions'] as Json)['node'], process.versions.node);
});

test('--json prints the summary and nothing else; another folder changes no digest', async () => {
  const out = join(at, 'deep', 'elsewhere');
  const { code, stdout, stderr } = await run([...tiny, '--seed', '3', '--json', '--out', out], at);
  assert.equal([code, stderr], [0, '']);
  assert.equal(JSON.parse(stdout), readJson(out, 'summary.json'));
  await first;
  assert.is(
    readJson(out, 'summary.json')['digest'],
    readJson(FIRST_FOLDER, 'summary.json')['digest'],
  );
  for (const file of ['config.json', 'weights.safetensors']) {
    const [one, two] = [FIRST_FOLDER, out].map((folder) => readFileSync(join(folder, file)));
    assert.ok(one.equals(two), `${file} differs`);
  }
});

test('--quiet shows no progress and changes no digest; another seed does', async () => {
  const outs = ['quiet', 'another'].map((name) => join(at, name));
  const [quiet, another] = await Promise.all([
    run([...tiny, '--quiet', '--seed=3', '--out', outs[0]], at),
    run([...tiny, '--quiet', '--seed=4', '--out', outs[1]], at),
  ]);
  assert.equal([quiet.code, quiet.stderr, another.code], [0, '', 0]);
  assert.match(quiet.stdout, /^first goal +never\n/);
  assert.not.match(quiet.stdout, /^episode |^report /m);
  assert.equal(readdirSync(outs[0]).sort(), FILES);
  await first;
  const [expected, same, other] = [FIRST_FOLDER, ...outs].map(
    (folder) => readJson(folder, 'summary.json')['digest'],
  );
  assert.is(same, expected);
  assert.is.not(other, expected);
});

writeFileSync(join(at, 'a file'), '');
for (const [mistake, args, message] of [
  ['an unknown option', ['--sede', '1'], /^run: unknown option --sede; did you mean --seed\?$/],
  [
    'a negative count',
    ['--episodes', '-3'],
    /^run: --episodes: expected a whole number from 1 to 1000000, got -3$/,
  ],
  [
    'a run that does not fit into memory',
    ['--replayCapacity', '1e7', '--tvChannels', '1000'],
    /^run: such a run needs about 160 GB of memory, 160 GB for replayCapacity x state variables; /,
  ],
  ['a folder under a file', ['--out', 'a file/run'], /^run: cannot write to a file\/run: /],
  ['a folder that holds a run', ['--out', FIRST_FOLDER], /^run: .*seed3 already holds a run \(/],
] as const) {
  test(`${mistake} is refused in one line with exit code 2`, async () => {
    await first;
    const before = readFileSync(join(FIRST_FOLDER, 'episodes.jsonl'), 'utf8');
    const { code, stdout, stderr } = await run([...args], at);
    assert.is(stdout, '');
    assert.is(stderr.indexOf('\n'), stderr.length - 1, `one line: ${stderr}`);
    assert.match(stderr.trimEnd(), message);
    assert.is(code, 2);
    assert.is(readFileSync(join(FIRST_FOLDER, 'episodes.jsonl'), 'utf8'), before);
    assert.equal(readdirSync(join(at, 'runs')), [FIRST_NAME]);
  });
}

test('--maps false leaves no maps and the same run; anything else but true is refused', async () => {
  const out = join(at, 'no maps');
  const { code } = await run(
    [
      ...tiny,
      '--seed',
      '3',
      '--maps=false',
      '--report=false',
      '--checkpoint-every=0',
      '--out',
      out,
    ],
    at,
  );
  assert.is(code, 0);
  assert.equal(
    readdirSync(out).sort(),
    FILES.filter((file) => file !== 'maps.jsonl' && file !== LAST_CHECKPOINT),
  );
  assert.is(
    readJson(out, 'summary.json')['digest'],
    readJson(FIRST_FOLDER, 'summary.json')['digest'],
  );
  const refused = await run([...tiny, '--maps', 'no'], at);
  assert.equal(
    [refused.code, refused.stderr],
    [2, 'run: --maps: expected true or false, got "no"\n'],
  );
});

test('without the packages that draw, a run ends as ever and says in a line what is missing', async () => {
  const hook = join(at, 'missing.mjs');
  writeFileSync(
    hook,
    `export function resolve(name, context, next) {
      if (name !== 'vega') return next(name, context);
      const error = new Error("Cannot find package 'vega' imported from here");
      throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
    }`,
  );
  const register = join(at, 'register.mjs');
  writeFileSync(
    register,
    `import { register } from 'node:module';\nregister(${JSON.stringify(pathToFileURL(hook).href)});`,
  );
  const out = join(at, 'missing');
  const { code, stdout, stderr } = await run([...tiny, '--out', out], at, undefined, [
    '--import',
    pathToFileURL(register).href,
  ]);
  assert.equal([code, stderr], [0, '']);
  assert.match(
    stdout,
    /^report +none: vega cannot be loaded \(Cannot find package 'vega'\); npm ci --include=dev .*$/m,
  );
  assert.equal(readdirSync(out).sort(), FILES);
});

test('--help lists every setting, and runs nothing', async () => {
  const { code, stdout, stderr } = await run(['--help'], at);
  assert.equal([code, stderr], [0, '']);
  for (const name of [
    ...[...Object.keys(fields), ...Object.keys(CAR_OPTIONS)],
    'out',
    'watch',
    'maps',
    'report',
    'quiet',
    'json',
    'help',
  ]) {
    assert.match(stdout, new RegExp(`^  (-h, )?--${name}\\b`, 'm'));
  }
  assert.equal(readdirSync(join(at, 'runs')), [FIRST_NAME]);
});

test('Ctrl-C ends the run with what there is: exit code 130 and finished false', async () => {
  const out = join(at, 'stopped');
  const args = [...tiny, '--episodes', '1000000', '--out', out];
  args.splice(0, 2); // --episodes of TINY
  let sent = false;
  const { code, stdout, stderr } = await run(args, at, (soFar, kill) => {
    if (sent || !soFar.includes('episode 10/')) return;
    sent = true;
    kill('SIGINT');
  });
  assert.equal([code, stderr], [130, '']);
  // And whatever is needed to go on.
  const files = readdirSync(out).filter((file) => !file.startsWith('checkpoint-'));
  assert.equal(files.sort(), FILES.slice(1));
  const lines = readLines(out, 'episodes.jsonl');
  assert.ok(lines.length >= 10, `only ${lines.length} episodes`);
  const summary = readJson(out, 'summary.json');
  assert.equal([summary['finished'], summary['episodes']], [false, lines.length]);
  assert.is(summary['envSteps'], lines[lines.length - 1]['envSteps']);
  assert.match(stdout, new RegExp(`^stopped after ${lines.length} episodes?$`, 'm'));
});

test('a run whose gains were 0 says that there was no bonus', async () => {
  // 30 steps: the model's first update needs 32 transitions, so its predictions do not change.
  const settings = { ...TINY, maxSteps: 15, episodes: 2, agent: 'predictive-kl' };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const { code, stderr } = await run([...args, '--json', '--out', 'no-bonus'], at);
  assert.is(code, 0);
  assert.match(
    stderr,
    /^run: no bonus in 2 of 2 episodes, the first of them 1: their change of prediction was [^\n]+\n$/,
  );
});

test('a setting that cannot work is refused before anything is written', async () => {
  const args = ['--likelihood', 'weight', '--noise', 'fixed', '--initialSigma', '1e-170'];
  const { code, stderr } = await run([...tiny, ...args, '--out', 'refused'], at);
  assert.is(code, 2);
  assert.is(stderr, 'run: --initialSigma: expected a number from 0.000001 to 3, got 1e-170\n');
  assert.not(existsSync(join(at, 'refused')));
});

test.run();
