/** The numbers along an axis, for any values: a few, all different, none long. */
import { scaleLinear, type LinearScale } from 'd3-scale';

/** What an axis reaches over, and what is written where. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly values: readonly number[];
  /** Of each value. */
  readonly labels: readonly string[];
}

/** A difference smaller than this share of the values would make labels long; it is drawn as none. */
const SMALLEST_SHARE = 1e-4;

/** Around values that are all the same, for each unit of their size. */
const AROUND = 0.05;

/** Numbers nearer to 0 have no reciprocal, and the span of larger ones is no number. */
const LEAST = 1e-300;
const MOST = 4e307;

/** Below, and from here on, numbers are written with an exponent. */
const SMALL = 1e-3;
const LARGE = 1e6;

const linearScale = (domain: readonly number[]): LinearScale => scaleLinear().domain(domain);

/** The least and the most of the finite values; both 0 if there are none. */
export function endsOf(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite).map((v) => Math.max(-MOST, Math.min(MOST, v)));
  if (finite.length === 0) return [0, 0];
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}

/** Ends so far apart that short labels differ. */
function widened([low, high]: readonly [number, number]): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < LEAST) return [0, 1];
  if (high - low >= SMALLEST_SHARE * size) return [low, high];
  return [low - AROUND * size, high + AROUND * size];
}

interface LinearOptions {
  /** About how many numbers. Default: 5. */
  readonly count?: number;
  /** Ends at numbers that are written. Default: true. */
  readonly nice?: boolean;
}

/** Over all values, or from end to end of a domain. At least two numbers. */
export function linearAxis(
  given: readonly number[],
  { count = 5, nice = true }: LinearOptions = {},
): Axis {
  const linear = linearScale(widened(endsOf(given)));
  if (nice) linear.nice(count);
  return numbered(linear, count);
}

/** Over whole numbers, such as episodes: no others are written. One number, if all are the same. */
export function wholeAxis(given: readonly number[], count = 6): Axis {
  const [first, last] = endsOf(given);
  if (first < last) return numbered(linearScale([first, last]), Math.min(count, last - first));
  const { labels } = numbered(linearScale([first, first + 1]), 1);
  return { domain: [first - 0.5, first + 0.5], values: [first], labels: [labels[0]] };
}

/** @param count about how many numbers; there will be two or more */
function numbered(linear: LinearScale, count: number): Axis {
  let wanted = count;
  while (linear.ticks(wanted).length < 2) wanted++;
  const values = linear.ticks(wanted).map((value) => value + 0); // no −0
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isPlain = largest >= SMALL && largest < LARGE;
  const plain = linear.tickFormat(wanted, '~f');
  const labels = values.map((value) =>
    value === 0 ? '0' : isPlain ? plain(value) : withExponent(value),
  );
  return { domain: linear.domain(), values, labels };
}

/** `−1.5e17`; the last digits of a multiple are rounding error. */
const withExponent = (value: number): string =>
  Number(value.toPrecision(15)).toExponential().replace('e+', 'e').replaceAll('-', '\u2212');

/** As many powers of ten are written at most, if no other number is given; two are the least. */
const MOST_POWERS = 6;

const exponentOf = (value: number): number => Number(value.toExponential().split('e')[1]);
const powerOfTen = (exponent: number): number => Number(`1e${exponent}`);

/** The powers of ten that JavaScript has. */
const LEAST_POWER = -323;
const MOST_POWER = 308;

/** Over the values above 0, from a power of ten to a power of ten. */
export function logAxis(given: readonly number[], count = MOST_POWERS): Axis {
  const positive = given.filter((value) => value > 0 && value < Infinity);
  const least = positive.reduce((a, b) => Math.min(a, b), positive[0] ?? 1);
  const most = positive.reduce((a, b) => Math.max(a, b), least);
  const from = Math.min(MOST_POWER - 1, Math.max(LEAST_POWER, exponentOf(least)));
  const top = exponentOf(most) + (powerOfTen(exponentOf(most)) < most ? 1 : 0);
  const to = Math.min(MOST_POWER, Math.max(from + 1, top));
  const apart = Math.ceil((to - from + 1) / Math.max(2, count));
  const round = Math.ceil(from / apart) * apart;
  const values: number[] = [];
  for (let n = round + apart <= to ? round : from; n <= to; n += apart) values.push(powerOfTen(n));
  return { domain: [powerOfTen(from), powerOfTen(to)], values, labels: powerLabels(values) };
}

/** Powers of ten, all written as such, `1e−8`, if one of them would be long. */
function powerLabels(powers: readonly number[]): string[] {
  const areShort = powers.every((power) => power >= SMALL && power < LARGE);
  return powers.map((power) =>
    areShort || power === 1 || power === 10 ? String(power) : withExponent(power),
  );
}

/** The axis in Vega-Lite. */
export function labelled({ values, labels }: Axis): {
  readonly values: number[];
  readonly labelExpr: string;
} {
  const texts = Object.fromEntries(values.map((value, n) => [value, labels[n]]));
  return { values: [...values], labelExpr: `(${JSON.stringify(texts)})[datum.value]` };
}
