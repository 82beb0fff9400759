/** All exercises, in the order in which they are offered. */
import { debugExercise } from './debug.ts';
import type { Exercise } from './exercise.ts';
import { FAULTS } from './faults.ts';
import { TRACES } from './trace/traces.ts';
import { WRITINGS } from './write/writings.ts';
import { writeExercise } from './write.ts';

export const EXERCISES: readonly Exercise[] = [
  ...TRACES,
  ...FAULTS.map(debugExercise),
  ...WRITINGS.map(writeExercise),
];

export const exerciseNamed = (name: string): Exercise | undefined =>
  EXERCISES.find((exercise) => exercise.name === name);
