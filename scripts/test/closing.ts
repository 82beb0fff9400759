/** How the tests' output ends. */
import { LONG, type Verdict } from './account.ts';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** A line each: files that failed, and tests of ordinary files that took long. */
  readonly failing: readonly string[];
  readonly slow: readonly string[];
}

/** @param verdicts by file */
export function totalsOf(verdicts: ReadonlyMap<string, Verdict>): Totals {
  const entries = [...verdicts].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (what: 'passed' | 'failed'): number =>
    entries.reduce((total, [, verdict]) => total + verdict[what], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    failing: entries
      .filter(([, { failed }]) => failed > 0)
      .map(([file, { passed, failed }]) => `${file}  ${passed} passed, ${failed} failed`),
    slow: entries.flatMap(([file, { slow }]) => slow.map((line) => `${file}  ${line}`)),
  };
}

/** The last line is the one that other programs read. */
export function closing({ passed, failed, failing, slow }: Totals, seconds: number): string {
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
  return [
    ...list(`Took more than ${LONG} s; if it does when nothing else runs, it is a slow test`, slow),
    ...list('Failed', failing),
    '',
    `${seconds.toFixed(0)} s`,
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}
