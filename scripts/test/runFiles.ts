/** Runs test files one after the other in one process. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { judge, type Ending, type Report, type TestReport, type Verdict } from './account.ts';

const preload = new URL('preload.ts', import.meta.url).href;
const inTurn = fileURLToPath(new URL('inTurn.ts', import.meta.url));

export interface Outcome extends Verdict {
  readonly output: string;
  readonly seconds: number;
}

/** What a process left: all that it reported and printed, and how it ended. */
interface Left extends Ending {
  readonly report: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

async function runProcess(
  root: string,
  paths: readonly string[],
  variables: { readonly [name: string]: string },
  limit: number,
): Promise<Left> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--import', preload, inTurn, ...paths],
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

  const [, ...streams] = child.stdio as readonly Readable[];
  const texts = streams.map(() => '');
  for (const [n, stream] of streams.entries()) {
    stream.setEncoding('utf8').on('data', (text: string) => (texts[n] += text));
  }
  streams[2].on('data', () => timer.refresh());
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ending) => resolve(ending));
    },
  );
  clearTimeout(timer);
  const [stdout, stderr, report] = texts;
  const seconds = (performance.now() - started) / 1000;
  return { report, stdout, stderr, seconds, code, signal, stoppedAfter };
}

/** The files that a process began, in turn. The last one ended as the process did. */
function outcomesOf({ report, stdout, stderr, seconds, ...ending }: Left): Outcome[] {
  const files: { tests: TestReport[]; code: number; seconds: number }[] = [];
  const lines = report.split('\n').slice(0, -1); // a last line that was cut off is left out
  for (const line of lines.map((text) => JSON.parse(text) as Report)) {
    if (line.event === 'file') files.push({ tests: [], code: 0, seconds });
    else if (line.event === 'end') Object.assign(files.at(-1)!, line);
    else files.at(-1)!.tests.push(line);
  }
  if (files.length === 0) files.push({ tests: [], code: 0, seconds });
  const printed = [stdout, stderr].map((text) => text.split('\0'));
  return files.map(({ tests, code, seconds }, n) => {
    const isLast = n === files.length - 1;
    const verdict = judge(tests, isLast ? ending : { code, signal: null, stoppedAfter: null });
    const output = printed
      .flatMap((parts) => (isLast ? parts.slice(n) : parts.slice(n, n + 1)))
      .join('');
    return { ...verdict, output, seconds };
  });
}

/**
 * A file that ends the process is the last one to run in it; those after it run in another one.
 *
 * @param root     folder that the tests run in
 * @param paths    of the files, absolute
 * @param variables of the environment, beside those of this process
 * @param limit    seconds without a report after which a process is stopped
 * @returns        what came of each file
 */
export async function runFiles(
  root: string,
  paths: readonly string[],
  variables: { readonly [name: string]: string },
  limit: number,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < paths.length) {
    const rest = paths.slice(outcomes.length);
    outcomes.push(...outcomesOf(await runProcess(root, rest, variables, limit)));
  }
  return outcomes;
}
