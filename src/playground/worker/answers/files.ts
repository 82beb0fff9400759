/** The run as files, to be saved. */
import type { Files } from '../../facts.ts';
import { filesOf } from '../runFiles.ts';
import type { Answer } from './answer.ts';

export const filesAnswer: Answer<Readonly<Record<string, never>>, Files> = {
  of: (trained) => filesOf(trained, trained.summary),
  between: true,
};
