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
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tiny, TINY } from '../support/tinyOptions.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/run.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

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

const at = temporaryFolder();
const run = (args: readonly string[]): Promise<Ended> => scriptHere('run.ts', args, at);

/** Runs the script in a process of its own; `onOutput` may look at what came so far and send a signal. */
function runProcess(
  args: readonly string[],
  {
    node = [],
    onOutput,
  }: {
    /** Options of Node. */
    readonly node?: readonly string[];
    readonly onOutput?: (out: string, kill: (signal: NodeJS.Signals) => void) => void;
  },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TSX, ...node, SCRIPT, ...args], { cwd: at });
    let out = '';
    let error = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      onOutput?.(out, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out, error });
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

const first = await run([...tiny, '--seed', '3']);
const FIRST_NAME = runName(createConfig({ ...TINY, seed: 3 }));
const FIRST_FOLDER = join(at, 'runs', FIRST_NAME);

test('a run leaves its files in the default folder, and tells what it did', () => {
  const { code, out, error } = first;
  assert.is(error, '');
  assert.is(code, 0);
  assert.equal(readdirSync(FIRST_FOLDER).sort(), [...FILES, 'report.html'].sort());
  const summary = readJson(FIRST_FOLDER, 'summary.json');
  assert.match(out, /^episode 2\/2 {2}steps 60 {2}eval -30\.0 {2}best -30\.0 {2}0 s left$/m);
  for (const line of [
    /^first goal +never$/m,
    /^score of last fifth +-30\.00$/m,
    /^final score +-30\.00$/m,
    /^seconds +\d+\.\d$/m,
    new RegExp(`^digest +${String(summary['digest'])}$`, 'm'),
    new RegExp(`^folder +runs/${FIRST_NAME}$`, 'm'),
    new RegExp(`^report +runs/${FIRST_NAME}/report\\.html$`, 'm'),
  ]) {
    assert.match(out, line);
  }
  assert.not.match(out, '\u001b'); // no terminal, no control characters
});

