/** Every script, asked for its help, on outputs that take nothing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runWith } from '../support/scriptProcess.ts';
import { atMost } from '../support/short.ts';

const SCRIPTS = {
  run: 'scripts/run.ts',
  compare: 'scripts/compare.ts',
  report: 'scripts/report.ts',
  results: 'scripts/results.ts',
  test: 'scripts/test.ts',
  faults: 'scripts/faults.ts',
  mutants: 'scripts/mutants.ts',
  engines: 'scripts/engines.ts',
  slurm: 'scripts/slurm.ts',
  onePage: 'scripts/onePage.ts',
  learn: 'scripts/learn.ts',
  bench: 'bench/main.ts',
  'bench:peers': 'bench/peers/main.ts',
} as const;

for (const [name, path] of atMost(6, Object.entries(SCRIPTS))) {
  test(`${name}: nobody reads its help`, async () => {
    assert.equal(await runWith([path, '--help'], 'closed'), { code: 0, error: '' });
  });

  test(`${name}: a full disk for its help`, async () => {
    assert.equal(await runWith([path, '--help'], '/dev/full'), {
      code: 1,
      error: `${name}: cannot write to standard output: no space is left on the disk (ENOSPC)\n`,
    });
  });
}

test.run();
