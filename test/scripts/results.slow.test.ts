import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RUN_PICTURES } from '../../src/report/page/published.ts';
import { runOf } from '../support/runData.ts';
import { temporaryFolder } from '../support/temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const results = (...args: string[]): Outcome => node('scripts/results.ts', ...args);

function node(...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

test('documents and charts are what the data in results/ make them', () => {
  assert.equal(results('--check'), {
    code: 0,
    out: 'reading results/, making its tables and charts\ndocuments and charts agree with results/\n',
    error: '',
  });
});

test('the pictures that no one can compare line by line stay small', () => {
  const bytes = RUN_PICTURES.map((name) => statSync(`${root}/results/figures/${name}`).size);
  assert.ok(bytes.reduce((a, b) => a + b) < 1_500_000, bytes.join(', '));
});

for (const [args, message] of [
  [['--check', 'runs'], 'results: --check takes no folders\n'],
  [
    ['nowhere'],
    /^results: left out: cannot read nowhere: there is no such file or folder \(ENOENT\)\nresults: expected finished runs in nowhere, found none\n$/,
  ],
  [['--chekc'], /^results: unknown option --chekc; did you mean --check\?\n$/],
] as const) {
  test(`results ${args.join(' ')} is refused`, () => {
    const { code, out, error } = results(...args);
    assert.equal([code, out], [2, '']);
    assert.match(error, message);
  });
}

test('a run with other settings than those of its agent is not published', () => {
  const folder = temporaryFolder();
  const data = `${root}/results/mountain-car-sparse.jsonl`;
  const before = readFileSync(data, 'utf8');
  const run = ['--episodes', '1', '--maps', 'false', '--report', 'false', '--quiet'];
  assert.is(node('scripts/run.ts', ...run, '--out', `${folder}/run`).code, 0);
  const { code, out, error } = results(folder);
  assert.equal([code, out], [2, '']);
  assert.match(
    error,
    /^results: .*\/run: episodes is 1, but 200 for its agent in its environment; nothing is published\n$/,
  );
  assert.is(readFileSync(data, 'utf8'), before);
});

test("a run of a file of one's own is not published", () => {
  const file = `${temporaryFolder()}/own.jsonl`;
  const run = runOf();
  for (const [setting, value, top] of [
    ['env', './mine.ts', { env: './mine.ts' }],
    ['curiosity', './bonus.js', {}],
  ] as const) {
    const own = { [setting]: value, [`${setting}Sha256`]: 'a'.repeat(64) };
    writeFileSync(file, JSON.stringify({ ...run, ...top, config: { ...run.config, ...own } }));
    assert.equal(results(file), {
      code: 2,
      out: '',
      error: `results: ${file}:1: ${value} is a file of one's own; nothing is published\n`,
    });
  }
});

test.run();
