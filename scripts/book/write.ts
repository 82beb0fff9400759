/** The pages of the book as files. */
import { dirname } from 'node:path';
import { makeFolder, pathIn, writeWhole } from '../../src/record/disk.ts';
import { bookPages } from './site.ts';

/** By their names in the folder of the playground, which all begin with `book/`. */
export function bookFiles(): Map<string, Uint8Array> {
  const files = [...bookPages()].map(
    ([place, content]) => [`book/${place}`, Buffer.from(content)] as const,
  );
  return new Map(files);
}

/** Writes files by name into a folder, and makes those it needs. @throws DiskError, ConfigError if it cannot */
export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, bytes] of files) {
    const path = pathIn(folder, name);
    makeFolder(dirname(path));
    writeWhole(path, bytes);
  }
}
