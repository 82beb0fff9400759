/**
 * The questions that a view can ask an agent's worker, by name. To add one, write a file in this folder that exports an `Answer` (answer.ts), and add
 * a line to `ANSWERS`; the types of the protocol follow from it.
 */
import type { Answer } from './answer.ts';
import { beliefsAnswer } from './beliefs.ts';
import { driveAnswer } from './drive.ts';
import { filesAnswer } from './files.ts';
import { mapAnswer } from './map.ts';
import { optimumAnswer } from './optimum.ts';
import { policyAnswer } from './policy.ts';
import { stateAnswer } from './state.ts';

export const ANSWERS = {
  map: mapAnswer,
  optimum: optimumAnswer,
  state: stateAnswer,
  beliefs: beliefsAnswer,
  policy: policyAnswer,
  drive: driveAnswer,
  files: filesAnswer,
} as const;

export type AnswerName = keyof typeof ANSWERS;

type Parts<A> =
  A extends Answer<infer Request, infer Value>
    ? { readonly request: Request; readonly value: Awaited<Value> }
    : never;

/** What is asked, and what is answered. */
export type Answers = { readonly [Name in AnswerName]: Parts<(typeof ANSWERS)[Name]> };
