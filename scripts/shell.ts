/** Commands as a person can paste them into a shell. */
import { relative, resolve } from 'node:path';

/** The word as a POSIX shell reads it as one. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command that starts a script of this project, from the present folder. @param script such as `run.ts` */
export function scriptCommand(script: string, args: readonly string[]): string {
  const path = resolve(import.meta.dirname, script);
  const near = relative(process.cwd(), path);
  return ['npx', 'tsx', near.startsWith('..') ? path : near, ...args].map(quoted).join(' ');
}
