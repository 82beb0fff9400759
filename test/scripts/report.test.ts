import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import type { Comparison } from '../../src/report/tables/comparison.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { runOf } from '../support/runData.ts';
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const report = (...args: string[]): Promise<Ended> => scriptHere('report.ts', args);

function reportProcess(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'scripts/report.ts'), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

const runs = ['vime', 'dqn'].flatMap((agent) =>
  [1, 2, 10].map((seed) =>
    runOf({ agent, seed, evalScores: Array.from({ length: 60 }, (_, i) => -200 + i + seed) }),
  ),
);
const FILES = ['report.csv', 'report.html', 'report.json', 'report.md'];
const lines = runs.map((run) => `${JSON.stringify(run)}\n`);

test('the files are the same, byte for byte, whatever the order and the place of the runs', async () => {
  const at = temporaryFolder();
  writeFileSync(join(at, 'all.jsonl'), lines.join(''));
  const first = reportProcess(join(at, 'all.jsonl'), '--out', join(at, 'first'));
  assert.is(first.code, 0, first.error);
  assert.ok(first.out.startsWith(`reading ${join(at, 'all.jsonl')}\n6 runs to compare, `));
  assert.is(
    `${first.out.trim().split('\n').at(-1)}\n`,
    `6 runs; ${['report.html', 'report.md', 'report.json', 'report.csv', 'figures'].map((name) => join(at, 'first', name)).join(', ')}\n`,
  );

  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'a.jsonl'), [...lines].reverse().slice(0, 4).join(''));
  writeFileSync(join(elsewhere, 'b.jsonl'), [...lines].slice(0, 3).join(''));
  const [a, b] = ['a', 'b'].map((name) => join(elsewhere, `${name}.jsonl`));
  assert.is((await report(b, a, '--out', join(at, 'second'))).code, 0);
  for (const file of [...FILES, join('figures', 'mountain-car-sparse-learning.svg')]) {
    const [one, two] = ['first', 'second'].map((name) => readFileSync(join(at, name, file)));
    assert.ok(one.equals(two), file);
  }
  const data = JSON.parse(readFileSync(join(at, 'first', 'report.json'), 'utf8')) as Comparison;
  assert.equal(
    data.groups[0].agents.map(({ agent, seeds }) => [agent, seeds]),
    [
      ['dqn', [1, 2, 10]],
      ['vime', [1, 2, 10]],
    ],
  );
  assert.equal(readdirSync(join(at, 'first')), ['figures', ...FILES]);
  const page = readFileSync(join(at, 'first', 'report.html'), 'utf8');
  assert.match(page, '<title>vime, dqn in mountain-car (sparse); 3 seeds; 60 episodes</title>');
  const links = [...page.matchAll(/<a href="([^#"]*)">/g)].map(([, path]) => path);
  const figures = readdirSync(join(at, 'first', 'figures')).map((name) => `figures/${name}`);
  assert.equal(
    links.sort(),
    [...FILES.filter((name) => name !== 'report.html'), ...figures].sort(),
  );
});

test('a run that is not finished is named on the screen and left out', async () => {
  const at = temporaryFolder();
  const file = join(at, 'runs.jsonl');
  writeFileSync(file, `${lines[0]}${JSON.stringify(runOf({ seed: 7, finished: false }))}\n`);
  const { code, out, error } = await report(file, '--out', join(at, 'report'));
  assert.is(code, 0);
  assert.is(error, `report: not compared, not finished: ${file}:2\n`);
  assert.match(out, /^1 run;/m);
});

