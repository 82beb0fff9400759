import { pow } from '../math/numerics/pow.ts';

/**
 * A straight line from `start` to `end` as `progress` ≥ 0 goes from 0 to 1, and `end` from there on.
 * Used for the learning rate and for epsilon.
 */
export function linearSchedule(start: number, end: number, progress: number): number {
  return progress >= 1 ? end : start + (end - start) * progress;
}

/** `start` times `decay` for each step that was taken, but no less than `end`. */
export function exponentialSchedule(
  start: number,
  end: number,
  decay: number,
  steps: number,
): number {
  return Math.max(end, start * pow(decay, steps));
}
