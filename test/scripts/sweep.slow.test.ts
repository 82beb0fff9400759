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

test('a task makes the run of its number, of those that were submitted', () => {
  const commands = ['0', '59'].map((id) => task(id, '1001-1030', ' --reward dense  --eta 0,1 *'));
  const command = (id: string): string =>
    `npx|tsx|scripts/compare.ts|--agents|vime,dqn|--seeds|1001-1030|--only|${id}|--jobs|1|` +
    `--out|/there|--reward|dense|--eta|0,1|*|`;
  assert.equal(commands, [command('0'), command('59')]);
});

test('there is a task for each value of a setting', () => {
  const { out: sent } = sweep({ env: { OPTIONS: '--gamma 0.9,0.99 --tau 0.01,0.02' } });
  assert.match(sent, /^sbatch\|--array=0-239\|/);
});

for (const [name, value, message] of [
  ['AGENTS', '', 'sweep: expected agents such as AGENTS=vime,dqn'],
  ['OUT', '', 'sweep: expected a folder such as OUT=runs/sparse'],
  ['SEEDS', '', 'sweep: expected the first and the last seed such as SEEDS=1001-1030'],
  ['SEEDS', '3-1', 'compare: --seeds: expected FIRST-LAST such as 1-30, from 0 to '],
  ['SEEDS', '1..3', 'compare: --seeds: expected FIRST-LAST such as 1-30, from 0 to '],
  ['SEEDS', '1-999999999', 'compare: --seeds: expected at most 10000 runs, got 2 agents x '],
  ['AGENTS', 'vmie', 'compare: --agents: expected some of vime, '],
  ['AGENTS', 'vime,', 'compare: --agents: expected some of vime, '],
  ['AGENTS', 'vime,vime', 'compare: --agents: vime is named twice'],
  ['OPTIONS', '--etaa 3', 'compare: unknown option --etaa; did you mean --eta?'],
  ['OPTIONS', '--eta -3', 'compare: --eta: expected a number from 0 to '],
  ['OPTIONS', '--seeds 1', 'compare: --seeds is given twice'],
  ...['--help', '-h', '--check', '--only 1', '--only=1', '--jobs 2'].map((option) => {
    const said = `sweep: expected settings of the runs in OPTIONS, got ${option.split(' ')[0]}\n`;
    return ['OPTIONS', `--eta 1 ${option}`, said] as const;
  }),
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

test('a folder that cannot be made is refused in one line, and nothing is submitted', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'deeper')]) {
    const ended = sweep({ env: { OUT: folder } });
    assert.equal(ended, {
      code: 2,
      out: '',
      error: `sweep: cannot write to ${folder}: Not a directory\n`,
    });
  }
});

test.run();
