/**
 * All access of `src/` (but for `report/`) to files and the clock: everything else also runs in a browser.
 * Files are written whole or not at all, and flushed to the disk before the program relies on them.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '../train/config/field.ts';

/** The disk is full, the folder was removed, ...: the run cannot be recorded any more. Its message is one line. */
export class DiskError extends Error {}

/** The system's error codes in words, for those that a user can act on. */
const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'there is a file of that name',
  EFBIG: 'the file would be larger than the limit',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder, expected a file',
  ELOOP: 'its symbolic links form a loop',
  EMFILE: 'too many files are open in this process',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open on this machine',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of the path is a file, expected a folder',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk is read-only',
  ERR_FS_EISDIR: 'it is a folder, expected a file',
};

/** Why the system refused, without the path, which may be that of a temporary file: `the disk is read-only (EROFS)`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  return reason === undefined ? message : `${reason} (${code})`;
}

/** @throws DiskError if the system refuses what `write` does to `path` */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    throw new DiskError(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Writes to a temporary file, flushes and renames: the file has its old content or all of the new one, also after a power
 * cut.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}.tmp`;
  writing(path, () => {
    checkReplaceable(path);
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

/** A file takes the place of a file; a device, a pipe or a folder is never replaced. @throws Error if there is one of that name */
function checkReplaceable(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  if (there?.isFile() === false) throw new Error(NO_FILE);
}

const NO_FILE = 'it is a device or a pipe, expected a file';

/**
 * Refuses a path that cannot be that of a new file, before there is something to write.
 *
 * @throws ConfigError if there is a folder, a device or a pipe of that name, or no folder can be made for it
 */
export function checkWritable(path: string): void {
  try {
    checkReplaceable(path);
  } catch (error) {
    throw new ConfigError(`cannot write ${path}: ${reasonOf(error)}`);
  }
  makeFolder(dirname(path));
}

/** Removes a temporary file. An error here is ignored, so that the one before is reported. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The file stays.
  }
}

/** Flushes a folder, without which a rename can be lost in a power cut. Windows has no such call. */
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
  return reading(path, () => {
    const there = statSync(path);
    // Some of them never end.
    if (!there.isFile() && !there.isDirectory()) throw new Error(NO_FILE);
    return readFileSync(path);
  });
}

/** @throws ConfigError if the system refuses what `read` asks of `path` */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** The path of a file in a folder. */
export const pathIn = (folder: string, name: string): string => join(folder, name);

/** @throws ConfigError if the system cannot tell */
export function exists(path: string): boolean {
  return reading(path, () => {
    try {
      statSync(path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return false;
      throw error;
    }
  });
}

/** Names of what is in a folder. @throws the system's error */
export const namesIn = (folder: string): string[] => readdirSync(folder);

/** Makes a folder and those it is in, unless it is there. @throws ConfigError if there cannot be one, or nothing in it */
export function makeFolder(path: string): void {
  try {
    makeFolders(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new ConfigError(`cannot write to ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Makes a folder, and those it is in, that is not there yet. Of several processes that try, one succeeds.
 *
 * @returns false if there is something of that name
 * @throws the system's error
 */
export function makeNewFolder(path: string): boolean {
  makeFolders(dirname(path));
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Node's own `recursive` reports a read-only disk, and a name that is too long, as "no such file or directory". */
function makeFolders(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isFolder(path)) return;
    const parent = dirname(path);
    // In /proc no folder can be made, although there is the one that it would be in.
    const isParentMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && !isFolder(parent);
    if (!isParentMissing || parent === path) throw error;
    makeFolders(parent);
    makeFolders(path);
  }
}

/** False also where the system does not say. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Removes a file if it is there. @throws DiskError */
export function removeFile(path: string): void {
  writing(path, () => {
    rmSync(path, { force: true });
  });
}

/** A file that grows by whole lines. */
export class LineFile {
  readonly #path: string;
  readonly #file: number;
  #length: number;

  /** @param content what the file shall begin with @throws DiskError */
  constructor(path: string, content: string) {
    writeWhole(path, content);
    this.#path = path;
    this.#length = Buffer.byteLength(content);
    this.#file = writing(path, () => openSync(path, 'a'));
  }

  /** Adds to the end. @throws DiskError; then the file ends as before */
  append(lines: string): void {
    writing(this.#path, () => {
      this.#checkInPlace();
      try {
        writeFileSync(this.#file, lines);
      } catch (error) {
        ftruncateSync(this.#file, this.#length);
        throw error;
      }
    });
    this.#length += Buffer.byteLength(lines);
  }

  /** Flushes to the disk and closes. @throws DiskError */
  close(): void {
    writing(this.#path, () => {
      this.#checkInPlace();
      fsyncSync(this.#file);
      closeSync(this.#file);
    });
  }

  /** An open file can still be written to after it was removed from its folder. */
  #checkInPlace(): void {
    if (fstatSync(this.#file).nlink === 0) {
      throw new Error('it was removed or replaced; does another run use this folder?');
    }
  }
}

/** Seconds on a monotonic clock. */
export const clock = (): number => performance.now() / 1000;

/** Lets pending events, such as a signal, be handled. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Bytes of memory that this process may use: of the machine, or of the container it runs in. */
export function machineMemory(): number {
  const limit = process.constrainedMemory(); // 0 or a huge number where there is none
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Versions of the engine that runs this. */
export function engineVersions(): { readonly node: string; readonly v8: string } {
  return { node: process.versions.node, v8: process.versions.v8 };
}
