import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunFolder, trainInto } from '../../src/experiment/runFolder.ts';
import type { Comparison } from '../../src/report/comparison.ts';
import { runOf } from '../support/runData.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function report(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'scripts/report.ts'), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

const runs = ['vime', 'dqn'].flatMap((agent) =>
  [1, 2, 10].map((seed) =>
    runOf({ agent, seed, evalReturns: Array.from({ length: 60 }, (_, i) => -200 + i + seed) }),
  ),
);
const FILES = ['report.csv', 'report.html', 'report.json', 'report.md'];
const lines = runs.map((run) => `${JSON.stringify(run)}\n`);

test('the files are the same, byte for byte, whatever the order and the place of the runs', () => {
  const at = temporaryFolder();
  writeFileSync(join(at, 'all.jsonl'), lines.join(''));
  const first = report(join(at, 'all.jsonl'), '--out', join(at, 'first'));
  assert.is(first.code, 0, first.error);
  assert.is(
    first.out,
    `6 runs; report.html, report.md, report.json, report.csv, figures in ${join(at, 'first')}\n`,
  );

  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'a.jsonl'), [...lines].reverse().slice(0, 4).join(''));
  writeFileSync(join(elsewhere, 'b.jsonl'), [...lines].slice(0, 3).join(''));
  const [a, b] = ['a', 'b'].map((name) => join(elsewhere, `${name}.jsonl`));
  assert.is(report(b, a, '--out', join(at, 'second')).code, 0);
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
});

test('a run that is not finished is named on the screen and left out', () => {
  const at = temporaryFolder();
  const file = join(at, 'runs.jsonl');
  writeFileSync(file, `${lines[0]}${JSON.stringify(runOf({ seed: 7, finished: false }))}\n`);
  const { code, out, error } = report(file, '--out', join(at, 'report'));
  assert.is(code, 0);
  assert.is(error, `report: not compared, not finished: ${file}:2\n`);
  assert.match(out, /^1 runs;/);
});

const broken = join(temporaryFolder(), 'broken.jsonl');
writeFileSync(broken, `${lines[0]}not JSON\n`);
const strange = join(temporaryFolder(), 'strange.jsonl');
writeFileSync(strange, `${JSON.stringify(runOf({ world: 'moon' }))}\n`);

const torn = join(temporaryFolder(), 'torn');
await trainInto(new RunFolder(torn, tinyConfig({ maxSteps: 200 })), { maps: true });
appendFileSync(join(torn, 'maps.jsonl'), '{"episode":5}\n');

for (const [args, message] of [
  [[], /^report: expected folders with runs, got none\n$/],
  [['--ouy', 'x'], /^report: Unknown option '--ouy'.*\n$/],
  [['nowhere'], /^report: cannot read nowhere: there is no such file or folder \(ENOENT\)\n$/],
  [[broken], /^report: .*broken\.jsonl:2: expected JSON, got "not JSON"\n$/],
  [[torn], /^report: .*torn.maps\.jsonl:4: envSteps is missing or not as it was written\n$/],
  [[strange], /^report: expected a world of .*, got "moon"\n$/],
] as const) {
  test(`report ${args.join(' ')} is refused in one line, and nothing is written`, () => {
    const out = join(temporaryFolder(), 'report');
    const { code, out: printed, error } = report(...args, '--out', out);
    assert.is(code, 2);
    assert.is(printed, '');
    assert.match(error, message);
    assert.not.ok(existsSync(out));
  });
}

test('a folder that cannot be written to is told in one line', () => {
  const at = temporaryFolder();
  writeFileSync(join(at, 'runs.jsonl'), lines.join(''));
  writeFileSync(join(at, 'file'), '');
  const { code, error } = report(join(at, 'runs.jsonl'), '--out', join(at, 'file'));
  assert.is(code, 2);
  assert.match(error, /^report: cannot write to .*\n$/);
});

test.run();
