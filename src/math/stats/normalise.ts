/** The two returns that normalised scores 0 and 1 stand for in an environment. */
export interface Scale {
  /** Mean return of uniformly random actions. */
  readonly random: number;
  /** Mean return of the best policy. */
  readonly optimum: number;
}

/** A return as a score: 0 is no better than random, 1 is optimal, so that environments can be compared. */
export function normalise(value: number, { random, optimum }: Scale): number {
  return (value - random) / (optimum - random);
}
