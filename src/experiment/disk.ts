/** Writing so that nothing is lost: whole files or none, on the disk before anyone relies on them. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './config.ts';

/** The disk is full, the folder is gone, ...: the run cannot be recorded any more. Its message is one line. */
export class DiskError extends Error {}

/** @throws DiskError if the system refuses what `write` does to `path` */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    throw new DiskError(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/**
 * Writes beside the target, flushes and renames, so that a reader never sees half a file, not even after a
 * power cut: it holds what it held before, or everything.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}.tmp`;
  writing(path, () => {
    try {
      const file = openSync(aside, 'w');
      try {
        writeFileSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(aside, path);
      flushFolder(dirname(path));
    } catch (error) {
      discard(aside);
      throw error;
    }
  });
}

/** Tidies up as far as it goes; what went wrong before matters more. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays.
  }
}

/** A rename is safe once the folder that lists it is. Windows has no such call. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** @throws ConfigError if the file cannot be read */
export function readText(path: string): string {
  return new TextDecoder().decode(readBytes(path));
}

/** @throws ConfigError if the file cannot be read */
export function readBytes(path: string): Uint8Array {
  return reading(path, () => readFileSync(path));
}

/** @throws ConfigError if the system refuses what `read` asks of `path` */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
