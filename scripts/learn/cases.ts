/** Judges what was computed, case by case, against a truth that was found in another way. */
import { shown } from '../../src/env/messages.ts';
import type { CurveChart } from '../../src/report/terminal/curveChart.ts';
import { shortNumber } from '../../src/report/terminal/curveChart.ts';
import { firstLineOf, type Verdict } from './exercise.ts';

type Values = number | ArrayLike<number>;

/** One thing that must hold. */
export interface Case {
  /** As a sentence shows it: `gaussianKl(0, 1, 1, 2)`. */
  readonly what: string;
  readonly got: () => Values;
  readonly truth: Values;
  /** Largest difference, as a share of the truth or of 1, whichever is larger. Default: 1e-6. */
  readonly tolerance?: number;
}

const listed = (value: Values): number[] =>
  typeof value === 'number' ? [value] : Array.from(value);

const isValues = (value: unknown): value is Values =>
  typeof value === 'number' ||
  (value instanceof Object &&
    'length' in value &&
    Array.from(value as ArrayLike<unknown>).every((one) => typeof one === 'number'));

/** Entries of a list that is shown as a whole; of a longer one the first that is wrong is shown. */
const MOST_SHOWN = 6;
/** Digits with which no two numbers look alike. */
const ALL_DIGITS = 17;

/** Both, with as many digits as it takes to tell apart what is wrong. */
function shownApart(
  expected: readonly number[],
  came: readonly number[],
  isWrong: (i: number) => boolean,
): readonly string[] {
  const texts = (digits: number) =>
    [expected, came].map((values) =>
      values.map((x) => (digits === 3 ? shortNumber(x) : String(Number(x.toPrecision(digits))))),
    );
  const isAlike = ([left, right]: readonly (readonly string[])[]): boolean =>
    left.some((text, i) => isWrong(i) && text === right[i]);
  let digits = expected.length === 1 ? 6 : 3;
  while (digits < ALL_DIGITS && isAlike(texts(digits))) digits++;
  return texts(digits).map((values) =>
    values.length === 1 ? values[0] : `[${values.join(', ')}]`,
  );
}

/** What is wrong in a case, or null. */
function wrongIn({ got, truth, tolerance = 1e-6 }: Case): string | null {
  const expected = listed(truth);
  let value: unknown;
  try {
    value = got();
  } catch (error) {
    return ` throws: ${firstLineOf(error)}`;
  }
  const numbers = expected.length === 1 ? 'a number' : `${expected.length} numbers`;
  if (!isValues(value)) {
    const kind = value instanceof Object && !Array.isArray(value) ? 'an object' : shown(value);
    return `: expected ${numbers}, got ${kind}`;
  }
  const came = listed(value);
  if (came.length !== expected.length) {
    return `: expected ${numbers}, got ${came.length}`;
  }
  const isWrong = (i: number): boolean =>
    !(Math.abs(came[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])));
  const first = expected.findIndex((_, i) => isWrong(i));
  if (first < 0) return null;
  const isShort = expected.length <= MOST_SHOWN;
  const [left, right] = isShort
    ? shownApart(expected, came, isWrong)
    : shownApart([expected[first]], [came[first]], () => true);
  const where = isShort ? '' : `, entry ${first} (from 0)`;
  return `${where}: expected ${left}, got ${right}`;
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
