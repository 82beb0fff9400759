import type { Graph } from '../autodiff/backward.ts';
import { zeroGrad, type Variable } from '../autodiff/variable.ts';
import type { Adam } from './adam.ts';
import { clipGradNorm } from './clip.ts';

/** Parameters, a leaf with a gradient, and their optimiser. */
export interface Optimised {
  readonly parameters: Variable;
  readonly optimiser: Adam;
}

/**
 * One gradient step down a loss: its value, its gradient, and a step of Adam for all learners. A gradient that is
 * not finite is reported, not applied.
 *
 * @param graph    ends in the loss, with its inputs in place
 * @param learners that the loss depends on
 * @param maxNorm  longest gradient of each, 2-norm
 * @returns        2-norm of the longest gradient before clipping; not finite if one is not
 */
export function gradientStep(
  graph: Graph,
  learners: readonly Optimised[],
  learningRate: number,
  maxNorm = Infinity,
): number {
  graph.forward();
  for (const { parameters } of learners) zeroGrad(parameters);
  graph.backward();
  let gradNorm = 0;
  for (const { parameters } of learners) {
    gradNorm = Math.max(gradNorm, clipGradNorm(parameters.grad!.data, maxNorm));
  }
  if (Number.isFinite(gradNorm)) {
    for (const { parameters, optimiser } of learners) {
      optimiser.step(parameters.value.data, parameters.grad!.data, learningRate);
    }
  }
  return gradNorm;
}
