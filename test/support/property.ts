/** Properties of random input, such that what fails can be repeated. */
import fc from 'fast-check';

const { TEST_SEED, TEST_CASES } = process.env;

/** Times as many cases as usual. */
const MORE = Number(TEST_CASES ?? 1);

/**
 * Asserts that a property holds for random input. What fails is told with its error, the smallest input found and the seed: with
 * `TEST_SEED` the same inputs come again. `TEST_CASES=20` takes 20 times as many.
 *
 * @param cases how many inputs are tried
 */
export function assertProperty<Inputs>(property: fc.IProperty<Inputs>, cases = 100): void {
  const result = fc.check(property, {
    numRuns: cases * MORE,
    ...(TEST_SEED === undefined ? {} : { seed: Number(TEST_SEED) }),
  });
  if (!result.failed) return;
  const { seed, counterexample, counterexamplePath, numRuns, errorInstance } = result;
  const cause = errorInstance instanceof Error ? errorInstance : new Error(String(errorInstance));
  const lines = [
    `fails after ${numRuns} inputs: ${cause.message}`,
    `smallest input: ${fc.stringify(counterexample)}`,
    `path: ${counterexamplePath}`,
    `to repeat: TEST_SEED=${seed} TEST_CASES=${MORE} npm test -- ...`,
  ];
  throw new Error(lines.join('\n'), { cause });
}
