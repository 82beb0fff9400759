/** Curves in a terminal: a chart of characters, for results that are looked at where they were computed. */
import { rgbOf, type Rgb } from '../draw/colourScale.ts';
import { Canvas, coloured, DOTS_ACROSS, DOTS_DOWN } from './braille.ts';
import { wordLines } from './wordLines.ts';

export interface Curve {
  readonly name: string;
  /** Points from left to right; one that is not finite is left out, and so are the lines to it. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface CurveChart {
  readonly title: string;
  /** What lies along the horizontal axis. */
  readonly across: string;
  /** At most three. Without colours they differ in their dots: the first is solid. */
  readonly curves: readonly Curve[];
}

/** Readable on white and on black; told apart without red and green. */
const COLOURS: readonly Rgb[] = ['#0087ff', '#d75f00', '#8787af'].map(rgbOf);
/** Of so many dots along a curve one is drawn. */
const EVERY = [1, 3, 6];
/** Samples of a curve's key, in characters like those of the curve. */
const KEYS = ['⠒⠒⠒⠒', '⠂⠐⠂⠐', '⠂ ⠂ '];

const LABEL = 8; // characters left of the chart
const NARROWEST = 24; // columns, with the labels: the ends of the horizontal axis need 16 of them

/** Three significant digits, without zeros at the end. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

type Range = readonly [low: number, high: number];

/** Of the finite numbers; widened where all are the same. */
function rangeOf(values: readonly number[]): Range | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const margin = low === high ? Math.max(Math.abs(low), 1) / 2 : 0;
  return [low - margin, high + margin];
}

/** From 0 to `dots` − 1. */
const dotOf = (value: number, [low, high]: Range, dots: number): number =>
  Math.floor(((value - low) / (high - low)) * (dots - 1) + 0.5);

const isDrawn = ([x, y]: Curve['points'][number]): boolean =>
  Number.isFinite(x) && Number.isFinite(y);

/** What the key says of a curve: also that there is nothing of it to see. */
const nameOf = ({ name, points }: Curve): string =>
  points.some(isDrawn) ? name : `${name} (no points)`;

/** Draws a curve as lines from point to point. */
function draw(canvas: Canvas, { points }: Curve, n: number, xs: Range, ys: Range): void {
  const [across, down] = [canvas.columns * DOTS_ACROSS, canvas.rows * DOTS_DOWN];
  let before: readonly [number, number] | null = null;
  let drawn = 0;
  for (const point of points) {
    if (!isDrawn(point)) {
      before = null;
      continue;
    }
    const [x, y] = point;
    const here = [dotOf(x, xs, across), down - 1 - dotOf(y, ys, down)] as const;
    const [fromX, fromY] = before ?? here;
    const steps = Math.max(1, Math.abs(here[0] - fromX), Math.abs(here[1] - fromY));
    for (let i = before ? 1 : steps; i <= steps; i++) {
      const at = (from: number, to: number): number =>
        Math.floor(from + ((to - from) * i) / steps + 0.5);
      if (drawn++ % EVERY[n] === 0) canvas.dot(at(fromX, here[0]), at(fromY, here[1]), COLOURS[n]);
    }
    before = here;
  }
}

/** Title and key in lines of at most `columns`; a name that is longer than a line goes on below its beginning. */
function headingOf({ title, curves }: CurveChart, columns: number, inColour: boolean): string[] {
  const indent = ' '.repeat(KEYS[0].length + 1);
  const keys = curves.map((curve, n) => ({
    sample: `${coloured(KEYS[n], COLOURS[n], inColour)} `,
    words: wordLines(nameOf(curve), columns - indent.length),
  }));
  const lines = wordLines(title, columns);
  let used = lines.at(-1)!.length;
  for (const { sample, words } of keys) {
    const [first, ...others] = words;
    const isNear = words.length === 1 && used + 2 + indent.length + first.length <= columns;
    if (isNear) lines.push(`${lines.pop()!}  ${sample}${first}`);
    else lines.push(`${sample}${first}`, ...others.map((line) => indent + line));
    used = (isNear ? used + 2 : 0) + indent.length + words.at(-1)!.length;
  }
  return lines;
}

/** The ends of the horizontal axis and what lies along it, between them if there is room, else below. */
function footOf(across: string, ends: Range, width: number): string[] {
  const [left, right] = ends.map(shortNumber);
  const middle = left.length + right.length + across.length + 2 <= width ? across : '';
  const free = width - left.length - right.length - middle.length;
  const gap = Math.floor(free / 2);
  const axis = `${left}${' '.repeat(gap)}${middle}${' '.repeat(free - gap)}${right}`;
  const below = middle === across ? [] : wordLines(across, width);
  return [axis, ...below].map((line) => ' '.repeat(LABEL) + line);
}

/**
 * The lines of a chart: title and key, the curves with the ends of the vertical axis, and the ends of the horizontal one.
 *
 * @param columns,rows of the chart with its labels, in characters; with fewer than 24 columns it is as wide as with 24,
 *                     and the curves have at least three rows
 */
export function curveChartLines(
  chart: CurveChart,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  inColour: boolean,
): string[] {
  const { across, curves } = chart;
  const width = Math.max(NARROWEST, columns) - LABEL;
  const all = curves.flatMap(({ points }) => points);
  const xs = rangeOf(all.map(([x]) => x));
  const ys = rangeOf(all.map(([, y]) => y));
  const heading = headingOf(chart, LABEL + width, inColour);
  if (!xs || !ys) return [...heading, '  no finite number to draw'];
  const foot = footOf(across, xs, width);
  const canvas = new Canvas(width, Math.max(3, rows - heading.length - foot.length));
  // The last curve first: the first one lies on top.
  for (let n = curves.length - 1; n >= 0; n--) draw(canvas, curves[n], n, xs, ys);
  const body = canvas.lines(inColour).map((line, row) => {
    const label =
      row === 0 ? shortNumber(ys[1]) : row === canvas.rows - 1 ? shortNumber(ys[0]) : '';
    return `${label.padStart(LABEL - 1)} ${line}`;
  });
  return [...heading, ...body, ...foot];
}
