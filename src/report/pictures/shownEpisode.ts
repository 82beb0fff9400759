/** How an episode is shown, whatever draws it: how fast, and what is said at its end. */

/** s that an episode takes at least, so that a short one can be followed. */
const SHORTEST = 2;

/** How many steps of an episode pass in a second. @param fastest of a long one */
export const stepsPerSecond = (steps: number, fastest: number): number =>
  Math.min(fastest, Math.max(1, steps) / SHORTEST);

/** `goal reached, 103 steps`; the goal need not have been the end. */
export const endOf = (reachedGoal: boolean, steps: number): string =>
  `${reachedGoal ? 'goal reached' : 'no goal'}, ${steps} steps`;

/** `step 57`, or at the last step how the episode ended. */
export const captionAt = (step: number, last: number, reachedGoal: boolean): string =>
  step === last ? endOf(reachedGoal, last) : `step ${step}`;
