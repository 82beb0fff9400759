import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.ts';

const script = fileURLToPath(new URL('../../scripts/sweep.sbatch', import.meta.url));

/** Stands in for sbatch and npx: prints its name and what it was given. */
const bin = temporaryFolder();
for (const name of ['sbatch', 'npx']) {
  writeFileSync(join(bin, name), `#!/bin/bash\necho ${name} "$@"\n`);
  chmodSync(join(bin, name), 0o755);
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly cwd?: string;
}

function sweep({ env = {}, args = [], cwd = bin }: Given): {
  code: number | null;
  out: string;
  error: string;
} {
  const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
    cwd,
    env: { PATH, AGENTS: 'vime,dqn', SEEDS: '1001-1030', OUT: '/tmp', ...env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

test('submits itself with a task for each agent and seed, and hands arguments on', () => {
  const at = temporaryFolder();
  mkdirSync(join(at, 'with space'));
  const { code, out } = sweep({ env: { OUT: 'with space' }, args: ['--partition=short'], cwd: at });
  assert.is(code, 0);
  const logs = join(at, 'with space', 'logs');
  assert.is(
    out,
    `sbatch --array=0-59 --output=${logs}/%A_%a.txt --partition=short scripts/sweep.sbatch\n`,
  );
});

test('tasks go through the seeds of the first agent, then of the next', () => {
  const commands = ['0', '29', '30', '59'].map(
    (task) =>
      sweep({ env: { SLURM_ARRAY_TASK_ID: task, OPTIONS: '--reward dense --gamma 0.9' } }).out,
  );
  const command = (agent: string, seed: number): string =>
    `npx tsx scripts/compare.ts --agents ${agent} --seeds ${seed} --jobs 1 ` +
    `--out /tmp/${agent}-seed${seed} --reward dense --gamma 0.9\n`;
  assert.equal(commands, [
    command('vime', 1001),
    command('vime', 1030),
    command('dqn', 1001),
    command('dqn', 1030),
  ]);
});

test('a single seed, and seeds with leading zeros, are taken', () => {
  assert.match(
    sweep({ env: { SEEDS: '7', SLURM_ARRAY_TASK_ID: '1' } }).out,
    '--agents dqn --seeds 7 ',
  );
  assert.match(sweep({ env: { SEEDS: '08-09', SLURM_ARRAY_TASK_ID: '1' } }).out, '--seeds 9 ');
});

for (const [name, value, message] of [
  ['AGENTS', '', 'AGENTS: expected agents such as AGENTS=vime,dqn'],
  ['OUT', '', 'OUT: expected a folder such as OUT=runs/sparse'],
  ['SEEDS', '', 'SEEDS: expected the first and the last seed such as SEEDS=1001-1030'],
  ['SEEDS', '3-1', 'sweep: SEEDS: expected FIRST-LAST such as 1001-1030, got 3-1'],
  ['SEEDS', '1..3', 'sweep: SEEDS: expected FIRST-LAST such as 1001-1030, got 1..3'],
] as const) {
  test(`${name}=${value} is refused`, () => {
    const { code, out, error } = sweep({ env: { [name]: value } });
    assert.is.not(code, 0);
    assert.is(out, '');
    assert.match(error, message);
  });
}

test.run();
