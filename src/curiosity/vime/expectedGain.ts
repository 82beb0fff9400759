/**
 * The expected information gain of a state and an action: how much the outcome will tell about the weights, I(y; θ | x), in nats.
 *
 * This is VIME's own objective before the paper replaces the expectation by the gain of the one outcome that came (VIME, 2.2:
 * the sum of reductions in entropy is the mutual information between outcome and weights). It needs no outcome.
 *
 * With observation noise of variance ω² and Gaussian predictions, for each output
 *
 *     I(y; θ) = H[y] − H[y | θ] = ½ log(2πe (Var f + ω²)) − ½ log(2πe ω²) = ½ log(1 + Var f / ω²),
 *
 * summed over the outputs. For a linear model with independent outputs that is exact. Of all distributions with this variance the
 * Gaussian has the largest entropy, so for a network it is an upper bound. OPAX (Sukhija et al. 2023) and MaxInfoRL (Sukhija et al. 2025) use it with ensembles.
 */
import { graphOf } from '../../autodiff/backward.ts';
import { zeros } from '../../autodiff/tensor.ts';
import { constant } from '../../autodiff/variable.ts';
import type { LikelihoodOptions } from '../../bnn/likelihood.ts';
import { logVarianceOf } from '../../bnn/observationNoise.ts';
import type { Posterior } from '../../bnn/posterior.ts';
import { predictiveMoments } from '../../bnn/predictive.ts';
import { exp } from '../../math/numerics/exp.ts';
import { log, log1p } from '../../math/numerics/log.ts';
import type { GainMeter } from './informationGain.ts';

/**
 * Expected gains of many states and actions at once, whichever likelihood the beliefs learn by. Outcomes `y` are not looked at.
 *
 * @param rows B, transitions in a batch
 */
export function expectedGain(
  posterior: Posterior,
  rows: number,
  { noiseModel, likelihoodSd }: Pick<LikelihoodOptions, 'noiseModel' | 'likelihoodSd'>,
): GainMeter {
  const { layers } = posterior;
  const S = layers[layers.length - 1].outputs;
  const x = constant(zeros([rows, layers[0].inputs]));
  const { hidden, output } = predictiveMoments(posterior, x);
  const logVariance = noiseModel ? logVarianceOf(noiseModel, hidden.mean, x) : null; // [B, S]
  const graph = logVariance ? graphOf(output.variance, logVariance) : graphOf(output.variance);
  const fixed = 2 * log(likelihoodSd);
  const gains = new Float64Array(rows);
  return {
    x: x.value.data,
    y: new Float64Array(rows * S),
    measure: () => {
      graph.forward();
      gains.fill(0);
      const variance = output.variance.value.data;
      for (let i = 0; i < variance.length; i++) {
        const noise = logVariance ? logVariance.value.data[i] : fixed;
        gains[Math.floor(i / S)] += 0.5 * log1p(variance[i] * exp(-noise));
      }
      return gains;
    },
  };
}
