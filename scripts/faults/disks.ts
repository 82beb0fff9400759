/** Disk errors during a run: full disk, read-only folder, removed folder, closed output. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { difference, optionsOf, run, TINY, wrongEnd, wrongLines, type Ended } from './command.ts';
import { rowOf, type Row } from './table.ts';

const settings = optionsOf({ ...TINY, episodes: 100 });
const NOBODY = 65534; // root may write to any folder, whatever its mode

/** Calls `disturb` once, as soon as episode 20 is done. */
function atEpisode20(disturb: () => void): (stdout: string) => void {
  let done = false;
  return (stdout) => {
    if (done || !stdout.includes('episode 20/')) return;
    done = true;
    disturb();
  };
}

const inFolder = (folder: string): string[] => [
  '--out',
  folder,
  '--checkpoint-every=5',
  '--report=false',
];

/** The run must have failed with one line; resumed after the repair, it must end like a run that was never stopped. */
async function wrongAfter(
  ended: Ended,
  line: RegExp,
  repair: () => void,
  folder: string,
  expected: string,
): Promise<string | null> {
  const fault = wrongEnd(ended, 1, line) ?? wrongLines(folder, expected);
  repair();
  if (fault !== null) return fault;
  const resumed = await run(['--resume', folder, '--quiet']);
  if (resumed.code !== 0 || resumed.stderr !== '') return `--resume: ${resumed.stderr}`;
  return difference(folder, expected);
}

/** The message, without the long name of the temporary folder. */
const said = ({ stderr }: Ended, at: string): string => stderr.trim().replaceAll(`${at}/`, '');

/** A file system of its own, too small for the run. */
async function fullDisk(at: string, expected: string): Promise<Row> {
  const name = 'full disk (a small tmpfs)';
  const mount = join(at, 'small');
  mkdirSync(mount);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=420k', 'tmpfs', mount], { stdio: 'pipe' });
  } catch {
    return { name, passed: null, figures: 'this user may not mount', faults: [] };
  }
  try {
    const folder = join(mount, 'run');
    const ended = await run([...settings, ...inFolder(folder)]);
    const repair = (): void => void execFileSync('mount', ['-o', 'remount,size=8m', mount]);
    return rowOf(
      name,
      await wrongAfter(ended, /ENOSPC/, repair, folder, expected),
      said(ended, at),
    );
  } finally {
    execFileSync('umount', [mount]);
  }
}

/** Without the right to mount: a limit on the size of files. */
async function fileLimit(at: string, expected: string): Promise<Row> {
  const folder = join(at, 'limited');
  // Blocks of 1,024 bytes; without the trap the signal would kill the run before it sees the error.
  const prefix = ['bash', '-c', 'trap "" XFSZ; ulimit -f 300; exec "$@"', 'bash'];
  const ended = await run([...settings, ...inFolder(folder)], { prefix });
  const fault = await wrongAfter(ended, /EFBIG/, () => undefined, folder, expected);
  return rowOf('full disk (a limit on files)', fault, said(ended, at));
}

async function readOnly(at: string, expected: string): Promise<Row> {
  const name = 'folder made read-only in mid-run';
  const folder = join(at, 'read-only');
  mkdirSync(folder);
  const asUser = process.getuid?.() === 0 ? { uid: NOBODY } : {};
  if ('uid' in asUser) chownSync(folder, NOBODY, NOBODY);
  const disturb = atEpisode20(() => chmodSync(folder, 0o555));
  const ended = await run([...settings, ...inFolder(folder)], { onOutput: disturb, ...asUser });
  const repair = (): void => chmodSync(folder, 0o755);
  const fault = await wrongAfter(ended, /EACCES/, repair, folder, expected);
  return rowOf(name, fault, said(ended, at));
}

/** The run may be writing a file meanwhile, which keeps a folder from being removed. */
function removeAll(folder: string): void {
  while (existsSync(folder)) {
    try {
      rmSync(folder, { recursive: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

async function removed(at: string): Promise<Row> {
  const folder = join(at, 'removed');
  const disturb = atEpisode20(() => removeAll(folder));
  const ended = await run([...settings, ...inFolder(folder)], { onOutput: disturb });
  const fault = wrongEnd(ended, 1, /cannot write .*(was removed|ENOENT)/);
  return rowOf('folder removed in mid-run', fault, said(ended, at));
}

/** The reader of the output may close it at any time. */
async function closedOutput(at: string, expected: string): Promise<Row> {
  const folder = join(at, 'closed');
  const ended = await run([...settings, ...inFolder(folder)], {
    onStart: (child) => child.stdout?.destroy(),
  });
  const fault =
    ended.code !== 0 || ended.stderr !== ''
      ? `exit code ${ended.code}: ${ended.stderr.slice(0, 300)}`
      : difference(folder, expected);
  return rowOf('standard output closed', fault, 'the run continues');
}

/** @param at an empty folder */
export async function diskRows(at: string): Promise<Row[]> {
  const expected = join(at, 'never-stopped');
  await run([...settings, '--out', expected, '--quiet']);
  return [
    await fullDisk(at, expected),
    await fileLimit(at, expected),
    await readOnly(at, expected),
    await removed(at),
    await closedOutput(at, expected),
  ];
}
