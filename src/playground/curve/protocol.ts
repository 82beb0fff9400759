/** What the page and the worker of the curve say to each other; buffers are copied. */
export interface Point {
  /** Both from −1 to 1. */
  readonly x: number;
  readonly y: number;
}

/** At each x of a grid over [−1, 1], [GRID] each. */
export interface Curve {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  /** Standard deviation of f through the weights. */
  readonly model: Float64Array;
  /** What the outcome at x is expected to tell about the weights, in nats. */
  readonly gain: Float64Array;
  /** Updates so far. */
  readonly updates: number;
}

/** Points of the grid. */
export const GRID = 81;

export type ToCurve =
  /** Learn from these points from now on. */
  | { readonly type: 'points'; readonly points: readonly Point[] }
  /** Forget everything. */
  | { readonly type: 'reset' };

/** Null: there are no points. */
export type FromCurve = Curve | null;
