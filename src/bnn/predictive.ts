/** What the beliefs predict, in closed form, for a network with one hidden ReLU layer. */
import type { Variable } from '../autodiff/variable.ts';
import {
  knownInputMoments,
  randomInputMoments,
  rectified,
  type Moments,
  type RandomInput,
} from './bayesianLinear.ts';
import { frozen, type Posterior } from './posterior.ts';

/** Moments under q(θ; φ). */
export interface PredictiveMoments {
  /** Of the hidden units, [B, H]. */
  readonly hidden: RandomInput;
  /** Of the outputs f(x; θ), without observation noise, [B, out]. */
  readonly output: Moments;
}

/** @param x [B, in] @returns moments that give phi no gradient */
export function predictiveMoments(posterior: Posterior, x: Variable): PredictiveMoments {
  const beliefs = frozen(posterior);
  const [first, second] = beliefs.layers;
  const hidden = rectified(knownInputMoments(x, beliefs, first));
  return { hidden, output: randomInputMoments(hidden, beliefs, second) };
}
