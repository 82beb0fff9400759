/** Files of a run to the visitor's disk and back: one by one, a folder, or an archive. */
import { unzipSync, zipSync } from 'fflate';
import type { Files } from '../facts.ts';
import { h } from './h.ts';

/** Bytes of files that are opened, at most: a run of the largest memory takes less. */
const MOST = 1e9;

/** The archive with a folder. @param folder its name */
export function archiveOf(folder: string, files: Files): Uint8Array {
  const entries = Object.entries(files).map(([name, bytes]) => {
    const level = name.endsWith('.safetensors') ? 0 : 6; // numbers hardly get smaller
    return [`${folder}/${name}`, [bytes, { level }]] as const;
  });
  return zipSync(Object.fromEntries(entries) as unknown as Parameters<typeof zipSync>[0]);
}

/** Offers bytes as a download. */
export function download(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Files by name, without their folders; those in an archive stand for it.
 *
 * @throws Error in one line, if they are too large or an archive is damaged
 */
export async function filesFrom(chosen: readonly File[]): Promise<Files> {
  if (chosen.reduce((sum, { size }) => sum + size, 0) > MOST) {
    throw new Error(`expected the files of a run, got more than ${MOST / 1e9} GB`);
  }
  const files: Record<string, Uint8Array> = {};
  for (const file of chosen) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (file.name.endsWith('.zip')) Object.assign(files, unpacked(file.name, bytes));
    else files[file.name] = bytes;
  }
  return files;
}

function unpacked(name: string, bytes: Uint8Array): Files {
  try {
    const entries = Object.entries(unzipSync(bytes));
    return Object.fromEntries(entries.map(([path, file]) => [path.replace(/^.*\//, ''), file]));
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`${name}: no archive that can be read (${why})`, { cause: error });
  }
}

/** The files that were dropped, those in a folder included. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...files];
  const found = await Promise.all(entries.map(filesIn));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside = await new Promise<FileSystemEntry[]>((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });
  const found = await Promise.all(inside.filter(({ isFile }) => isFile).map(filesIn));
  return found.flat();
}
