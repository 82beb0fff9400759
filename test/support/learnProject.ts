/** Copies of the project in which exercises are handed out, and whose source can be broken. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withoutBody } from '../../scripts/learn/hole.ts';
import { WRITINGS } from '../../scripts/learn/write/writings.ts';
import { temporaryFolder } from './temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export class LearnProject {
  readonly folder = temporaryFolder();

  /** @param broken other texts for files of src */
  constructor(broken: ReadonlyMap<string, string> = new Map()) {
    for (const name of ['src', 'scripts', 'package.json', 'test/golden']) {
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    for (const [file, text] of broken) writeFileSync(join(this.folder, 'src', file), text);
  }

  /** A module of the copy. */
  load<Module>(file: string): Promise<Module> {
    return import(pathToFileURL(join(this.folder, file)).href) as Promise<Module>;
  }

  #works = 0;

  /** A new folder for the learner, inside the copy. */
  newFolder(): string {
    const folder = join(this.folder, 'runs', 'learn', String(++this.#works));
    mkdirSync(folder, { recursive: true });
    cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true });
    return folder;
  }
}

/** A file of src as it is. */
export const sourceOf = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');

/** A copy whose originals lack all bodies that are to be written: what runs there must be the learner's. */
export function projectWithoutBodies(): LearnProject {
  const broken = new Map<string, string>();
  for (const { file, body } of WRITINGS) {
    broken.set(file, withoutBody(broken.get(file) ?? sourceOf(file), body));
  }
  return new LearnProject(broken);
}
