import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.ts';

const script = fileURLToPath(new URL('../../scripts/sweep.sbatch', import.meta.url));

/** Stands in for sbatch and npx: prints its name and what it was given. */
const bin = temporaryFolder();
const out = join(temporaryFolder(), 'out');
const node = `${process.execPath} --import ${import.meta.resolve('tsx')}`;
for (const [name, text] of [
  ['sbatch', 'printf "%s|" sbatch "$@"'],
  // What is checked before is checked in earnest.
  [
    'npx',
    `if [[ " $* " == *" --check "* ]]; then shift; ${node} "$@"; else printf "%s|" npx "$@"; fi`,
  ],
]) {
  writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
  chmodSync(join(bin, name), 0o755);
}

interface Given {
  /** The script, if not by its whole path. */
  readonly path?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly cwd?: string;
}

function sweep({ path = script, env = {}, args = [], cwd = bin }: Given): {
  code: number | null;
  out: string;
  error: string;
} {
  const PATH = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync('bash', [path, ...args], {
    cwd,
    env: { PATH, AGENTS: 'vime,dqn', SEEDS: '1001-1030', OUT: out, ...env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

/** What sbatch is given: the logs' folder, then what came in between. */
const submission = (logs: string, more = '', options = '', given = out): string =>
  `sbatch|--array=0-59|--output=${logs}/%A_%a.txt|${more}scripts/sweep.sbatch|` +
  `--task|vime,dqn|1001-1030|${given}|${options}|`;

test('submits itself with a task for each agent and seed, and hands arguments on', () => {
  const at = temporaryFolder();
  const env = { OUT: 'with space', OPTIONS: '--reward dense' };
  const sent = sweep({ env, args: ['--partition=short'], cwd: at });
  assert.equal([sent.code, sent.error], [0, '']);
  const folder = join(at, 'with space');
  const logs = join(folder, 'logs');
  assert.is(sent.out, submission(logs, '--partition=short|', '--reward dense', folder));
  assert.ok(existsSync(logs));
});

for (const [what, env] of [
  ['CDPATH', { CDPATH: '.' }],
  ['the task of another job array', { SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_ID: '7' }],
  ['settings of bash', { SHELLOPTS: 'braceexpand:hashall:noglob', IFS: 'e' }],
  ['another language', { LC_ALL: 'C.UTF-8', LANG: 'de_DE.UTF-8' }],
] as const) {
  test(`submits the same where ${what} is inherited`, () => {
    const at = temporaryFolder();
    for (const path of [script, relative(at, script)]) {
      const sent = sweep({ path, env: { OUT: 'there', ...env }, cwd: at });
      const folder = join(at, 'there');
      assert.equal(sent, {
        code: 0,
        out: submission(join(folder, 'logs'), '', '', folder),
        error: '',
      });
    }
  });
}

test('a folder whose name sbatch would take for a pattern is written as it takes it', () => {
  const folder = join(temporaryFolder(), '100%j');
  const { out: sent } = sweep({ env: { OUT: folder } });
  assert.is(sent, submission(`${folder.replace('%', '%%')}/logs`, '', '', folder));
});

/** Runs a task of an array, whatever variables say. */
const task = (id: string, seeds = '1001-1030', options = ''): string =>
  sweep({
    env: { SLURM_ARRAY_TASK_ID: id, AGENTS: 'rnd', SEEDS: '5', OUT: '/elsewhere' },
    args: ['--task', 'vime,dqn', seeds, '/there', options],
  }).out;

test('tasks go through the seeds of the first agent, then of the next', () => {
  const commands = ['0', '29', '30', '59'].map((id) =>
    task(id, '1001-1030', ' --reward dense  --gamma 0.9 --out *'),
  );
  const command = (agent: string, seed: number): string =>
    `npx|tsx|scripts/compare.ts|--agents|${agent}|--seeds|${seed}|--jobs|1|` +
    `--out|/there/${agent}-seed${seed}|--reward|dense|--gamma|0.9|--out|*|`;
  assert.equal(commands, [
    command('vime', 1001),
    command('vime', 1030),
    command('dqn', 1001),
    command('dqn', 1030),
  ]);
});

test('a single seed, and seeds with leading zeros, are taken', () => {
  assert.match(task('1', '7'), '--agents|dqn|--seeds|7|');
  assert.match(task('1', '08-09'), '--seeds|9|');
});

for (const [name, value, message] of [
  ['AGENTS', '', 'sweep: expected agents such as AGENTS=vime,dqn'],
  ['OUT', '', 'sweep: expected a folder such as OUT=runs/sparse'],
  ['SEEDS', '', 'sweep: expected the first and the last seed such as SEEDS=1001-1030'],
  ['SEEDS', '3-1', 'sweep: SEEDS: expected FIRST-LAST such as 1001-1030, got 3-1'],
  ['SEEDS', '1..3', 'sweep: SEEDS: expected FIRST-LAST such as 1001-1030, got 1..3'],
  ['SEEDS', '1-999999999', 'compare: --seeds: expected at most 10000 runs, got 2 agents x '],
  ['AGENTS', 'vmie', 'compare: --agents: expected some of vime, '],
  ['AGENTS', 'vime,', 'compare: --agents: expected some of vime, '],
  ['AGENTS', 'vime,vime', 'compare: --agents: vime is named twice'],
  ['OPTIONS', '--etaa 3', 'compare: unknown option --etaa; did you mean --eta?'],
  ['OPTIONS', '--eta -3', 'compare: --eta: expected a number from 0 to '],
  ['OPTIONS', '--seeds 1', 'compare: --seeds is given twice'],
] as const) {
  test(`${name}=${value} is refused in one line, and nothing is submitted`, () => {
    const folder = join(temporaryFolder(), 'out');
    const { code, out: sent, error } = sweep({ env: { OUT: folder, [name]: value } });
    assert.equal([code, sent], [2, '']);
    assert.ok(error.startsWith(message), error);
    assert.is(error.indexOf('\n'), error.length - 1);
    assert.not(existsSync(folder));
  });
}

test.run();
