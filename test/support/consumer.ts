/** The package as somebody installs it, in an empty folder. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** The package in a file, and the folder that it is installed into. */
export interface Consumer {
  readonly tarball: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly folder: string;
  /** Runs a program in the folder. */
  readonly run: (command: string, ...args: string[]) => Ended;
  /** Writes a file in the folder, and returns its path. */
  readonly write: (name: string, content: string) => string;
}

function start(cwd: string, command: string, args: readonly string[]): Ended {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { code: status, out: stdout, error: stderr };
}

function succeed(cwd: string, ...[command, ...args]: [string, ...string[]]): string {
  const { code, out, error } = start(cwd, command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error}${out}`);
  return out;
}

/** Builds, packs and installs. */
export function createConsumer(): Consumer {
  const at = temporaryFolder();
  const folder = join(at, 'consumer');
  mkdirSync(folder);
  succeed(root, 'npm', 'run', 'build', '--silent');
  const packed = succeed(
    root,
    'npm',
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    at,
  );
  const [{ filename, size }] = JSON.parse(packed) as [{ filename: string; size: number }];
  const tarball = join(at, filename);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  succeed(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
  return {
    tarball,
    size,
    folder,
    run: (command, ...args) => start(folder, command, args),
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}
