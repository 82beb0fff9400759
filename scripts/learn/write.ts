/** The exercises in which a body is written. */
import { join } from 'node:path';
import { judged, type Case } from './cases.ts';
import { loaderOf, firstLineOf, type Exercise, type Load, type Topic } from './exercise.ts';
import { optionalPart } from '../optionalPart.ts';
import { readText, writeWhole } from '../../src/record/disk.ts';
import type { CurveChart } from '../../src/report/terminal/curveChart.ts';

/** A body to be written, and how it is judged. */
export interface Writing {
  readonly name: string;
  readonly topic: Topic;
  readonly title: string;
  /** From `src/`. */
  readonly file: string;
  /** The function whose body is removed. */
  readonly body: string;
  readonly task: readonly string[];
  readonly hints: readonly string[];
  /** What to say when it is right. */
  readonly said: string;
  /** Cases, the simplest first, and the learner's curve beside the true one. */
  readonly judge: (load: Load) => Promise<{
    readonly cases: readonly Case[];
    readonly charts: readonly CurveChart[];
  }>;
}

export function writeExercise({
  name,
  topic,
  title,
  file,
  body,
  task,
  hints,
  said,
  judge,
}: Writing): Exercise {
  return {
    name,
    kind: 'write',
    topic,
    title,
    task: () => task,
    hints,
    file: `src/${file}`,
    handOut: async (folder) => {
      const { withoutBody } = await optionalPart(['typescript'], () => import('./hole.ts'));
      const path = join(folder, 'src', file);
      writeWhole(path, withoutBody(readText(path), body));
    },
    judge: async (folder) => {
      try {
        const { cases, charts } = await judge(loaderOf(folder));
        return judged(cases, charts, [said]);
      } catch (error) {
        return { passed: false, lines: [`src/${file}: ${firstLineOf(error)}`], charts: [] };
      }
    },
  };
}
