/** Commands as a person can paste them into a shell. */
import { relative, resolve } from 'node:path';

/** The word as a POSIX shell reads it as one. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The command that starts a script of this project, from the present folder. Outside the project npx would not find its tsx.
 *
 * @param script such as `run.ts`
 */
export function scriptCommand(script: string, args: readonly string[]): string {
  const root = resolve(import.meta.dirname, '..');
  const path = resolve(import.meta.dirname, script);
  const isInside = !relative(root, process.cwd()).startsWith('..');
  const near = relative(process.cwd(), path);
  const start = isInside
    ? ['npx', 'tsx', near.startsWith('..') ? path : near]
    : [resolve(root, 'node_modules', '.bin', 'tsx'), path];
  return [...start, ...args].map(quoted).join(' ');
}
