/** The file that answers are written into: a line `name = value` for each. Lines that begin with # are the task. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../src/record/disk.ts';
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
  const text = readFileSync(join(folder, ANSWERS), 'utf8');
  const lines = text.split('\n').flatMap((line) => LINE.exec(line) ?? []);
  const answers = new Map<string, string>();
  for (let i = 0; i < lines.length; i += 3) answers.set(lines[i + 1], lines[i + 2].trim());
  return answers;
}

/**
 * Puts an answer into the file: `name = value`, or a value alone for the first name that has none.
 *
 * @returns the name, or null if the file asks for no such thing
 */
export function giveAnswer(folder: string, given: string): string | null {
  const answers = readAnswers(folder);
  const named = LINE.exec(given);
  const names = [...answers.keys()];
  const name = named ? named[1] : (names.find((one) => answers.get(one) === '') ?? names.at(-1));
  if (name === undefined || !answers.has(name)) return null;
  const value = named ? named[2].trim() : given.trim();
  const path = join(folder, ANSWERS);
  const text = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => (LINE.exec(line)?.[1] === name ? `${name} = ${value}` : line));
  writeWhole(path, text.join('\n'));
  return name;
}
