import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atMost } from '../support/short.ts';

/** Every script that a person starts, by path; each takes -h and refuses what it does not know in one line. */
const SCRIPTS = {
  run: 'scripts/run.ts',
  compare: 'scripts/compare.ts',
  onePage: 'scripts/onePage.ts',
  learn: 'scripts/learn.ts',
  report: 'scripts/report.ts',
  play: 'scripts/play.ts',
  results: 'scripts/results.ts',
  optimum: 'scripts/optimum.ts',
  engines: 'scripts/engines.ts',
  build: 'scripts/build.ts',
  faults: 'scripts/faults.ts',
  mutants: 'scripts/mutants.ts',
  slurm: 'scripts/slurm.ts',
  test: 'scripts/test.ts',
  bench: 'bench/main.ts',
  'bench:peers': 'bench/peers/main.ts',
};
const root = fileURLToPath(new URL('../..', import.meta.url));

for (const [name, path] of atMost(6, Object.entries(SCRIPTS))) {
  test(`${path} prints help for -h, and refuses what it does not know in one line`, () => {
    const start = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', path, ...args], {
        cwd: root,
        encoding: 'utf8',
      });
    const help = start('-h');
    assert.equal([help.status, help.stderr], [0, '']);
    assert.match(help.stdout, /^Usage: (npx tsx|npm) .*\[options\]/);
    assert.match(help.stdout, /^ {2}-h, --help +Print this help\.$/m);
    assert.ok(help.stdout.split('\n').every((line) => line.length <= 80));
    const { status, stdout, stderr } = start('--hepl');
    const message = `${name}: unknown option --hepl; did you mean --help?\n`;
    assert.equal([status, stdout, stderr], [2, '', message]);
  });
}

test.run();
