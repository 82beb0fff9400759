/** All exercises, in the order in which they are offered: by topic, and of each from tracing over writing to debugging. */
import { debugExercise } from './debug.ts';
import { TOPICS, type Exercise } from './exercise.ts';
import { FAULTS } from './faults.ts';
import { TRACES } from './trace/traces.ts';
import { WRITINGS } from './write/writings.ts';
import { writeExercise } from './write.ts';

export const EXERCISES: readonly Exercise[] = [
  ...TRACES,
  ...WRITINGS.map(writeExercise),
  ...FAULTS.map(debugExercise),
].sort((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic));

export const exerciseNamed = (name: string): Exercise | undefined =>
  EXERCISES.find((exercise) => exercise.name === name);
