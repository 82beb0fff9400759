import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/train/config/field.ts';

/** The message of the error of this class in which `run` ends. */
function messageOf(kind: new (message: string) => Error, run: () => unknown): string {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  assert.instance(thrown, kind, `expected a ${kind.name}, got ${String(thrown)}`);
  return (thrown as Error).message;
}

/** Asserts that `run` throws a RangeError whose message matches. */
export const assertRangeError = (run: () => unknown, message: RegExp): void =>
  assert.match(messageOf(RangeError, run), message);

/** The message of the ConfigError that `run` throws. */
export const refusal = (run: () => unknown): string => messageOf(ConfigError, run);

/** Asserts that `run` throws a ConfigError with this message, or one that matches; it has one line. */
export function assertRefused(run: () => unknown, expected: string | RegExp): void {
  const message = refusal(run);
  if (typeof expected === 'string') assert.is(message, expected);
  else assert.match(message, expected);
  assert.not.match(message, /\n/);
}
