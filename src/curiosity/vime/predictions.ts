/** What the model predicts of the changes of the state, and how uncertain it is, by cause. */
import { constant } from '../../autodiff/variable.ts';
import { zeros } from '../../autodiff/tensor.ts';
import type { Bnn } from '../../bnn/bnn.ts';
import { logVarianceOf } from '../../bnn/observationNoise.ts';
import { predictiveMoments } from '../../bnn/predictive.ts';
import { exp } from '../../math/numerics/exp.ts';
import type { TransitionBatch } from '../../replay/transition.ts';
import type { Transitions } from '../transitions.ts';

/** [B, S] each, of standardised changes (standardiser.ts). */
export interface Predictions {
  readonly mean: Float64Array;
  /** Var f: because the weights are not known. More data make it small. */
  readonly modelVariance: Float64Array;
  /** ω²: of the outcome where the weights are known. No data make it smaller than the noise is. */
  readonly noiseVariance: Float64Array;
  /** What came. */
  readonly observed: Float64Array;
}

interface Model {
  readonly bnn: Bnn;
  readonly transitions: Transitions;
}

/** In closed form (bnn/bayesianLinear.ts), whichever likelihood the model learns by. @param batch of any number of transitions */
export function predictionsOf({ bnn, transitions }: Model, batch: TransitionBatch): Predictions {
  const { posterior, noiseModel, likelihood } = bnn;
  const B = batch.actions.length;
  const observed = new Float64Array(B * posterior.layers[1].outputs);
  const x = constant(zeros([B, transitions.inputSize]));
  transitions.encode(batch, x.value.data, observed);
  const { hidden, output } = predictiveMoments(posterior, x);
  const fixed = likelihood.likelihoodSd * likelihood.likelihoodSd;
  return {
    mean: output.mean.value.data,
    modelVariance: output.variance.value.data,
    noiseVariance: noiseModel
      ? logVarianceOf(noiseModel, hidden.mean, x).value.data.map((logVariance) => exp(logVariance))
      : new Float64Array(observed.length).fill(fixed),
    observed,
  };
}
