/** What a test file reports to the runner about its tests, and the verdict of the runner. */

/** The file descriptor for reports: tests write to standard output and standard error themselves. */
export const REPORT = 3;

/** What is reported of a test; those of a file are numbered from 0 as they are declared. */
export type TestReport =
  | { readonly event: 'declared'; readonly test: number; readonly name: string }
  | { readonly event: 'started'; readonly test: number }
  | { readonly event: 'passed' | 'failed'; readonly test: number; readonly seconds: number };

/** A line of the report: of a test, of a file that begins, or of one that has ended. */
export type Report =
  | TestReport
  | { readonly event: 'file' }
  | { readonly event: 'end'; readonly code: number; readonly seconds: number };

/** How a test file ended: with a code of its own, or together with its process. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  /** Seconds without a report after which it was stopped; null if it ended by itself. */
  readonly stoppedAfter: number | null;
}

export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  /** A line each, for what the file's own output may not show. */
  readonly notes: readonly string[];
  /** A line for each test that took long. */
  readonly slow: readonly string[];
}

/** Seconds; a test that takes longer belongs to the slow tests. */
export const LONG = 5;

interface Test {
  readonly name: string;
  state: 'never ran' | 'did not end' | 'passed' | 'failed';
  seconds: number;
}

function testsOf(reports: readonly TestReport[]): Test[] {
  const tests: Test[] = [];
  for (const report of reports) {
    if (report.event === 'declared') {
      tests[report.test] = { name: report.name, state: 'never ran', seconds: 0 };
      continue;
    }
    const test = tests[report.test];
    if (report.event !== 'started') test.seconds = report.seconds;
    if (test.state === 'failed') continue; // uvu can run a test twice
    test.state = report.event === 'started' ? 'did not end' : report.event;
  }
  return tests;
}

/**
 * There must be a test, every declared test must have run and passed, and the process must have ended well. What
 * goes wrong outside the tests counts as one failure.
 */
export function judge(reports: readonly TestReport[], ending: Ending): Verdict {
  const { code, signal, stoppedAfter } = ending;
  const tests = testsOf(reports);
  const notes = tests
    .filter(({ state }) => state === 'never ran' || state === 'did not end')
    .map(({ name, state }) => `${state}: ${name}`);
  if (tests.length === 0) notes.push('declares no test');
  if (stoppedAfter !== null) notes.push(`stopped after ${stoppedAfter} s`);
  else if (code !== 0) notes.push(`ended with ${signal ?? `exit code ${code}`}`);
  const passed = tests.filter(({ state }) => state === 'passed').length;
  const isBroken = tests.length === 0 || code !== 0;
  return {
    passed,
    failed: Math.max(tests.length - passed, isBroken ? 1 : 0),
    notes,
    slow: tests
      .filter(({ seconds }) => seconds > LONG)
      .map(({ name, seconds }) => `${seconds.toFixed(1)} s: ${name}`),
  };
}
