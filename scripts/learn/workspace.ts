/**
 * The learner's files: `runs/learn/NAME/` holds a copy of `src/` as it is when the exercise is handed out, with a body removed
 * or a fault put in, and the answers. Nothing else of the project is changed.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shown } from '../../src/env/messages.ts';
import { makeFolder, readText, writing } from '../../src/record/disk.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import type { Exercise } from './exercise.ts';

/** The project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const LEARN = join(ROOT, 'runs', 'learn');

export const folderOf = ({ name }: Exercise): string => join(LEARN, name);

/** The numbers of an exercise stay those with which it was handed out. */
const SEED = 'seed.txt';

/** So that an editor knows the types. */
const FOR_EDITORS = '{ "extends": "../../../tsconfig.json", "include": ["src"] }\n';

/** @throws ConfigError if the file was changed or removed */
export function seedOf(folder: string): number {
  const path = join(folder, SEED);
  const text = readText(path).trim();
  if (/^\d+$/.test(text)) return Number(text);
  throw new ConfigError(
    `${path}: expected a whole number, got ${shown(text)}; --reset begins anew`,
  );
}

/** Hands the exercise out, unless that was done before. Made aside, then renamed: it is there as a whole or not at all. */
export async function handOut(exercise: Exercise, seed: number): Promise<void> {
  const folder = folderOf(exercise);
  if (existsSync(folder)) return;
  const aside = `${folder}.${process.pid}.tmp`;
  makeFolder(LEARN);
  try {
    writing(folder, () => {
      mkdirSync(aside);
      cpSync(join(ROOT, 'src'), join(aside, 'src'), { recursive: true });
      writeFileSync(join(aside, SEED), `${seed}\n`);
      writeFileSync(join(aside, 'tsconfig.json'), FOR_EDITORS);
    });
    await exercise.handOut(aside, seed);
    if (!existsSync(folder)) writing(folder, () => renameSync(aside, folder));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * Hands it out anew. What was written is kept beside it.
 *
 * @returns the folder in which it is kept; null: there was nothing
 */
export async function reset(exercise: Exercise, seed: number): Promise<string | null> {
  const folder = folderOf(exercise);
  const isThere = existsSync(folder);
  const first = `${folder}-before-reset`;
  let old = first;
  for (let n = 2; existsSync(old); n++) old = `${first}-${n}`;
  if (isThere) writing(old, () => renameSync(folder, old));
  try {
    await handOut(exercise, seed);
  } catch (error) {
    if (isThere) renameSync(old, folder); // the disk is full: all is as it was
    throw error;
  }
  return isThere ? old : null;
}

/** Changes when a file of the exercise is saved, and when its folder is removed. */
export function signatureOf(folder: string): string {
  if (!existsSync(folder)) return '';
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return entries
    .filter((name) => /\.(ts|txt)$/.test(name))
    .map((name) => `${name} ${statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs}`)
    .join('\n');
}