/** A file of results with this in it. */
function fileOf(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

const broken = fileOf('broken.jsonl', 'not JSON\n');
const strange = fileOf('strange.jsonl', `${JSON.stringify(runOf({ env: 'moon' }))}\n`);
const empty = fileOf('results.jsonl', '');
const good = fileOf('good.jsonl', lines.join(''));

const torn = join(temporaryFolder(), 'torn');
await trainInto(new RunFolder(torn, tinyConfig({ maxSteps: 200 })), { maps: true });
appendFileSync(join(torn, 'maps.jsonl'), '{"episode":5}\n');

for (const [args, message] of [
  [[], /^report: expected folders with runs, got none\n$/],
  [['--ouy', 'x'], /^report: unknown option --ouy; did you mean --out\?\n$/],
  [['--label', 'x'], /^report: --label: expected NAME=DIR, got "x"\n$/],
  [
    ['nowhere'],
    /^report: left out: cannot read nowhere: .*\(ENOENT\).*\n.*in nowhere, found none\n$/,
  ],
  [
    [broken],
    /^report: left out: .*broken\.jsonl:1: expected JSON, got "not JSON"\n.*found none\n$/,
  ],
  [[strange], /^report: left out: .*strange\.jsonl:1: env: expected .*, got "moon"\n.*none\n$/],
  [[empty], /^report: expected finished runs in .*results\.jsonl, found none\n$/],
] as const) {
  test(`report ${args.join(' ')} finds nothing to report, and nothing is written`, async () => {
    const out = join(temporaryFolder(), 'report');
    const { code, out: printed, error } = await report(...args, '--out', out);
    assert.is(code, 2);
    assert.match(printed, /^(reading .*\n)?$/);
    assert.match(error, message);
    assert.not.ok(existsSync(out));
  });
}

test('what cannot be read is named, and the rest is reported', async () => {
  const out = join(temporaryFolder(), 'report');
  const result = await report(good, 'nowhere', broken, torn, empty, '--out', out);
  assert.is(result.code, 0, result.error);
  assert.match(result.out, /^7 runs; /m);
  const said = result.error.split('\n');
  assert.is(said.length, 5, result.error);
  assert.match(said[0], /^report: left out: cannot read nowhere: .*\(ENOENT\)/);
  assert.match(said[1], /^report: left out: .*broken\.jsonl:1: expected JSON/);
  assert.match(said[2], /^report: not drawn: .*torn.maps\.jsonl:4: envSteps is missing/);
  assert.match(said[3], /^report: mountain-car, sparse reward: compared up to episode 4, /);
});

test('runs with other settings are another group, in every file, and --label names one', async () => {
  const eager = [1, 2].map((seed) => runOf({ seed, settings: { eta: 0.3 } }));
  const mine = fileOf('mine.jsonl', eager.map((run) => `${JSON.stringify(run)}\n`).join(''));
  const usual = fileOf('usual.jsonl', `${JSON.stringify(runOf())}\n`);
  const contents = async (...args: string[]): Promise<Record<string, string>> => {
    const out = join(temporaryFolder(), 'report');
    const { code, error } = await report(...args, '--out', out);
    assert.equal([code, error], [0, '']);
    const svg = join('figures', 'mountain-car-sparse-learning.svg');
    return Object.fromEntries(
      [...FILES, svg].map((file) => [file, readFileSync(join(out, file), 'utf8')]),
    );
  };
  for (const content of Object.values(await contents(mine, usual))) {
    assert.match(content, 'vime, eta 0.3');
    assert.match(content, 'vime, eta 0.003');
  }
  for (const content of Object.values(await contents(usual, '--label', `eager one=${mine}`))) {
    assert.match(content, 'eager one');
    assert.not.match(content, 'vime, eta 0.003');
  }
});

test('the report of a single seed has no interval and no "1 seeds"', async () => {
  const out = join(temporaryFolder(), 'report');
  const one = fileOf('one.jsonl', lines[0]);
  const { code, out: printed } = await report(one, '--out', out);
  assert.is(code, 0);
  assert.match(printed, /^1 run; /m);
  for (const file of FILES) {
    const content = readFileSync(join(out, file), 'utf8');
    assert.not.match(content, /\b1 (seeds|runs)\b|\d \[\d|null \[/, file);
  }
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  assert.match(page, '1 seed');
  assert.not.match(page, /95.% (band|interval)/);
});

test('the page of a run is not replaced by that of a comparison', async () => {
  const before = readdirSync(torn);
  const { code, error } = await report(torn, '--out', torn);
  assert.is(code, 2);
  assert.match(
    error,
    /^report: .*torn holds a run, which may have a report\.html of its own; [^\n]+\n$/,
  );
  assert.equal(readdirSync(torn), before);
});

test('a task without a choice of rewards has none in its name', async () => {
  const deepSea = [3, 5].map((episodes) => {
    const config = createConfig({ env: 'deep-sea', seed: episodes, episodes });
    const evalScores = new Array<number>(episodes).fill(0);
    const { env, seed } = config;
    const run = runOf({ seed, evalScores });
    return { ...run, env, reward: null, task: { ...run.task, name: env }, config };
  });
  const file = fileOf('deep.jsonl', deepSea.map((run) => `${JSON.stringify(run)}\n`).join(''));
  const { code, error } = await report(file, '--out', join(temporaryFolder(), 'report'));
  assert.is(code, 0);
  assert.is(error, 'report: deep-sea: compared up to episode 3, the last of the shortest runs\n');
});

test('a folder that cannot be written to is told in one line', async () => {
  const at = temporaryFolder();
  writeFileSync(join(at, 'runs.jsonl'), lines.join(''));
  writeFileSync(join(at, 'file'), '');
  const { code, error } = await report(join(at, 'runs.jsonl'), '--out', join(at, 'file'));
  assert.is(code, 2);
  assert.match(error, /^report: cannot write to .*\n$/);
});

test.run();
