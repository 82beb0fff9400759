/** What an exercise is: what the learner gets, what is asked, and how it is judged. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../src/env/messages.ts';
import type { CurveChart } from '../../src/report/terminal/curveChart.ts';

/**
 * - `trace`: follow the code with numbers, and say what it computes.
 * - `debug`: a copy of the code with a fault; find the changed line.
 * - `write`: a copy of the code with a body removed; write it.
 */
export type Kind = 'trace' | 'debug' | 'write';

/** What an exercise is about. The exercises of one follow those of the one before: the order of the book. */
export const TOPICS = ['environment', 'values', 'beliefs', 'gain', 'bonus', 'returns'] as const;
export type Topic = (typeof TOPICS)[number];

/** What the code throws where a body is missing, after its name. */
export const HOLE = 'is yours to write';

export interface Verdict {
  readonly passed: boolean;
  /** What is wrong, the most basic first; or what there is to say of the right answer. */
  readonly lines: readonly string[];
  readonly charts: readonly CurveChart[];
  /** In the place of the exercise's own hints, where they depend on the numbers. */
  readonly hints?: readonly string[];
}

export interface Exercise {
  readonly name: string;
  readonly kind: Kind;
  readonly topic: Topic;
  /** What it asks, in one line. */
  readonly title: string;
  /** Paragraphs. @param seed of the numbers, where there are any */
  readonly task: (seed: number) => readonly string[];
  /** From the vaguest to the plainest. */
  readonly hints: readonly string[];
  /** The file to edit, from the exercise's folder. */
  readonly file: string;
  /** Changes a fresh copy of `src/` in the exercise's folder. */
  readonly handOut: (folder: string, seed: number) => void | Promise<void>;
  readonly judge: (folder: string, seed: number) => Promise<Verdict>;
}

/** The file that answers are written into, where no code is written. */
export const ANSWERS = 'answers.txt';

/** Loads a module of the learner's copy. @param file from `src/` */
export type Load = <Module>(file: string) => Promise<Module>;

export const loaderOf =
  (folder: string): Load =>
  <Module>(file: string) =>
    import(pathToFileURL(join(folder, 'src', file)).href) as Promise<Module>;

/** What an error says first; of code that is not valid a part of it follows. */
export const firstLineOf = (error: unknown): string => messageOf(error).split('\n', 1)[0];
