import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConfig } from '../../src/train/config/config.ts';
import { runName } from '../../src/record/runName.ts';
import { readResults } from '../../src/report/runs/readRuns.ts';
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = join(root, 'scripts', 'compare.ts');
const TINY = {
  episodes: 2,
  maxSteps: 150,
  evalEpisodes: 2,
  finalEpisodes: 2,
  hiddenWidth: 8,
  bnnHidden: 4,
  warmupSteps: 20,
};
const tiny = Object.entries(TINY)
  .map(([name, value]) => `--${name} ${value}`)
  .join(' ');
const nameOf = (agent: string, seed: number, more: object = {}): string =>
  runName(createConfig({ ...TINY, agent, seed, ...more }));

/**
 * Without coverage: Piscina loads its worker by require(), for which tsx compiles every module once more, as CommonJS, and c8
 * would add up the counts of two programs whose functions lie at different places.
 */
const env = { ...process.env, NODE_V8_COVERAGE: '' };

function compare(options: string, cwd = root): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), SCRIPT, ...`${tiny} ${options}`.split(' ')],
    { cwd, env, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

/** One that trains nothing. */
const refused = (options: string): Promise<Ended> =>
  scriptHere('compare.ts', `${tiny} ${options}`.split(' '));

const withoutClock = (path: string): unknown[] =>
  readResults(path).map(({ wallSeconds: _, ...rest }) => rest);

test('results depend neither on the number of jobs nor on a stop in between', async () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const { code, out } = compare(`--agents vime,dqn --seeds 1-2 --jobs 1 --out ${one}`);
  assert.is(code, 0);
  assert.match(out, /^vime, dqn in mountain-car, sparse reward, seeds 1-2, 2 episodes a run\n/);
  assert.match(out, /^settings that differ from the agent's: episodes 2, .*maxSteps 150/m);
  assert.match(out, /^4 runs, 1 at a time, in /m);
  assert.match(
    out,
    /^4 of 4 runs: dqn seed 2, score of last fifth -150\.0; 100 % of the training, 0 s left$/m,
  );
  assert.match(
    out,
    /\n\nmountain-car, maxSteps 150, sparse reward\n\n[^]*\ndqn +2 +never .*\nvime +2 +never /,
  );
  assert.ok(out.endsWith(`to draw it            npx tsx scripts/report.ts ${one}\n`), out);
  assert.is(compare(`--agents vime,dqn --seeds 1-2 --jobs 2 --out ${two}`).code, 0);
  const expected = withoutClock(join(one, 'results.jsonl'));
  assert.is(expected.length, 4);
  assert.equal(withoutClock(join(two, 'results.jsonl')), expected);

  rmSync(join(two, nameOf('dqn', 2)), { recursive: true });
  // What a kill leaves that comes after the summary and before the end.
  const leftover = join(two, nameOf('dqn', 1), 'checkpoint-1.safetensors');
  writeFileSync(leftover, '');
  const again = compare(`--agents vime,dqn --seeds 1-2 --jobs 2 --out ${two}`);
  assert.match(again.out, /^4 runs, 3 finished before, 1 at a time, in /m);
  assert.match(again.out, /\n1 of 1 runs in \d+ s\n/);
  assert.not(existsSync(leftover));
  assert.equal(withoutClock(join(two, 'results.jsonl')), expected);

  // A folder that does not hold what its name says.
  const name = nameOf('vime', 1, { gamma: 0.5 });
  cpSync(join(two, nameOf('vime', 1)), join(two, name), { recursive: true });
  const other = await refused(`--agents vime --seeds 1 --gamma 0.5 --out ${two}`);
  assert.is(other.code, 2);
  assert.match(other.error, /^compare: .* holds another run: gamma is 0.99, not 0.5; .*\n$/);
});

test('earlier runs of the folder stay in results.jsonl; one that is damaged is named', () => {
  const out = temporaryFolder();
  assert.is(compare(`--agents dqn --seeds 1-2 --out ${out}`).code, 0);
  appendFileSync(join(out, nameOf('dqn', 2), 'episodes.jsonl'), '{"episode":3');
  const { code, out: printed, error } = compare(`--agents vime --seeds 1 --out ${out}`);
  assert.is(code, 0, error);
  assert.match(
    error,
    /^compare: left out: .*dqn-.*seed2.episodes\.jsonl: the last line is not whole\ncompare: .*results\.jsonl:2 is used in the place of .*dqn-.*seed2\n$/,
  );
  assert.match(printed, /^vime +1 +never \/ never \/ never +1 /m);
  assert.equal(
    readResults(join(out, 'results.jsonl')).map(({ agent, seed }) => [agent, seed]),
    [
      ['dqn', 1],
      ['dqn', 2],
      ['vime', 1],
    ],
  );
});

test('values of a setting are groups, paired by seed; one run of them is made by its number', () => {
  const out = temporaryFolder();
  const some = `--agents rnd --seeds 1-2 --eta 0.001,0.01 --jobs 2 --out ${out}`;
  const only = compare(`${some} --only 3`);
  assert.equal([only.code, only.error], [0, '']);
  assert.equal(readdirSync(out), [nameOf('rnd', 2, { eta: 0.01 })]);
  assert.not.match(only.out, /results\.jsonl/);
  const all = compare(some);
  assert.equal([all.code, all.error], [0, '']);
  assert.match(all.out, /^each with eta 0\.001 or 0\.01$/m);
  assert.match(all.out, /^4 runs, 1 finished before, 2 at a time, in /m);
  assert.match(all.out, /^\d of 3 runs: rnd, eta 0\.01 seed 1, score of last fifth /m);
  assert.match(all.out, /^0\.001 against .*\n.*\nrnd, eta 0\.01 +0\.0/m);
  assert.match(all.out, /same seeds, which are resampled together\.$/m);
  assert.is(readResults(join(out, 'results.jsonl')).length, 4);
});

test('runs with other settings have their own folders, from whatever folder it is started', async () => {
  const cwd = temporaryFolder();
  assert.is(compare('--agents dqn --seeds 1', cwd).code, 0);
  assert.is(compare('--agents dqn --seeds 1 --gamma 0.5', cwd).code, 0);
  assert.equal(
    readdirSync(join(cwd, 'runs', 'compare')).sort(),
    [nameOf('dqn', 1), nameOf('dqn', 1, { gamma: 0.5 }), 'results.jsonl'].sort(),
  );
  const again = await scriptHere('compare.ts', `${tiny} --agents dqn --seeds 1`.split(' '), cwd);
  assert.match(again.out, /^1 run, 1 finished before, in /m);
});

for (const [options, message] of [
  [
    '--seeds 1-999999999',
    /^compare: --seeds: expected at most 10000 runs, got 2 agents x 999999999 seeds\n$/,
  ],
  [
    '--replayCapacity 10000000 --tvChannels 10 --seeds 1-999 --jobs 999',
    /^compare: --jobs: expected at most \d+, for which there is memory, got 999\n$/,
  ],
  [
    '--replayCapacity 10000000 --tvChannels 1000 --jobs 1',
    /^compare: such a run needs about 160 GB of memory, 160 GB for replayCapacity x state variables; there are [\d.]+ GB\n$/,
  ],
  [
    '--seeds 3-1',
    /^compare: --seeds: expected FIRST-LAST such as 1-30, from 0 to \d+, got "3-1"\n$/,
  ],
  ['--jobs 0', /^compare: --jobs: expected a whole number from 1 to 9999, got 0\n$/],
  ['--seed 1', /^compare: unknown option --seed; did you mean --seeds\?\n$/],
  ['--agents vime,dqn,vime', /^compare: --agents: vime is named twice\n$/],
  ['--agents vime,sarsa', /^compare: --agents: expected some of vime, [^\n]+, got "sarsa"\n$/],
  [
    '--env mountain-car,weak-engine',
    /^compare: --env: expected one for all runs, got "mountain-car,weak-engine"; [^\n]+--out[^\n]+\n$/,
  ],
  [
    '--curiosity counts,./mine.ts',
    /^compare: --curiosity: expected one for all runs, got "counts,.\/mine.ts"; [^\n]+--out[^\n]+\n$/,
  ],
  ['--agents vmie', /^compare: --agents: [^\n]+, got "vmie"; did you mean vime\?\n$/],
] as const) {
  test(`compare ${options} is refused in one line`, async () => {
    const { code, out, error } = await refused(`${options} --out ${temporaryFolder()}`);
    assert.is(code, 2);
    assert.is(out, '');
    assert.match(error, message);
  });
}

test('what only the environment can tell is told before training, also with --check', async () => {
  for (const check of [[], ['--check']]) {
    const out = join(temporaryFolder(), 'none');
    const options = ['--env', 'deep-sea', '--seeds', '1', '--out', out, ...check];
    assert.equal(await scriptHere('compare.ts', ['--agents', 'dqn,dqn-shaped', ...options]), {
      code: 2,
      out: '',
      error: 'compare: shaping: deep-sea has no potential, expected 0, got 0.1\n',
    });
    assert.not(existsSync(out));
  }
});

test('compare refuses a folder that cannot be made in one line', async () => {
  const taken = join(temporaryFolder(), 'taken');
  writeFileSync(taken, '');
  const { code, out, error } = await refused(`--agents vime --seeds 1 --out ${taken}`);
  assert.is(code, 2);
  assert.is(out, '');
  assert.match(
    error,
    /^compare: cannot write to [^\n]+taken: there is a file of that name \(EEXIST\)\n$/,
  );
});

test.run();
