/** JavaScript engines that come as a plain binary in a package of the npm registry. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable } from './runs.ts';

const run = promisify(execFile);

const INSTALL_MS = 600_000;

/** Where a binary is found. */
export interface BinaryPackage {
  /** The package, by platform and architecture. */
  readonly packages: Readonly<Record<string, string>>;
  /** Path of the binary in it. */
  readonly path: string;
}

/**
 * Installs a major version under `folder`, unless it is there.
 *
 * @param name of the subfolder
 * @returns    the path of the binary
 * @throws Unavailable if there is no binary for this system, or it cannot be installed
 */
export async function install(
  folder: string,
  name: string,
  { packages, path }: BinaryPackage,
  major: number,
): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (!Object.hasOwn(packages, platform)) {
    const supported = Object.keys(packages).join(', ');
    throw new Unavailable(`no binary known for ${platform}; supported: ${supported}`);
  }
  const prefix = join(folder, `${name}${major}`);
  const binary = join(prefix, 'node_modules', packages[platform], path);
  if (existsSync(binary)) return binary;
  const wanted = `${packages[platform]}@${major}`;
  const options = ['--prefix', prefix, '--no-audit', '--no-fund', '--no-save'];
  try {
    await run('npm', ['install', ...options, wanted], { cwd: folder, timeout: INSTALL_MS });
  } catch (error) {
    const { stderr = '', killed } = error as { stderr?: string; killed?: boolean };
    const reason = killed ? `stopped after ${INSTALL_MS / 1000} s` : stderr.trim().split('\n')[0];
    throw new Unavailable(`npm install ${wanted}: ${reason || String(error)}`);
  }
  chmodSync(binary, 0o755); // some packages leave that to a script of another package
  return binary;
}
