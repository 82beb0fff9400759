/** The exercises in which a changed line is to be found. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAnswers, writeQuestions } from './answers.ts';
import { faultOf } from './cases.ts';
import { PROBES } from './debug/probes.ts';
import { ANSWERS, loaderOf, messageOf, type Exercise, type Verdict } from './exercise.ts';
import type { Fault, FaultName } from './faults.ts';

/** The text with the fault in it. @throws Error unless the place is there exactly once */
export function withFault(text: string, { name, find, replace }: Fault): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`${name}: expected the text ${find} once, found it ${parts.length - 1} times`);
  }
  return parts.join(replace);
}

/** First and last line, from 1, of the fault in a text; null: it is not there. */
export function faultLines(text: string, { replace }: Fault): readonly [number, number] | null {
  const at = text.indexOf(replace);
  if (at < 0) return null;
  const lineAt = (end: number): number => text.slice(0, end).split('\n').length;
  return [lineAt(at), lineAt(at + replace.length)];
}

const PLACE = /^(?:.*\/)?src\/(.+\.ts):(\d+)$/;

/** What is wrong with an answer, or null. */
function placeFault(answer: string, fault: Fault, lines: readonly [number, number]): string | null {
  if (answer === '') return 'line: no answer yet, and the fault is still in the copy';
  const place = PLACE.exec(answer.replaceAll('\\', '/'));
  if (!place) {
    return `line: expected a file and a line such as src/dqn/dqn.ts:12, got ${answer}`;
  }
  const [, file, number] = place;
  if (file !== fault.file) return `src/${file} is as it was`;
  const line = Number(number);
  return line >= lines[0] && line <= lines[1] ? null : `line ${line} of src/${file} is as it was`;
}

async function judge(fault: Fault, folder: string): Promise<Verdict> {
  const failed = (line: string): Verdict => ({ passed: false, lines: [line], charts: [] });
  const lines = faultLines(readFileSync(join(folder, 'src', fault.file), 'utf8'), fault);
  const answer = readAnswers(folder).get('line') ?? '';
  if (lines) {
    const wrong = placeFault(answer, fault, lines);
    if (wrong !== null) return failed(wrong);
  } else {
    // The line was changed: what counts is what the copy now does.
    try {
      for (const one of await PROBES[fault.name as FaultName](loaderOf(folder))) {
        const wrong = faultOf(one);
        if (wrong !== null) return failed(`the line was changed, but ${wrong}`);
      }
    } catch (error) {
      return failed(`the copy does not run: ${messageOf(error)}`);
    }
  }
  const shown = (text: string): string => text.replace(/\s+/g, ' ');
  return {
    passed: true,
    lines: [`was: ${shown(fault.find)}`, `became: ${shown(fault.replace)}`, fault.said],
    charts: [],
  };
}

export function debugExercise(fault: Fault): Exercise {
  const task = [
    fault.symptom,
    'One line of this copy of src/ was changed. Find it: write its file and line into the answers, or type it here, as in src/dqn/dqn.ts:12; or mend the line in the copy. Use what the curves show before you read code.',
  ];
  return {
    name: fault.name,
    kind: 'debug',
    title: fault.title,
    task: () => task,
    hints: fault.hints,
    file: ANSWERS,
    handOut: (folder) => {
      const path = join(folder, 'src', fault.file);
      writeFileSync(path, withFault(readFileSync(path, 'utf8'), fault));
      writeQuestions(folder, task, ['line']);
    },
    judge: (folder) => judge(fault, folder),
  };
}
