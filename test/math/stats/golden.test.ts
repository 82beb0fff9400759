import { test } from 'uvu';
import { movingAverage } from '../../../src/math/stats/smoothing.ts';
import {
  interquartileMean,
  mean,
  median,
  standardDeviation,
} from '../../../src/math/stats/descriptive.ts';
import { assertClose } from '../../support/close.ts';
import { golden, numbers, type GoldenNumber } from '../../support/golden.ts';

type List = readonly GoldenNumber[];

interface Case {
  readonly kind: string;
  readonly x: List;
  readonly mean: GoldenNumber;
  readonly median: GoldenNumber;
  readonly iqm: GoldenNumber;
  readonly std_population: GoldenNumber;
  readonly moving_average: readonly { readonly window: number; readonly values: List }[];
}

golden<{ cases: Case[] }>('stats').cases.forEach((c, n) => {
  test(`case ${n} (${c.kind}, ${c.x.length} numbers) agrees with NumPy`, () => {
    const x = numbers(c.x);
    // Sums in another order differ by rounding of the largest term.
    const absolute = 1e-12 + 1e-15 * x.reduce((a, b) => Math.max(a, Math.abs(b)), 0) * x.length;
    const check = (actual: ArrayLike<number>, expected: List, what: string): void =>
      assertClose(actual, numbers(expected), what, 1e-9, absolute);
    check([mean(x)], [c.mean], 'mean');
    check([median(x)], [c.median], 'median');
    check([interquartileMean(x)], [c.iqm], 'iqm');
    check([standardDeviation(x)], [c.std_population], 'population standard deviation');
    for (const { window, values } of c.moving_average) {
      check(movingAverage(x, window), values, `moving average of ${window}`);
    }
  });
});

test.run();
