/** All exercises, in the order in which they are offered: that of the book, each topic from tracing to writing. */
import { debugExercise } from './debug.ts';
import type { Exercise } from './exercise.ts';
import { FAULTS } from './faults.ts';
import { TRACES } from './trace/traces.ts';
import { WRITINGS } from './write/writings.ts';
import { writeExercise } from './write.ts';

const ORDER = [
  'trace-car',
  'environment',
  'trace-q',
  'target',
  'debug-stairs',
  'debug-loss',
  'trace-kl',
  'kl',
  'draw',
  'moments',
  'debug-doubt',
  'debug-certain',
  'trace-gain',
  'information-gain',
  'expected-gain',
  'debug-gain',
  'trace-bonus',
  'unit',
  'bonus',
  'debug-fade',
  'debug-stuck',
  'trace-n-step',
  'n-step',
  'debug-treasure',
  'debug-values',
];

export const EXERCISES: readonly Exercise[] = [
  ...TRACES,
  ...FAULTS.map(debugExercise),
  ...WRITINGS.map(writeExercise),
].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

export const exerciseNamed = (name: string): Exercise | undefined =>
  EXERCISES.find((exercise) => exercise.name === name);
