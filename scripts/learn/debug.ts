/** The exercises in which a changed line is to be found. */
import { join } from 'node:path';
import { readText, writeWhole } from '../../src/record/disk.ts';
import { readAnswers, strangeLines, writeQuestions } from './answers.ts';
import { faultOf } from './cases.ts';
import { PROBES } from './debug/probes.ts';
import { ANSWERS, loaderOf, firstLineOf, type Exercise, type Verdict } from './exercise.ts';
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

/** A column may follow, as editors copy it. */
const PLACE = /^(?:.*\/)?src\/(.+\.ts):(\d+)(?::\d+)?$/;

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

/** What the copy does wrong, or null. */
async function copyFault({ name }: Fault, folder: string): Promise<string | null> {
  try {
    const cases = await PROBES[name as FaultName](loaderOf(folder));
    return cases.map(faultOf).find((wrong) => wrong !== null) ?? null;
  } catch (error) {
    return `the copy does not run: ${firstLineOf(error)}`;
  }
}

/** What is wrong, or null: the place is named, or the copy does what it should, whatever stands in it. */
async function wrongIn(fault: Fault, folder: string): Promise<string | null> {
  const lines = faultLines(readText(join(folder, 'src', fault.file)), fault);
  const [strange] = strangeLines(folder, ['line']);
  const answer = readAnswers(folder).get('line') || strange || '';
  const wrongPlace = lines && placeFault(answer, fault, lines);
  if (lines && wrongPlace === null) return null;
  const wrong = await copyFault(fault, folder);
  if (wrong === null) return null;
  return wrongPlace ?? `the line was changed, but ${wrong}`;
}

async function judge(fault: Fault, folder: string): Promise<Verdict> {
  const wrong = await wrongIn(fault, folder);
  if (wrong !== null) return { passed: false, lines: [wrong], charts: [] };
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
    'One line of this copy of src/ was changed. Find it: write its file and line into the answers, or type them at the prompt, as in src/dqn/dqn.ts:12; or mend the line in the copy. Use what the curves show before you read code.',
    `npm run learn -- --show ${fault.name} draws the curves: of this copy, and as they should be.`,
  ];
  return {
    name: fault.name,
    kind: 'debug',
    topic: fault.topic,
    title: fault.title,
    task: () => task,
    hints: fault.hints,
    file: ANSWERS,
    handOut: (folder) => {
      const path = join(folder, 'src', fault.file);
      writeWhole(path, withFault(readText(path), fault));
      writeQuestions(folder, task, ['line']);
    },
    judge: (folder) => judge(fault, folder),
  };
}
