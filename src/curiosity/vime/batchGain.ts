/** Second-order information gains of many transitions at once, without a gradient for each. */
import { graphOf } from '../../autodiff/backward.ts';
import { square } from '../../autodiff/elementwise.ts';
import { constant, stopGradient, type Variable } from '../../autodiff/variable.ts';
import { expectedLogLikelihood } from '../../bnn/expectedLogLikelihood.ts';
import type { LayerTrace, LikelihoodOptions } from '../../bnn/likelihood.ts';
import { frozen, type Posterior } from '../../bnn/posterior.ts';
import { scaleInto } from '../../math/kernels/elementwise.ts';
import {
  addDrawnWeightsGain,
  addKnownInputGain,
  addSampledInputGain,
} from '../../math/kernels/layerGain.ts';
import { addRandomInputGain } from '../../math/kernels/randomInputGain.ts';
import { biasOf, weightsOf } from '../../nn/layers.ts';
import { linear } from '../../nn/linear.ts';
import { normalInto } from '../../math/random/normal.ts';
import { zeros } from '../../autodiff/tensor.ts';
import type { GainMeter } from './informationGain.ts';

export interface BatchGain extends GainMeter {
  /** Standard normal draws of sampled likelihoods, filled by `measure` and read by `evaluate`. */
  readonly draws: readonly Variable[];
  /** k = ½ gᵀ H⁻¹ g, the gain for a step of λ = 1, of every row at the present beliefs and draws, in nats, [B]. */
  readonly evaluate: () => Float64Array;
}

/**
 * One forward and one backward pass through the activations; the weights' gradients are never formed
 * (math/kernels/layerGain.ts). The beliefs themselves are not touched.
 *
 * @param rows B, transitions in a batch
 */
export function batchGain(
  posterior: Posterior,
  rows: number,
  options: LikelihoodOptions,
): BatchGain {
  const fixed = frozen(posterior);
  const { layers } = fixed;
  const x = constant(zeros([rows, layers[0].inputs]));
  const y = constant(zeros([rows, layers[layers.length - 1].outputs]));
  const likelihood = expectedLogLikelihood(fixed, x, y, options);
  const gains = new Float64Array(rows);
  const shares = layers.map((_, n) =>
    layerShare(
      likelihood.trace.filter((t) => t.layer === layers[n]),
      fixed,
      likelihood.draws,
      rows,
    ),
  );
  const addLayers = shares.map((share) => share.addTo);
  const graph = graphOf(likelihood.total, ...shares.flatMap((share) => share.needs ?? []));
  const evaluate = (): Float64Array => {
    graph.forward();
    graph.backward();
    gains.fill(0);
    for (const addLayer of addLayers) addLayer(gains);
    scaleInto(gains, gains, 0.5);
    return gains;
  };
  return {
    x: x.value.data,
    y: y.value.data,
    draws: likelihood.draws,
    evaluate,
    measure: (rng) => {
      for (const epsilon of likelihood.draws) normalInto(epsilon.value.data, rng);
      return evaluate();
    },
  };
}

const valueOf = (v: Variable): Float64Array => v.value.data;
const gradOf = (v: Variable): Float64Array => v.grad!.data;

/** A layer's share of 2 k. */
interface LayerShare {
  /** Adds it to `out` [B], after a forward and a backward pass. */
  readonly addTo: (out: Float64Array) => void;
  /** What the forward pass must compute for it besides the likelihood. */
  readonly needs?: Variable;
}

/** @param traces one, or one for each draw of the weights */
function layerShare(
  traces: readonly LayerTrace[],
  { mu, sigmaSquared }: Posterior,
  draws: readonly Variable[],
  rows: number,
): LayerShare {
  const [trace] = traces;
  const { layer } = trace;
  const s2 = valueOf(sigmaSquared);
  switch (trace.kind) {
    case 'exact': {
      const { input, output } = trace;
      const [a, c, e] = [input.mean, input.variance, input.secondMoment].map(valueOf);
      const [g, h] = [output.mean, output.variance].map(gradOf);
      const [m, v] = [mu, sigmaSquared].map((all) => valueOf(weightsOf(all, layer)));
      const vBias = valueOf(biasOf(sigmaSquared, layer));
      const { inputs: I, outputs: O } = layer;
      return { addTo: (out) => addRandomInputGain(out, a, c, e, g, h, m, v, vBias, I, O) };
    }
    case 'known': {
      const { input, output } = trace;
      const x = valueOf(input);
      const [g, h] = [output.mean, output.variance].map(gradOf);
      const S = input.value.shape[0] / rows;
      if (S > 1) return { addTo: (out) => addSampledInputGain(out, x, g, h, s2, layer, S) };
      // q = x⁴ σ⁴ + σ_b⁴: the same layer on x⁴ and σ⁴.
      const fourth = square(square(stopGradient(input)));
      const squared = square(sigmaSquared);
      const q = linear(fourth, weightsOf(squared, layer), biasOf(squared, layer));
      const v = valueOf(output.variance);
      return { needs: q, addTo: (out) => addKnownInputGain(out, g, h, v, valueOf(q)) };
    }
    case 'weight': {
      const passes = traces.flatMap((t) => (t.kind === 'weight' ? [t] : []));
      const xs = passes.map((t) => valueOf(t.input));
      const gs = passes.map((t) => gradOf(t.output));
      return { addTo: (out) => addDrawnWeightsGain(out, xs, gs, valueOf(draws[0]), s2, layer) };
    }
  }
}
