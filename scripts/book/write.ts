/** The pages of the book as files. */
import { dirname } from 'node:path';
import { makeFolder, pathIn, writeWhole } from '../../src/record/disk.ts';
import { bookPages } from './site.ts';

/** Writes `folder/book`, beside the playground. Returns how many files there are. @throws DiskError if it cannot */
export function writeBook(folder: string): number {
  const pages = bookPages();
  for (const [place, content] of pages) {
    const path = pathIn(pathIn(folder, 'book'), place);
    makeFolder(dirname(path));
    writeWhole(path, content);
  }
  return pages.size;
}
