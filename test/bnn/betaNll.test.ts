import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backward } from '../../src/autodiff/backward.ts';
import { constant, zeroGrad } from '../../src/autodiff/variable.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { exactLogLikelihood } from '../../src/bnn/exactLikelihood.ts';
import { createNoiseModel, logVarianceOf } from '../../src/bnn/observationNoise.ts';
import { createPosterior } from '../../src/bnn/posterior.ts';
import { predictiveMoments } from '../../src/bnn/predictive.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

const [B, I, H, O] = [4, 3, 5, 2];
const SIZES = [I, H, O];

/** A likelihood with noise that differs from row to row and from output to output. */
function likelihoodOf(beta?: number, seed = 1) {
  const posterior = createPosterior(
    { sizes: SIZES, initialSigma: 0.2, activeInputs: I },
    stream(seed, 'init'),
  );
  const noiseModel = createNoiseModel(SIZES, 0.02);
  noiseModel.parameters.value.data.set(
    normal((H + I + 1) * O, stream(seed, 'noise')).map((z) => 0.5 * z),
  );
  const x = constant(fromArray([...normal(B * I, stream(seed, 'x'))], [B, I]));
  const y = constant(fromArray([...normal(B * O, stream(seed, 'y'))], [B, O]));
  const likelihood = exactLogLikelihood(posterior, x, y, {
    kind: 'exact',
    likelihoodSd: NaN,
    samples: 1,
    noiseModel,
    ...(beta === undefined ? {} : { beta }),
  });
  return { posterior, noiseModel, x, y, likelihood };
}

for (const beta of [0, 0.5, 1]) {
  test(`each output counts ω^(2 β) times (β = ${beta})`, () => {
    const { posterior, noiseModel, x, y, likelihood } = likelihoodOf(beta);
    const { hidden, output } = predictiveMoments(posterior, x);
    const logVariance = logVarianceOf(noiseModel, hidden.mean, x).value.data;
    const [m, v] = [output.mean.value.data, output.variance.value.data];
    let expected = 0;
    for (let i = 0; i < B * O; i++) {
      const variance = Math.exp(logVariance[i]);
      const squaredError = (y.value.data[i] - m[i]) ** 2 + v[i];
      expected -=
        0.5 *
        variance ** beta *
        (squaredError / variance + Math.log(variance) + Math.log(2 * Math.PI));
    }
    assertClose(likelihood.total.value.data, [expected], 'weighted likelihood', 1e-12);
  });
}

test('no β is β = 0', () => {
  const [none, zero] = [likelihoodOf(), likelihoodOf(0)];
  assertSameBits(none.likelihood.total.value.data, zero.likelihood.total.value.data, 'total');
});

test('no gradient goes through the factor: with β = 1 that of the means is the gradient of half the squared error', () => {
  const { posterior, likelihood, x, y } = likelihoodOf(1);
  zeroGrad(posterior.phi);
  backward(likelihood.total);
  // By the bias of the second layer, whose mean adds to every output: Σ over rows of y − E[f], without any ω.
  const { biasStart } = posterior.layers[1];
  const m = predictiveMoments(posterior, x).output.mean.value.data;
  const expected = Array.from({ length: O }, (_, o) => {
    let total = 0;
    for (let row = 0; row < B; row++) total += y.value.data[row * O + o] - m[row * O + o];
    return total;
  });
  const grad = posterior.phi.grad!.data.slice(biasStart, biasStart + O);
  assertClose(grad, expected, 'gradient by the bias', 1e-12);
});

test('the loss of the noise model is not weighted', () => {
  const [plain, weighted] = [0, 1].map((beta) => {
    const { noiseModel, likelihood } = likelihoodOf(beta);
    zeroGrad(noiseModel.parameters);
    backward(likelihood.noiseLoss!);
    return [...likelihood.noiseLoss!.value.data, ...noiseModel.parameters.grad!.data];
  });
  assertSameBits(Float64Array.from(weighted), Float64Array.from(plain), 'loss and gradient');
  assert.ok(plain.some((x) => x !== 0));
});

test.run();
