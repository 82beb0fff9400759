/** What a bench is made of: a piece of work, other ways of doing it, and what came out. */

/**
 * Does the work `times` times and returns a number that depends on all of it, so that nothing can be optimised
 * away. The loop is inside, in each case's own code: a shared loop that calls a function would add its cost to
 * kernels that take a few nanoseconds.
 */
export type Work = (times: number) => number;

/** Other ways of doing the same work, all timed in the same rounds. */
export interface Others {
  /** The readable form that the fast one must agree with. */
  readonly definition?: Work | undefined;
  /** The same in calls of the `ndarray-ops` package. */
  readonly ndarrayOps?: Work | undefined;
  /** One loop written for this size and nothing else. */
  readonly handFused?: Work | undefined;
}

export interface Case {
  readonly name: string;
  readonly size: string;
  /** What "ns per element" divides by: weights, entries, transitions. */
  readonly elements: number;
  /** Additions and multiplications really needed: products with a zero are not counted. */
  readonly flops?: number | undefined;
  /** Bytes read and written, for work that streams through memory. */
  readonly bytes?: number | undefined;
  /** Throws if the work disagrees with its definition. */
  readonly check: () => void;
  readonly work: Work;
  readonly others?: Others;
  /** The most it may take, in ns, and the most in times the hand-fused loop: the targets of issue 4. */
  readonly target?: { readonly ns?: number; readonly timesHandFused?: number };
}

/** Nanoseconds a call: the median and the quartiles around it. */
export interface Timing {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly samples: number;
}

/** What is reported of a case. A ratio says how many times faster the work is than the other way. */
export interface Row {
  readonly name: string;
  readonly size: string;
  readonly timing: Timing;
  readonly nsPerElement: number;
  readonly gflops: number | null;
  readonly timesDefinition: number | null;
  readonly timesNdarrayOps: number | null;
  readonly timesHandFused: number | null;
  /** Share of what V8 reaches at best on this machine, measured in the same rounds. */
  readonly ofCeiling: number | null;
  readonly target: string | null;
}

/** One number of a group that measures something else than the time of a call. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most it may be. */
  readonly target?: number;
  readonly note?: string;
}

/** Options of the command line that a group may read. */
export interface Flags {
  /** Also the whole default run: its seconds and its peak memory. */
  readonly whole: boolean;
}

/** A file `*.bench.ts` exports either `cases`, made one at a time, or `figures`. */
export interface Group {
  readonly title: string;
  readonly cases?: () => Iterable<Case>;
  readonly figures?: (flags: Flags) => Figure[];
  /** Text printed as it is: a table for the README. */
  readonly text?: () => string;
}
