/** The scores of an environment that are normalised to 0 and 1. */
export interface Scale {
  /** Mean score of uniformly random actions. */
  readonly random: number;
  /** Mean score of the best policy. */
  readonly optimum: number;
}

/** A normalised score: 0 is random, 1 is optimal, so that environments can be compared. */
export function normalise(value: number, { random, optimum }: Scale): number {
  return (value - random) / (optimum - random);
}
