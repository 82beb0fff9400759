/** Runs one test file in a process of its own. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { judge, type Report, type Verdict } from './account.ts';

const preload = new URL('preload.ts', import.meta.url).href;

export interface Outcome extends Verdict {
  readonly output: string;
  readonly seconds: number;
}

/**
 * @param root     folder that the tests run in
 * @param path     of the file, absolute
 * @param variables of the environment, beside those of this process
 * @param limit    seconds after which the file is stopped
 */
export async function runFile(
  root: string,
  path: string,
  variables: { readonly [name: string]: string },
  limit: number,
): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--import', preload, path],
    {
      cwd: root,
      // Together with NO_COLOR it makes Node warn, on the standard error that tests look at.
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  let stoppedAfter: number | null = null;
  const timer = setTimeout(() => {
    stoppedAfter = limit;
    child.kill('SIGKILL');
  }, limit * 1000);

  let output = '';
  const keep = (chunk: string): void => {
    output += chunk;
  };
  const [, stdout, stderr, report] = child.stdio as readonly Readable[];
  stdout.setEncoding('utf8').on('data', keep);
  stderr.setEncoding('utf8').on('data', keep);
  const reports = text(report);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ending) => resolve(ending));
    },
  );
  clearTimeout(timer);
  const lines = (await reports).split('\n').slice(0, -1); // a last line that was cut off is left out
  const verdict = judge(
    lines.map((line) => JSON.parse(line) as Report),
    { code, signal, stoppedAfter },
  );
  return { ...verdict, output, seconds: (performance.now() - started) / 1000 };
}
