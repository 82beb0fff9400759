/** Runs the learner's code in a process of its own (child.ts), and ends that with this one. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Trained } from './debug/train.ts';
import type { Exercise, Verdict } from './exercise.ts';
import { ROOT } from './workspace.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** For all cases together, or for a short run on a slow machine. */
const LIMIT = 60; // s
/** Of what the learner's code prints, for whoever looks for an error. */
const MOST_PRINTED = 20; // lines

interface Answered<T> {
  /** null: the process ended without one. */
  readonly answer: T | null;
  /** Why there is none. */
  readonly failure: string;
  readonly printed: readonly string[];
}

function run<T>(args: readonly string[], limit: number): Promise<Answered<T>> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced', // JSON has no NaN
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, limit * 1000);
  const out: string[] = [];
  const err: string[] = [];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => err.push(text));
  let answer: T | null = null;
  child.on('message', (message) => (answer = message as T));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      process.off('exit', kill);
      const lines = (texts: string[]): string[] =>
        texts.join('').trimEnd().split('\n').filter(Boolean);
      const failure = isLate
        ? `it did not end within ${limit} s; is there an endless loop?`
        : (lines(err).find((line) => /^\w*Error\b/.test(line)) ?? 'it ended before it was judged');
      resolve({ answer, failure, printed: lines(out).slice(-MOST_PRINTED) });
    });
  });
}

/** Judges the exercise as it lies in the folder. */
export async function judgeInChild(
  { name }: Exercise,
  folder: string,
  seed: number,
  limit = LIMIT,
): Promise<Verdict & { readonly printed: readonly string[] }> {
  const { answer, failure, printed } = await run<Verdict>(
    ['judge', name, folder, String(seed)],
    limit,
  );
  return { ...(answer ?? { passed: false, lines: [failure], charts: [] }), printed };
}

/** The short run of a fault by the code in `folder`. */
export async function trainInChild(name: string, folder: string): Promise<Trained> {
  const { answer, failure } = await run<Trained>(['train', name, folder], LIMIT);
  return answer ?? { curves: {}, visits: null, broken: failure };
}
