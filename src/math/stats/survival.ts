/**
 * Times until an event, such as the first goal, when some subjects were observed without it: survival curves (Kaplan and
 * Meier 1958).
 *
 * A mean over the seeds that reached the goal would favour agents that rarely reach it. Here a seed that never did is
 * censored: it counts as not having reached it up to its last episode, and is left out from then on.
 */
import { bootstrapBand, bootstrapInterval, type Counts, type Interval } from './bootstrap.ts';
import type { Rng } from '../random/rng.ts';

export interface Subject {
  /** Of the event, or of the end of observation. */
  readonly time: number;
  /** False: no event up to then (censored). */
  readonly reached: boolean;
}

/** One step of the curve: the share of subjects without the event from `time` on, until the next step. */
export interface SurvivalStep {
  readonly time: number;
  readonly share: number;
}

/** Ordered by time; at equal times events come before censorings, so the censored subject was still at risk. */
function inOrder(subjects: readonly Subject[]): Int32Array {
  const compare = (a: Subject, b: Subject): number =>
    a.time - b.time || Number(b.reached) - Number(a.reached);
  return Int32Array.from(subjects, (_, i) => i).sort((i, j) => compare(subjects[i], subjects[j]));
}

/** The distinct times of events, ascending. */
function eventTimes(subjects: readonly Subject[]): Float64Array {
  const times = subjects.filter(({ reached }) => reached).map(({ time }) => time);
  return Float64Array.from(new Set(times)).sort();
}

/**
 * The product over event times of (at risk − events) / (at risk), each subject counted as often as it was drawn.
 *
 * Between two censorings the factors telescope, so the share is computed as (at risk now) / (at risk after the censoring):
 * with all seeds observed up to the same episode it is exactly 1 − (share with the event).
 *
 * @param order  `inOrder(subjects)`
 * @param times  `eventTimes(subjects)`
 * @param shares [times] share without the event from each time on; overwritten
 */
function sharesInto(
  subjects: readonly Subject[],
  order: Int32Array,
  times: Float64Array,
  counts: Counts,
  shares: Float64Array,
): void {
  let left = 0;
  for (const count of counts) left += count;
  let stretchShare = 1; // share, and number at risk, after the last censoring
  let stretchStart = left;
  let next = 0;
  for (let k = 0; k < times.length; k++) {
    while (next < order.length && subjects[order[next]].time <= times[k]) {
      const { time, reached } = subjects[order[next]];
      if (!reached && time === times[k]) break; // still at risk at this time
      const count = counts[order[next++]];
      if (!reached && count > 0) {
        stretchShare *= left / stretchStart;
        stretchStart = left - count;
      }
      left -= count;
    }
    // In a resample nobody may be left at risk: its curve stays constant.
    shares[k] = stretchStart === 0 ? stretchShare : stretchShare * (left / stretchStart);
  }
}

const once = (subjects: readonly Subject[]): Counts => new Int32Array(subjects.length).fill(1);

/** The steps of the curve; before the first, the share is 1. */
export function survivalCurve(subjects: readonly Subject[]): SurvivalStep[] {
  const times = eventTimes(subjects);
  const shares = new Float64Array(times.length);
  sharesInto(subjects, inOrder(subjects), times, once(subjects), shares);
  return Array.from(times, (time, k) => ({ time, share: shares[k] }));
}

/** A 95 % interval for the share at each step of `survivalCurve`; null for fewer than `FEWEST`. @throws RangeError if there are no subjects */
export function survivalBand(subjects: readonly Subject[], rng: Rng): Interval[] | null {
  const times = eventTimes(subjects);
  const order = inOrder(subjects);
  const into = (counts: Counts, shares: Float64Array): void =>
    sharesInto(subjects, order, times, counts, shares);
  return bootstrapBand([subjects.length], times.length, into, rng);
}

/** The first time from which a share of at most 1 − q has no event; Infinity if there is none. */
function timeAt(times: Float64Array, shares: Float64Array, q: number): number {
  // 1 − 0.9 is not quite 0.1: without the small term 3 of 30 would be too many.
  const k = shares.findIndex((share) => share <= 1 - q + 1e-12);
  return k < 0 ? Infinity : times[k];
}

const orNever = (time: number): number | null => (Number.isFinite(time) ? time : null);

/** The first time by which a share q has had the event (0.5: the median); null, never, if fewer do. @param q in (0, 1] */
export function survivalQuantile(subjects: readonly Subject[], q: number): number | null {
  const steps = survivalCurve(subjects);
  const times = Float64Array.from(steps, ({ time }) => time);
  const shares = Float64Array.from(steps, ({ share }) => share);
  return orNever(timeAt(times, shares, q));
}

/** A time; null is never, later than all others. */
export interface TimeInterval {
  readonly low: number | null;
  readonly high: number | null;
}

/** The 95 % interval of `survivalQuantile`; null for fewer than `FEWEST`. @throws RangeError if there are no subjects */
export function survivalQuantileInterval(
  subjects: readonly Subject[],
  q: number,
  rng: Rng,
): TimeInterval | null {
  const times = eventTimes(subjects);
  const order = inOrder(subjects);
  const shares = new Float64Array(times.length);
  const quantile = (counts: Counts): number => {
    sharesInto(subjects, order, times, counts, shares);
    return timeAt(times, shares, q);
  };
  const interval = bootstrapInterval([subjects.length], quantile, rng);
  return interval && { low: orNever(interval.low), high: orNever(interval.high) };
}
