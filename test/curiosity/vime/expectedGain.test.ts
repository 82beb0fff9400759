import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parameter } from '../../../src/autodiff/variable.ts';
import { tensor } from '../../../src/autodiff/tensor.ts';
import { createNoiseModel, type NoiseModel } from '../../../src/bnn/observationNoise.ts';
import { createPosterior, posteriorOf, type Posterior } from '../../../src/bnn/posterior.ts';
import { expectedGain } from '../../../src/curiosity/vime/expectedGain.ts';
import { inverseSoftplus } from '../../../src/math/numerics/softplus.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { layersOf, parameterCount } from '../../../src/nn/layers.ts';
import { assertClose } from '../../support/close.ts';

const noDraws = stream(1, 'closed form');

/** Expected gains of these inputs, [rows, in]. */
function gainsOf(
  posterior: Posterior,
  x: readonly (readonly number[])[],
  likelihoodSd: number,
  noiseModel: NoiseModel | null = null,
): number[] {
  const gain = expectedGain(posterior, x.length, { likelihoodSd, noiseModel });
  gain.x.set(x.flat());
  return [...gain.measure(noDraws)];
}

test('for a linear model with independent outputs it is the mutual information, by the matrices of Bayesian regression', () => {
  // Hidden units that are always on and known make f = x A + b linear in the second layer, whose weights are Gaussian.
  const [I, H, O] = [2, 3, 2];
  const layers = layersOf([I, H, O]);
  const P = parameterCount(layers);
  const [first, second] = layers;
  const rng = stream(3, 'linear');
  const draws = normal(P, rng);
  const phi = new Float64Array(2 * P);
  phi.set(draws.map((z) => 0.3 * z));
  phi.fill(50, first.biasStart, first.end); // far in the positive part of every unit
  phi.fill(-800, P, P + first.end); // σ = 0: the first layer is known
  const sigma = Float64Array.from({ length: P }, () => 0.05 + 0.2 * rng.uniform53());
  for (let i = second.weightStart; i < second.end; i++) phi[P + i] = inverseSoftplus(sigma[i]);
  const posterior = posteriorOf(parameter(tensor(phi, [2 * P])), layers);
  const sd = 0.4;
  for (const x of [
    [0.5, -1],
    [2, 0.1],
  ]) {
    // Features h(x) are known; output o has weights of covariance Σ_o = diag(σ²), the bias among them.
    // I(y; θ) = ½ log det(Σ_prior) − ½ log det(Σ_posterior), the posterior after y: Σ⁻¹ + h hᵀ / ω².
    const h = [
      ...Array.from({ length: H }, (_, j) => {
        let z = phi[first.biasStart + j];
        for (let i = 0; i < I; i++) z += x[i] * phi[first.weightStart + i * H + j];
        return z;
      }),
      1,
    ];
    let expected = 0;
    for (let o = 0; o < O; o++) {
      const variances = h.map((_, j) => sigma[second.weightStart + j * O + o] ** 2); // the bias comes last
      const precision = h.map((hi, i) =>
        h.map((hj, j) => (hi * hj) / (sd * sd) + (i === j ? 1 / variances[i] : 0)),
      );
      const logPrior = variances.reduce((sum, v) => sum + Math.log(v), 0);
      expected += 0.5 * (logPrior + logDeterminant(precision));
    }
    assertClose(gainsOf(posterior, [x], sd), [expected], 'mutual information', 1e-10);
  }
});

/** log det of a positive definite matrix, by Cholesky's method. */
function logDeterminant(matrix: readonly (readonly number[])[]): number {
  const L = matrix.map((row) => row.map(() => 0));
  let total = 0;
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= L[i][k] * L[j][k];
      L[i][j] = i === j ? Math.sqrt(rest) : rest / L[j][j];
    }
    total += 2 * Math.log(L[i][i]);
  }
  return total;
}

test('for a network it is an upper bound of the mutual information, by Monte Carlo', () => {
  const sizes = [2, 4, 1];
  // Wide beliefs: outputs are far from Gaussian.
  const posterior = createPosterior(
    { sizes, initialSigma: 0.8, activeInputs: 2 },
    stream(5, 'init'),
  );
  const layers = layersOf(sizes);
  const P = parameterCount(layers);
  const { mu, sigma } = posterior;
  const [x, sd] = [[0.7, -1.2], 0.5];
  const rng = stream(6, 'weights');
  const output = (): number => {
    const noise = normal(P, rng);
    const w = noise.map((z, i) => mu.value.data[i] + sigma.value.data[i] * z);
    const [a, b] = layers;
    let f = w[b.biasStart];
    for (let j = 0; j < 4; j++) {
      const z = w[a.biasStart + j] + x[0] * w[a.weightStart + j] + x[1] * w[a.weightStart + 4 + j];
      f += Math.max(0, z) * w[b.weightStart + j];
    }
    return f;
  };
  // I = E_{θ, y} log p(y | θ) / p(y), p(y) by an average over other draws of the weights.
  const others = Float64Array.from({ length: 4000 }, output);
  const density = (y: number, f: number): number => Math.exp(-0.5 * ((y - f) / sd) ** 2);
  let total = 0;
  const N = 4000;
  for (let n = 0; n < N; n++) {
    const f = output();
    const y = f + sd * normal(1, rng)[0];
    let marginal = 0;
    for (const other of others) marginal += density(y, other) / others.length;
    total += Math.log(density(y, f) / marginal) / N;
  }
  const [bound] = gainsOf(posterior, [x], sd);
  assert.ok(total > 0.5 * bound, `${total} nats by Monte Carlo, bound ${bound}`); // it is no trivial bound
  assert.ok(total < bound, `${total} nats by Monte Carlo, bound ${bound}`);
});

test('outputs add up, and what is noisy tells little', () => {
  const posterior = createPosterior(
    { sizes: [2, 4, 2], initialSigma: 0.1, activeInputs: 2 },
    stream(7, 'init'),
  );
  const model = createNoiseModel([2, 4, 2], 0.02);
  const { parameters, layer } = model;
  const x = [[0.3, 0.4]];
  const quiet = gainsOf(posterior, x, NaN, model);
  assertClose(quiet, gainsOf(posterior, x, 1), 'noise 1 is fixed noise of 1', 1e-12);
  parameters.value.data[layer.biasStart + 1] = 4; // ω² = e⁴ in the second output
  const [one] = gainsOf(posterior, x, NaN, model);
  parameters.value.data[layer.biasStart] = 4;
  const [none] = gainsOf(posterior, x, NaN, model);
  assert.ok(one < quiet[0] && none < 0.05 * quiet[0], `${quiet[0]} > ${one} > ${none}`);
});

test('gains follow the beliefs as they change', () => {
  const posterior = createPosterior(
    { sizes: [2, 4, 1], initialSigma: 0.1, activeInputs: 2 },
    stream(7, 'init'),
  );
  const gain = expectedGain(posterior, 1, { likelihoodSd: 0.3, noiseModel: null });
  gain.x.set([0.3, 0.4]);
  const [before] = gain.measure(noDraws);
  const P = posterior.mu.value.size;
  posterior.phi.value.data.fill(inverseSoftplus(0.01), P);
  const [after] = gain.measure(noDraws);
  assert.ok(after < 0.05 * before, `${before}, then ${after}`);
});

test.run();
