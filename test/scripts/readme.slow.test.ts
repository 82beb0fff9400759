/** Runs the commands of the README, and of the page with the results, in their order in one folder, with less to do. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../support/temporary.ts';
import { atMost } from '../support/short.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Command {
  readonly script: string;
  readonly args: readonly string[];
}

/** The commands of this project in blocks of code, without comments, and in tables and text. */
function commandsIn(markdown: string): Command[] {
  const found = markdown.matchAll(/npx tsx scripts\/(\w+)\.ts([^#\n`]*)/g);
  return [...found].map(([, script, args]) => ({
    script,
    args: args.split(/\s+/).filter((word) => word !== ''),
  }));
}

const TINY =
  '--episodes 2 --evalEpisodes 2 --finalEpisodes 2 --hiddenWidth 8 --bnnHidden 4 --warmupSteps 20';

/** What makes a command short, beside the options that it has. */
const SHORTER: Readonly<Record<string, readonly string[]>> = {
  run: TINY.split(' '),
  compare: TINY.split(' '),
  onePage: ['--episodes', '1'],
};

/** The same command with few episodes and two seeds; `DIR` is the first run in the folder. */
function shortened({ script, args }: Command, cwd: string): string[] {
  if (args.includes('--help')) return [...args];
  const fewer = args.map((arg, i) => {
    if (arg === 'DIR')
      return join(
        'runs',
        readdirSync(join(cwd, 'runs')).find((name) => name.includes('-seed'))!,
      );
    return args[i - 1] === '--seeds'
      ? arg.replace(/^(\d+)-.*/, (_, first) => `${first}-${+first + 1}`)
      : arg;
  });
  const seeds = script === 'compare' && !args.includes('--seeds') ? ['--seeds', '1-2'] : [];
  return [...fewer, ...seeds, ...(SHORTER[script] ?? [])];
}

const commands = atMost(1, ['README.md', 'docs/results.md']).flatMap((page) =>
  commandsIn(readFileSync(join(root, page), 'utf8')),
);

test('the README runs, compares and reports', () => {
  const scripts = new Set(commands.map(({ script }) => script));
  for (const script of ['run', 'compare', 'report']) assert.ok(scripts.has(script), script);
});

test('its commands work one after another in one folder, and each run has a folder of its own', () => {
  const cwd = temporaryFolder();
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        join(root, 'scripts', `${command.script}.ts`),
        ...shortened(command, cwd),
      ],
      { cwd, encoding: 'utf8' },
    );
    const line = `${command.script} ${command.args.join(' ')}`;
    assert.is(status, 0, `${line}: ${stderr}`);
    assert.ok(stdout.length > 0, line);
  }
  const isRun = ({ script, args }: Command): boolean =>
    script === 'run' && !args.includes('--help');
  const runs = readdirSync(join(cwd, 'runs')).filter((name) => name.includes('-seed'));
  assert.is(runs.length, commands.filter(isRun).length);
  for (const name of runs) assert.ok(existsSync(join(cwd, 'runs', name, 'report.html')), name);
  assert.ok(existsSync(join(cwd, 'report', 'report.html')));
});

test.run();
