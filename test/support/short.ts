/** Whether slow tests shall do with fewer cases: `npm run test:slow -- --short`. */
export const SHORT = process.env['TEST_SHORT'] === '1';

/** All of these, or in the short form as many of the first. */
export const atMost = <T>(count: number, all: readonly T[]): readonly T[] =>
  SHORT ? all.slice(0, count) : all;
