/**
 * uvu as the test files see it, with a report of every test. uvu itself counts only the tests it ran: a suite without
 * `.run()`, a test beside `test.only`, one that was skipped or one that did not run because the process ended is not
 * counted. Here each test is reported when it is declared, when it starts and when it ends, one JSON line each, at
 * once and synchronously, so that the report is complete however the process ends.
 */
import { writeSync } from 'node:fs';
import { inspect, types } from 'node:util';
import * as uvu from 'uvu';
import { REPORT, type Report } from './account.ts';

let declared = 0;

function report(line: Report): void {
  writeSync(REPORT, `${JSON.stringify(line)}\n`);
}

/** Another test file begins. */
export function reportFile(): void {
  declared = 0;
  report({ event: 'file' });
}

/** A test file has ended, with what would be its exit code. */
export function reportEnd(code: number, seconds: number): void {
  report({ event: 'end', code, seconds });
}

/** uvu reads the name and the stack of what was thrown, and stops without a message if it has none. */
function asError(thrown: unknown): Error {
  return types.isNativeError(thrown) ? thrown : new Error(`threw ${inspect(thrown)}`);
}

/** The test as uvu shall run it. */
function reported<T>(name: string, callback: uvu.Callback<T>): uvu.Callback<T> {
  const test = declared++;
  report({ event: 'declared', test, name });
  return async (context) => {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    report({ event: 'started', test });
    try {
      await callback(context);
    } catch (thrown) {
      report({ event: 'failed', test, seconds: seconds() });
      throw asError(thrown);
    }
    report({ event: 'passed', test, seconds: seconds() });
  };
}

/** A hook that prints what it throws: uvu drops it before and after the tests. */
function audible<T>(hook: uvu.Test<T>['before']): uvu.Test<T>['before'] {
  const printed =
    (callback: uvu.Callback<T>): uvu.Callback<T> =>
    async (context) => {
      try {
        await callback(context);
      } catch (thrown) {
        console.error(asError(thrown));
        throw asError(thrown);
      }
    };
  return Object.assign((callback: uvu.Callback<T>) => hook(printed(callback)), {
    each: (callback: uvu.Callback<T>) => hook.each(printed(callback)),
  });
}

function counted<T>(inner: uvu.Test<T>): uvu.Test<T> {
  const declare = (name: string, test: uvu.Callback<T>): void => inner(name, reported(name, test));
  return Object.assign(declare, {
    only: (name: string, test: uvu.Callback<T>) => inner.only(name, reported(name, test)),
    skip: (name = 'a test without a name') => report({ event: 'declared', test: declared++, name }),
    before: audible(inner.before),
    after: audible(inner.after),
    run: () => inner.run(),
  });
}

export const suite = <T>(name?: string, context?: T): uvu.Test<T> =>
  counted(uvu.suite(name, context));
export const test = counted(uvu.test);
export const exec = uvu.exec;
