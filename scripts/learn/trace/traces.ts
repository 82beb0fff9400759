/** The exercises with numbers, in their order. */
import { traceExercise, type TraceExercise } from '../trace.ts';
import { gain } from './gain.ts';

export const TRACES: readonly TraceExercise[] = [traceExercise(gain)];
