/** The file that answers are written into: a line `name = value` for each. Lines that begin with # are the task. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeWhole } from '../../src/record/disk.ts';
import { ANSWERS } from './exercise.ts';

const LINE = /^\s*([A-Za-z]\w*)\s*=(.*)$/;

export function writeQuestions(
  folder: string,
  task: readonly string[],
  names: readonly string[],
): void {
  const head = task.flatMap((line) => line.split('\n')).map((line) => `# ${line}`.trimEnd());
  const blanks = names.map((name) => `${name} = `);
  writeFileSync(join(folder, ANSWERS), `${[...head, '', ...blanks].join('\n')}\n`);
}

/** What was answered, by name; a name without an answer has ''. */
export function readAnswers(folder: string): Map<string, string> {
  const answers = new Map<string, string>();
  for (const line of readText(join(folder, ANSWERS)).split('\n')) {
    const match = LINE.exec(line);
    if (match) answers.set(match[1], match[2].trim());
  }
  return answers;
}

/** Lines of the file that are neither of the task nor an answer to what is asked: a number alone, or another name. */
export function strangeLines(folder: string, names: readonly string[]): string[] {
  return readText(join(folder, ANSWERS))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .filter((line) => !names.includes(LINE.exec(line)?.[1] ?? ''));
}

/**
 * Puts an answer into the file: `name = value`, or a value alone for the only name or the first that has none.
 *
 * @returns the name, or null if the file asks for no such thing, or if it is not clear which it is for
 */
export function giveAnswer(folder: string, given: string): string | null {
  const answers = readAnswers(folder);
  const named = LINE.exec(given);
  const names = [...answers.keys()];
  const free = names.length === 1 ? names[0] : names.find((one) => answers.get(one) === '');
  const name = named ? named[1] : free;
  if (name === undefined || !answers.has(name)) return null;
  const value = named ? named[2].trim() : given.trim();
  const path = join(folder, ANSWERS);
  const text = readText(path)
    .split('\n')
    .map((line) => (LINE.exec(line)?.[1] === name ? `${name} = ${value}` : line));
  writeWhole(path, text.join('\n'));
  return name;
}
