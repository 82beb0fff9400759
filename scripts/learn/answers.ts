/** The file that answers are written into: a line `name = value` for each. Lines that begin with # are the task. */
import { join } from 'node:path';
import { readText, writeWhole } from '../../src/record/disk.ts';
import { ANSWERS } from './exercise.ts';

const LINE = /^\s*([A-Za-z]\w*)\s*=(.*)$/;

/** Some editors end lines in \r\n. */
const linesOf = (path: string): string[] => readText(path).split(/\r?\n/);

export function writeQuestions(
  folder: string,
  task: readonly string[],
  names: readonly string[],
): void {
  const head = task.flatMap((line) => line.split('\n')).map((line) => `# ${line}`.trimEnd());
  const blanks = names.map((name) => `${name} = `);
  writeWhole(join(folder, ANSWERS), `${[...head, '', ...blanks].join('\n')}\n`);
}

/** What was answered, by name; a name without an answer has ''. */
export function readAnswers(folder: string): Map<string, string> {
  const answers = new Map<string, string>();
  for (const line of linesOf(join(folder, ANSWERS))) {
    const match = LINE.exec(line);
    if (match) answers.set(match[1], match[2].trim());
  }
  return answers;
}

/** Lines of the file that are neither of the task nor an answer to what is asked: a number alone, or another name. */
export function strangeLines(folder: string, names: readonly string[]): string[] {
  return linesOf(join(folder, ANSWERS))
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
  const lines = linesOf(path).map((line) =>
    LINE.exec(line)?.[1] === name ? `${name} = ${value}` : line,
  );
  writeWhole(path, lines.join('\n'));
  return name;
}
