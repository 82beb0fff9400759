/** What the learner reads: exercises, verdicts and the list, as lines of text. */
import { join, relative } from 'node:path';
import { curveChartLines, type CurveChart } from '../../src/report/terminal/curveChart.ts';
import { coloured } from '../../src/report/terminal/braille.ts';
import { wordLines } from '../../src/report/terminal/wordLines.ts';
import { rgbOf } from '../../src/report/draw/colourScale.ts';
import { readText } from '../../src/record/disk.ts';
import { HOLE, type Exercise, type Verdict } from './exercise.ts';
import { EXERCISES } from './exercises.ts';
import { folderOf } from './workspace.ts';
import type { LearnProgress } from './progress.ts';

/** Where it is shown. */
export interface Screen {
  readonly columns: number;
  readonly inColour: boolean;
}

const WIDEST = 100;
const CHART_ROWS = 10;
const GOOD = rgbOf('#00875f');
const BAD = rgbOf('#d75f00');

/** In lines that fit, each after the indent. */
const wrapped = (text: string, columns: number, indent = ''): string[] =>
  wordLines(text, Math.min(WIDEST, columns) - indent.length).map((line) => indent + line);

const paragraphs = (texts: readonly string[], { columns }: Screen): string[] =>
  texts.flatMap((text) => ['', ...text.split('\n').flatMap((line) => wrapped(line, columns))]);

export const chartsShown = (charts: readonly CurveChart[], screen: Screen): string[] =>
  charts.flatMap((chart) => {
    const size = { columns: Math.min(WIDEST, screen.columns) - 1, rows: CHART_ROWS };
    return ['', ...curveChartLines(chart, size, screen.inColour)];
  });

const pathOf = (exercise: Exercise): string => join(folderOf(exercise), exercise.file);

/** From the present folder. */
const near = (exercise: Exercise): string => relative(process.cwd(), pathOf(exercise));

/** The file to edit, with the line where the body is missing. */
function placeOf(exercise: Exercise): string {
  const lines = readText(pathOf(exercise)).split('\n');
  const hole = lines.findIndex((line) => line.includes(HOLE));
  return hole < 0 ? near(exercise) : `${near(exercise)}:${hole + 1}`;
}

export function exerciseShown(exercise: Exercise, seed: number, screen: Screen): string[] {
  const { name, kind, title } = exercise;
  const number = EXERCISES.indexOf(exercise) + 1;
  return [
    `${number} of ${EXERCISES.length}  ${kind}  ${name}`,
    ...wrapped(title, screen.columns),
    ...paragraphs(exercise.task(seed), screen),
    '',
    `file: ${placeOf(exercise)}`,
  ];
}

export function verdictShown(
  exercise: Exercise,
  { passed, lines, charts }: Verdict,
  printed: readonly string[],
  screen: Screen,
): string[] {
  const mark = passed
    ? coloured(`${exercise.name}: right`, GOOD, screen.inColour)
    : coloured(`${exercise.name}: not yet`, BAD, screen.inColour);
  return [
    ...(printed.length > 0 ? ['your code printed:', ...printed.map((line) => `  ${line}`)] : []),
    ...chartsShown(charts, screen),
    ...(charts.length > 0 ? [''] : []),
    mark,
    ...lines.flatMap((line) => wrapped(line, screen.columns, '  ')),
    ...(passed ? [] : [`  file: ${near(exercise)}`]),
  ];
}

/** The hints shown so far. @param hints all there are, of the last verdict if that has its own */
export function hintsShown(hints: readonly string[], count: number, { columns }: Screen): string[] {
  if (hints.length === 0) return ['there is no hint'];
  const shown = hints
    .slice(0, count)
    .flatMap((hint, n) => wrapped(`hint ${n + 1}: ${hint}`, columns, '  '));
  return count >= hints.length ? [...shown, '  that was the last hint'] : shown;
}

const KINDS = {
  trace: 'follow the numbers',
  debug: 'find the changed line',
  write: 'write the body',
};

/** All exercises with what is solved, and the score. */
export function listShown(progress: LearnProgress, current: Exercise): string[] {
  const longest = Math.max(...EXERCISES.map(({ name }) => name.length));
  const solved = EXERCISES.filter(({ name }) => progress.passed.includes(name)).length;
  return [
    ...EXERCISES.map((exercise, n) => {
      const { name, kind, title } = exercise;
      const mark = progress.passed.includes(name) ? 'x' : exercise === current ? '>' : ' ';
      return `${mark} ${String(n + 1).padStart(2)}  ${kind}  ${name.padEnd(longest)}  ${title}`;
    }),
    '',
    `${solved} of ${EXERCISES.length} solved; x: solved, >: the present one`,
    Object.entries(KINDS)
      .map(([kind, what]) => `${kind}: ${what}`)
      .join('; '),
  ];
}
