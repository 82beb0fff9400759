/** The exercises with numbers. */
import { traceExercise, type TraceExercise } from '../trace.ts';
import { bonus } from './bonus.ts';
import { car } from './car.ts';
import { gain } from './gain.ts';
import { kl } from './kl.ts';
import { nStep } from './nStep.ts';
import { q } from './q.ts';

export const TRACES: readonly TraceExercise[] = [
  traceExercise(car),
  traceExercise(q),
  traceExercise(kl),
  traceExercise(gain),
  traceExercise(bonus),
  traceExercise(nStep),
];
