/** Judges what was computed, case by case, against a truth that was found in another way. */
import type { CurveChart } from '../../src/report/terminal/curveChart.ts';
import { shortNumber } from '../../src/report/terminal/curveChart.ts';
import { firstLineOf, type Verdict } from './exercise.ts';

/** One thing that must hold. */
export interface Case {
  /** As a sentence shows it: `gaussianKl(0, 1, 1, 2)`. */
  readonly what: string;
  readonly got: () => number | ArrayLike<number>;
  readonly truth: number | ArrayLike<number>;
  /** Largest difference, as a share of the truth or of 1, whichever is larger. Default: 1e-6. */
  readonly tolerance?: number;
}

const listed = (value: number | ArrayLike<number>): number[] =>
  typeof value === 'number' ? [value] : Array.from(value);

const shownValues = (values: readonly number[]): string =>
  values.length === 1
    ? String(Number(values[0].toPrecision(6)))
    : `[${values.map(shortNumber).join(', ')}]`;

/** What is wrong in a case, or null. */
function wrongIn({ got, truth, tolerance = 1e-6 }: Case): string | null {
  const expected = listed(truth);
  let came: number[];
  try {
    const value = got() as unknown;
    if (typeof value !== 'number' && !(value instanceof Object && 'length' in value)) {
      return `: expected ${shownValues(expected)}, got ${String(value)}`;
    }
    came = listed(value as number | ArrayLike<number>);
  } catch (error) {
    return ` throws: ${firstLineOf(error)}`;
  }
  const isNear = expected.every(
    (t, i) => Math.abs(came[i] - t) <= tolerance * Math.max(1, Math.abs(t)),
  );
  if (isNear && came.length === expected.length) return null;
  return `: expected ${shownValues(expected)}, got ${shownValues(came)}`;
}

/** What is wrong in a case, in a sentence, or null. */
export function faultOf(one: Case): string | null {
  const wrong = wrongIn(one);
  return wrong === null ? null : one.what + wrong;
}

/** Faults that are told at once: the first shows what is wrong, more would bury it. */
const MOST_TOLD = 3;

/** Passed if every case holds. What is wrong in the same way in several cases is told of the first. */
export function judged(
  cases: readonly Case[],
  charts: readonly CurveChart[],
  said: readonly string[],
): Verdict {
  const faults = cases.flatMap((one) => {
    const wrong = wrongIn(one);
    return wrong === null ? [] : [{ what: one.what, wrong }];
  });
  if (faults.length === 0) return { passed: true, lines: said, charts: [] };
  const isFirst = ({ wrong }: { readonly wrong: string }, n: number): boolean =>
    faults.findIndex((other) => other.wrong === wrong) === n;
  const lines = faults
    .filter(isFirst)
    .slice(0, MOST_TOLD)
    .map(({ what, wrong }) => what + wrong);
  const more = faults.length - lines.length;
  if (more > 0) lines.push(`and ${more} more of ${cases.length} cases`);
  return { passed: false, lines, charts };
}

/** The learner's function beside the true one. @param steps intervals between `from` and `to` */
export function sweep(
  title: string,
  across: string,
  [from, to]: readonly [number, number],
  yours: (x: number) => number,
  truth: (x: number) => number,
  steps = 60,
): CurveChart {
  const xs = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const tried = (x: number): number => {
    try {
      return yours(x);
    } catch {
      return NaN;
    }
  };
  return {
    title,
    across,
    curves: [
      { name: 'yours', points: xs.map((x) => [x, tried(x)] as const) },
      { name: 'true', points: xs.map((x) => [x, truth(x)] as const) },
    ],
  };
}
