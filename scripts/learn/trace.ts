/** The exercises in which the code is followed with numbers. The answers are computed from the source whenever they are judged. */
import type { Rng } from '../../src/math/random/rng.ts';
import { stream } from '../../src/math/random/rng.ts';
import { shortNumber } from '../../src/report/terminal/curveChart.ts';
import { readAnswers, strangeLines, writeQuestions } from './answers.ts';
import {
  ANSWERS,
  loaderOf,
  firstLineOf,
  type Exercise,
  type Load,
  type Topic,
} from './exercise.ts';

/** A number on the way, or at its end. */
export interface Step {
  readonly name: string;
  /** How it follows from those before. */
  readonly by: string;
  readonly value: number;
  /** Largest difference of an answer, where a share of the value would let a usual mistake pass. */
  readonly within?: number;
}

export interface Trace<Numbers> {
  readonly name: string;
  readonly topic: Topic;
  readonly title: string;
  /** Numbers with few digits. */
  readonly draw: (rng: Rng) => Numbers;
  readonly task: (numbers: Numbers) => readonly string[];
  /** All numbers on the way, from the learner's copy of the source; those of `asked` are the answers. */
  readonly steps: (load: Load, numbers: Numbers) => Promise<readonly Step[]>;
  readonly asked: readonly string[];
  readonly said: string;
}

/** A number of `digits` digits after the point between low and high. */
export function rounded(rng: Rng, low: number, high: number, digits: number): number {
  return Number((low + (high - low) * rng.uniform()).toFixed(digits));
}

/** Share by which a rounded answer may differ. */
const TOLERANCE = 0.01;
/** What is nearer to 0 counts as 0. */
const NOTHING = 1e-9;

/** Whether an answer, which may be rounded, is the number of a step. */
export const isRight = (
  answer: number,
  { value, within = TOLERANCE * Math.abs(value) + NOTHING }: Step,
): boolean => Math.abs(answer - value) <= within;

/** As a sentence names them: a, b and c. */
const listOf = (names: readonly string[]): string =>
  names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;

export interface TraceExercise extends Exercise {
  /** All numbers on the way and the answers. */
  readonly steps: (folder: string, seed: number) => Promise<readonly Step[]>;
}

export function traceExercise<Numbers>(trace: Trace<Numbers>): TraceExercise {
  const { name, topic, title, asked, said } = trace;
  const numbersOf = (seed: number): Numbers => trace.draw(stream(seed, `learn/${name}`));
  const task = (seed: number): readonly string[] => [
    ...trace.task(numbersOf(seed)),
    `Three significant digits are enough. Write ${listOf(asked)} into the file, or type each at the prompt: ${asked[0]} = 1.23`,
  ];
  const stepsIn = (folder: string, seed: number): Promise<readonly Step[]> =>
    trace.steps(loaderOf(folder), numbersOf(seed));
  return {
    name,
    kind: 'trace',
    topic,
    title,
    task,
    hints: [],
    file: ANSWERS,
    steps: stepsIn,
    handOut: (folder, seed) => writeQuestions(folder, task(seed), asked),
    judge: async (folder, seed) => {
      const answers = readAnswers(folder);
      let steps: readonly Step[];
      try {
        steps = await stepsIn(folder, seed);
      } catch (error) {
        return { passed: false, lines: [firstLineOf(error)], charts: [] };
      }
      const lines = asked.flatMap((one) => {
        const step = steps.find(({ name: its }) => its === one)!;
        const text = answers.get(one) ?? '';
        if (text === '') return [`${one}: no answer yet`];
        const answer = Number(text.replace('−', '-'));
        if (Number.isNaN(answer)) return [`${one}: expected a number such as 1.23, got ${text}`];
        return isRight(answer, step) ? [] : [`${one} is not ${text}`];
      });
      const strange = strangeLines(folder, asked);
      if (lines.length > 0 && strange.length > 0) {
        lines.push(`expected a line such as ${asked[0]} = 1.23, got ${strange[0]}`);
      }
      // Each hint shows one more number on the way; of what is asked only where it comes from.
      const hints = steps.map((step) =>
        asked.includes(step.name)
          ? `${step.name} = ${step.by}`
          : `${step.name} = ${step.by} = ${shortNumber(step.value)}`,
      );
      if (lines.length > 0) return { passed: false, lines, charts: [], hints };
      const exact = asked.map((one) => {
        const { by, value } = steps.find((step) => step.name === one)!;
        return `${one} = ${by} = ${Number(value.toPrecision(6))}`;
      });
      return { passed: true, lines: [...exact, said], charts: [], hints };
    },
  };
}
