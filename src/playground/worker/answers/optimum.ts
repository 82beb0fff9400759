/** Computes the optimal actions, so that other answers have them. Asked once: it takes about half a second. */
import { findOptimum } from '../optimal.ts';
import type { Answer } from './answer.ts';

export const optimumAnswer: Answer<null, null> = {
  of({ run }) {
    findOptimum(run.config);
    return null;
  },
};
