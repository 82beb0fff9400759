/** Commands as a person can paste them into a shell. */
import { relative, resolve } from 'node:path';

/** The word as a POSIX shell reads it as one. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether this is the package, where the scripts are compiled and are commands of `vime`. */
export const IS_PACKAGE = import.meta.filename.endsWith('.js');

/** Text of a help as it is right here: `npx tsx scripts/run.ts --seed 1` is `npx vime run --seed 1` in the package. */
export function asTypedHere(text: string, isPackage = IS_PACKAGE): string {
  return isPackage ? text.replaceAll(/(?:npx tsx )?scripts\/(\w+)\.ts/g, 'npx vime $1') : text;
}

/**
 * The command that starts a script of this project, from the present folder. Outside the project npx would not find its tsx.
 *
 * @param script such as `run.ts`
 */
export function scriptCommand(
  script: string,
  args: readonly string[],
  isPackage = IS_PACKAGE,
): string {
  if (isPackage) return ['npx', 'vime', script.replace('.ts', ''), ...args].map(quoted).join(' ');
  const root = resolve(import.meta.dirname, '..');
  const path = resolve(import.meta.dirname, script);
  const isInside = !relative(root, process.cwd()).startsWith('..');
  const near = relative(process.cwd(), path);
  const start = isInside
    ? ['npx', 'tsx', near.startsWith('..') ? path : near]
    : [resolve(root, 'node_modules', '.bin', 'tsx'), path];
  return [...start, ...args].map(quoted).join(' ');
}