test('report.html holds charts and maps of the run, and nothing from elsewhere', () => {
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

test('config.json holds every field', () => {
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

test('episodes.jsonl holds a line with the documented fields for each episode', () => {
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

test('summary.json holds the documented fields', () => {
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
  const folder = join(at, 'deep', 'elsewhere');
  const { code, out, error } = await run([...tiny, '--seed', '3', '--json', '--out', folder]);
  assert.equal([code, error], [0, '']);
  assert.equal(JSON.parse(out), readJson(folder, 'summary.json'));
  assert.is(
    readJson(folder, 'summary.json')['digest'],
    readJson(FIRST_FOLDER, 'summary.json')['digest'],
  );
  for (const file of ['config.json', 'weights.safetensors']) {
    const [one, two] = [FIRST_FOLDER, folder].map((path) => readFileSync(join(path, file)));
    assert.ok(one.equals(two), `${file} differs`);
  }
});

test('--quiet shows no progress and changes no digest; another seed does', async () => {
  const outs = ['quiet', 'another'].map((name) => join(at, name));
  const quiet = await run([...tiny, '--quiet', '--seed=3', '--out', outs[0]]);
  const another = await run([...tiny, '--quiet', '--seed=4', '--out', outs[1]]);
  assert.equal([quiet.code, quiet.error, another.code], [0, '', 0]);
  assert.match(quiet.out, /^first goal +never\n/);
  assert.not.match(quiet.out, /^episode |^report /m);
  assert.equal(readdirSync(outs[0]).sort(), FILES);
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
    const before = readFileSync(join(FIRST_FOLDER, 'episodes.jsonl'), 'utf8');
    const { code, out, error } = await run(args);
    assert.is(out, '');
    assert.is(error.indexOf('\n'), error.length - 1, `one line: ${error}`);
    assert.match(error.trimEnd(), message);
    assert.is(code, 2);
    assert.is(readFileSync(join(FIRST_FOLDER, 'episodes.jsonl'), 'utf8'), before);
    assert.equal(readdirSync(join(at, 'runs')), [FIRST_NAME]);
  });
}

test('--maps false leaves no maps and the same run; anything else but true is refused', async () => {
  const out = join(at, 'no maps');
  const { code } = await run([
    ...tiny,
    '--seed',
    '3',
    '--maps=false',
    '--report=false',
    '--checkpoint-every=0',
    '--out',
    out,
  ]);
  assert.is(code, 0);
  assert.equal(
    readdirSync(out).sort(),
    FILES.filter((file) => file !== 'maps.jsonl' && file !== LAST_CHECKPOINT),
  );
  assert.is(
    readJson(out, 'summary.json')['digest'],
    readJson(FIRST_FOLDER, 'summary.json')['digest'],
  );
  const refused = await run([...tiny, '--maps', 'no']);
  assert.equal(
    [refused.code, refused.error],
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
  const folder = join(at, 'missing');
  const { code, out, error } = await runProcess([...tiny, '--out', folder], {
    node: ['--import', pathToFileURL(register).href],
  });
  assert.equal([code, error], [0, '']);
  assert.match(
    out,
    /^report +none: vega cannot be loaded \(Cannot find package 'vega'\); npm ci --include=dev .*$/m,
  );
  assert.equal(readdirSync(folder).sort(), FILES);
});

test('--help lists every setting, and runs nothing', async () => {
  const { code, out, error } = await run(['--help']);
  assert.equal([code, error], [0, '']);
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
    assert.match(out, new RegExp(`^  (-h, )?--${name}\\b`, 'm'));
  }
  assert.equal(readdirSync(join(at, 'runs')), [FIRST_NAME]);
});

test('Ctrl-C ends the run with what there is: exit code 130 and finished false', async () => {
  const folder = join(at, 'stopped');
  const args = [...tiny, '--episodes', '1000000', '--out', folder];
  args.splice(0, 2); // --episodes of TINY
  let sent = false;
  const { code, out, error } = await runProcess(args, {
    onOutput: (soFar, kill) => {
      if (sent || !soFar.includes('episode 10/')) return;
      sent = true;
      kill('SIGINT');
    },
  });
  assert.equal([code, error], [130, '']);
  // And whatever is needed to go on.
  const files = readdirSync(folder).filter((file) => !file.startsWith('checkpoint-'));
  assert.equal(files.sort(), FILES.slice(1));
  const lines = readLines(folder, 'episodes.jsonl');
  assert.ok(lines.length >= 10, `only ${lines.length} episodes`);
  const summary = readJson(folder, 'summary.json');
  assert.equal([summary['finished'], summary['episodes']], [false, lines.length]);
  assert.is(summary['envSteps'], lines[lines.length - 1]['envSteps']);
  assert.match(out, new RegExp(`^stopped after ${lines.length} episodes?$`, 'm'));
});

test('a run whose gains were 0 says that there was no bonus', async () => {
  // 30 steps: the model's first update needs 32 transitions, so its predictions do not change.
  const settings = { ...TINY, maxSteps: 15, episodes: 2, agent: 'predictive-kl' };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const { code, error } = await run([...args, '--json', '--out', 'no-bonus']);
  assert.is(code, 0);
  assert.match(
    error,
    /^run: no bonus in 2 of 2 episodes, the first of them 1: their change of prediction was [^\n]+\n$/,
  );
});

test('a number that is not finite ends the run with the step, and with where the episodes before it are', async () => {
  const curiosity = join(at, 'huge.mjs');
  writeFileSync(
    curiosity,
    `export default () => {
       let steps = 0;
       return {
         measured: { name: 'size', unit: 'one', meaning: 'A number.' },
         update: () => void steps++,
         measure: (_, out) => out.fill(steps > 1000 ? 1e308 : 1 / steps),
         state: () => ({ steps }),
         restore: (state) => void (steps = state.steps),
       };
     };`,
  );
  const settings = { ...TINY, episodes: 99, curiosity, report: false, out: 'huge' };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const { code, error } = await run(args);
  assert.is(code, 1, error);
  const told =
    /^run: environment step \d+: the mean size measured is Infinity; [^\n]+\nstopped after (\d+) episodes; what was trained is kept\nfolder +huge\n$/m.exec(
      error,
    );
  assert.ok(told, error);
  assert.is(readLines(join(at, 'huge'), 'episodes.jsonl').length, Number(told[1]));
});

test('a setting that cannot work is refused before anything is written', async () => {
  const args = ['--likelihood', 'weight', '--noise', 'fixed', '--initialSigma', '1e-170'];
  const { code, error } = await run([...tiny, ...args, '--out', 'refused']);
  assert.is(code, 2);
  assert.is(error, 'run: --initialSigma: expected a number from 0.000001 to 3, got 1e-170\n');
  assert.not(existsSync(join(at, 'refused')));
});

test.run();
