import * as assert from 'uvu/assert';

/** Asserts that `run` throws a RangeError whose message matches. */
export function assertRangeError(run: () => unknown, message: RegExp): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  assert.instance(
    thrown,
    RangeError,
    `expected a RangeError matching ${message}, got ${String(thrown)}`,
  );
  assert.match((thrown as RangeError).message, message);
}
