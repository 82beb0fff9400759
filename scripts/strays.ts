/**
 * What a file of one's own does when nothing was asked of it: an error in one of its timers or getters, a promise that it leaves
 * rejected, and `process.exit`, after which a run would look as if it had succeeded.
 */
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inOneLine, namedMessageOf } from '../src/env/messages.ts';
import { nextTurn } from '../src/record/disk.ts';
import { StrayError } from '../src/record/trainInto.ts';
import { isKnownError } from './commandLine.ts';
import { runScript, StoppedWork } from './output.ts';
import { loadedFiles } from './ownFile.ts';

/** Throws the first of them that has come, if there is one. */
export type CheckStrays = () => void;

/** Checks after pending events are handled: only then does Node report the last rejected promise. @throws StrayError */
export async function checkNextTurn(check: CheckStrays): Promise<void> {
  await nextTurn();
  check();
}

/** The code of this project. */
const OURS = ['src', 'scripts'].map((folder) => resolve(import.meta.dirname, '..', folder));

/** Whether a line of a stack lies in a file, or in a folder. */
const isIn = (line: string, path: string, next: ':' | '/'): boolean =>
  [path, pathToFileURL(path).href].some((name) => line.includes(`${name}${next}`));

/** Where an error comes from, as a message names it: the file of one's own; null: from this project. */
export function originOf(error: unknown): string | null {
  const files = [...loadedFiles];
  if (files.length === 0) return null;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  for (const frame of frames) {
    const file = files.find(([path]) => isIn(frame, path, ':'));
    if (file) return `${file[1]}, line ${/:(\d+):\d+\)?$/.exec(frame)?.[1] ?? 'unknown'}`;
  }
  if (frames.some((frame) => OURS.some((folder) => isIn(frame, folder, '/')))) return null;
  return `${files.map(([, name]) => name).join(' or ')}, or what it uses`;
}

/** An error that the work has thrown, as it is to be told: one that a file of one's own threw names the file. */
function told(error: unknown): unknown {
  if (isKnownError(error) || error instanceof StoppedWork) return error;
  const origin = originOf(error);
  return origin === null ? error : strayError(origin, error);
}

/** @param where a file, and what went wrong there */
const strayError = (where: string, error: unknown): StrayError =>
  new StrayError(`${where}: ${inOneLine(namedMessageOf(error))}`);

type Listeners = Readonly<
  Record<'uncaughtException' | 'unhandledRejection', (error: unknown) => void>
>;

/** Of the work before, in this thread. */
let listeners: Partial<Listeners> = {};

function listen(next: Partial<Listeners>): void {
  for (const [event, listener] of Object.entries(listeners)) process.off(event, listener);
  listeners = next;
  for (const [event, listener] of Object.entries(listeners)) process.on(event, listener);
}

/** As if nobody listened: Node prints the stack trace and ends the process. */
function throwUnheard(error: unknown): void {
  listen({});
  setImmediate(() => {
    throw error;
  });
}

/** What ends the process. */
let exit = process.exit.bind(process);

const refusing: typeof process.exit = (code) => {
  const refused = new Error(
    `process.exit(${code ?? ''}) is refused: it would end the command before its work is done; throw an error instead`,
  );
  if (originOf(refused) === null) exit(code);
  throw refused;
};

/** A file of one's own that ends the process gets an error instead. */
function refuseExit(): void {
  if (process.exit === refusing) return; // since the job before in this thread
  exit = process.exit.bind(process);
  process.exit = refusing;
  syncBuiltinESMExports(); // for `import { exit } from 'node:process'`
}

/**
 * Does the work of a script that loads files of one's own. What they do meanwhile is an error of the work: at its end, or when it
 * checks, and so is an error of theirs that the work throws. What they do later is reported when it comes.
 *
 * @param report of what comes later
 * @throws StrayError
 */
export async function watchingStrays<Result>(
  work: (check: CheckStrays) => Promise<Result>,
  report: (error: StrayError) => void,
): Promise<Result> {
  let first: StrayError | null = null;
  let isOver = false;
  const check = (): void => {
    if (first) throw first;
  };
  const come = (what: string) => (error: unknown) => {
    const origin = originOf(error);
    if (origin === null) {
      throwUnheard(error);
      return;
    }
    const stray = strayError(`${origin}: ${what}`, error);
    if (isOver) report(stray);
    else first ??= stray;
  };
  listen({
    uncaughtException: come('an error that nothing catches'),
    unhandledRejection: come('a rejected promise that nothing catches'),
  });
  refuseExit();
  try {
    const result = await work(check);
    await checkNextTurn(check);
    return result;
  } catch (error) {
    throw told(error);
  } finally {
    isOver = true;
  }
}

/** Resolves when all that was written has reached its reader, or cannot. */
const isWritten = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

/**
 * Runs a script that loads files of one's own, as `runScript` does. If it has loaded any, the process ends with its work: a timer
 * or a socket that one of them leaves open would keep it alive. What they do after the work no longer counts.
 */
export async function runWithFiles(
  name: string,
  main: (check: CheckStrays) => Promise<void>,
): Promise<void> {
  await runScript(name, () => watchingStrays(main, () => undefined));
  if (loadedFiles.size === 0) return;
  await isWritten(process.stdout);
  await isWritten(process.stderr);
  exit(); // with process.exitCode
}
