import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/train/config/field.ts';

/** What `run` throws. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Its message, if it is an error of this class. */
function messageOf(kind: new (message: string) => Error, thrown: unknown): string {
  assert.instance(thrown, kind, `expected a ${kind.name}, got ${String(thrown)}`);
  return (thrown as Error).message;
}

/** Asserts that `run` throws a RangeError whose message matches. */
export const assertRangeError = (run: () => unknown, message: RegExp): void =>
  assert.match(messageOf(RangeError, thrownBy(run)), message);

/** The message of the ConfigError that `run` throws. */
export const refusal = (run: () => unknown): string => messageOf(ConfigError, thrownBy(run));

/** The same of work that ends later. */
export const laterRefusal = async (work: Promise<unknown>): Promise<string> =>
  messageOf(
    ConfigError,
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );

/** Asserts that `run` throws a ConfigError with this message, or one that matches; it has one line. */
export function assertRefused(run: () => unknown, expected: string | RegExp): void {
  const message = refusal(run);
  if (typeof expected === 'string') assert.is(message, expected);
  else assert.match(message, expected);
  assert.not.match(message, /\n/);
}
