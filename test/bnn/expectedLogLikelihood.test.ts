import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { tanh } from '../../src/autodiff/elementwise.ts';
import { constant, type Variable } from '../../src/autodiff/variable.ts';
import { expectedLogLikelihood } from '../../src/bnn/expectedLogLikelihood.ts';
import type {
  ExpectedLogLikelihood,
  LikelihoodKind,
  LikelihoodOptions,
} from '../../src/bnn/likelihood.ts';
import { createNoiseModel } from '../../src/bnn/observationNoise.ts';
import { posteriorOf } from '../../src/bnn/posterior.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { mlp } from '../../src/nn/mlp.ts';
import { normal, normalInto } from '../../src/math/random/normal.ts';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { somePosterior } from '../support/posterior.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

const SIZES = [3, 5, 2];
const B = 4;
const x = constant(fromArray(seeded('x', [B, 3]), [B, 3]));
const y = constant(fromArray(seeded('y', [B, 2]), [B, 2]));
const options = (kind: LikelihoodKind, samples = 1): LikelihoodOptions => ({
  kind,
  samples,
  likelihoodSd: 0.7,
});

function fillNoise({ draws }: ExpectedLogLikelihood, rng: Rng): void {
  for (const epsilon of draws) normalInto(epsilon.value.data, rng);
}

/** log N(y; f, sd²) summed over rows and outputs, from the formula. */
function logDensity(f: ArrayLike<number>, targets: ArrayLike<number>, sd: number): number {
  let total = 0;
  for (let i = 0; i < targets.length; i++) {
    const z = (targets[i] - f[i]) / sd;
    total += -0.5 * z * z - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
  }
  return total;
}

/** Beliefs so narrow that every draw is the mean: sigma about 1e-13. */
function narrow(): ReturnType<typeof somePosterior> {
  const posterior = somePosterior('narrow', SIZES);
  const P = posterior.mu.value.size;
  posterior.phi.value.data.fill(-30, P);
  return posterior;
}

for (const kind of ['exact', 'local', 'weight'] as const) {
  for (const samples of [1, 3]) {
    test(`${kind}, ${samples} samples: without spread it is the log density at the network's output`, () => {
      const posterior = narrow();
      const likelihood = expectedLogLikelihood(posterior, x, y, options(kind, samples));
      fillNoise(likelihood, stream(1, 'noise'));
      graphOf(likelihood.total).forward();
      const f = mlp(x, posterior.mu, posterior.layers).value.data;
      const S = kind === 'exact' ? 1 : samples;
      assert.equal(likelihood.outputs.value.shape, [S, B, 2]);
      for (let s = 0; s < S; s++) {
        const draw = likelihood.outputs.value.data.subarray(s * f.length, (s + 1) * f.length);
        assertClose(draw, f, `outputs of sample ${s}`, 1e-10, 1e-10);
      }
      const expected = logDensity(f, y.value.data, 0.7);
      assertClose(likelihood.total.value.data, [expected], 'log-likelihood', 1e-10);
    });
  }

  test(`${kind}: rows are independent, so a batch has the sum of its rows' log-likelihoods`, () => {
    const posterior = somePosterior('rows', SIZES);
    const together = expectedLogLikelihood(posterior, x, y, options(kind, 2));
    fillNoise(together, stream(2, 'noise'));
    graphOf(together.total).forward();
    let total = 0;
    for (let b = 0; b < B; b++) {
      const row = (v: Variable, width: number): Variable =>
        constant(fromArray(v.value.data.subarray(b * width, (b + 1) * width), [1, width]));
      const alone = expectedLogLikelihood(posterior, row(x, 3), row(y, 2), options(kind, 2));
      alone.draws.forEach((epsilon, n) => {
        const all = together.draws[n].value.data;
        if (kind === 'weight') epsilon.value.data.set(all);
        else {
          // [2, B, out]: this row of both samples.
          const width = all.length / (2 * B);
          for (const s of [0, 1]) {
            const from = (s * B + b) * width;
            epsilon.value.data.set(all.subarray(from, from + width), s * width);
          }
        }
      });
      graphOf(alone.total).forward();
      total += alone.total.value.data[0];
    }
    assertClose(together.total.value.data, [total], 'sum', 1e-13);
  });

  test(`${kind}: the gradient by the beliefs agrees with central differences`, () => {
    const layers = layersOf(SIZES);
    const P = parameterCount(layers);
    const values = [
      ...seeded('gradient mu', [P], -0.8, 0.8),
      ...seeded('gradient rho', [P], -2, 0.5),
    ];
    checkGradients(
      (phi) => {
        const likelihood = expectedLogLikelihood(posteriorOf(phi, layers), x, y, options(kind, 3));
        fillNoise(likelihood, stream(3, 'noise'));
        graphOf(likelihood.total).forward();
        return likelihood.total;
      },
      [{ shape: [2 * P], values }],
    );
  });
}

for (const kind of ['local', 'weight'] as const) {
  test(`exact is the mean of ${kind}, in value and gradient, within 5 standard errors`, () => {
    const posterior = somePosterior('mean', SIZES);
    const { phi } = posterior;
    const grad = phi.grad!.data;
    const exact = expectedLogLikelihood(posterior, x, y, options('exact'));
    graphOf(exact.total).backward();
    const exactGrad = grad.slice();
    const sampled = expectedLogLikelihood(posterior, x, y, options(kind, 1));
    const graph = graphOf(sampled.total);
    const rng = stream(4, `noise ${kind}`);
    const values: number[] = [];
    const grads: Float64Array[] = [];
    const outputs: Float64Array[] = [];
    for (let n = 0; n < 3000; n++) {
      fillNoise(sampled, rng);
      graph.forward();
      grad.fill(0);
      graph.backward();
      values.push(sampled.total.value.data[0]);
      grads.push(grad.slice());
      outputs.push(sampled.outputs.value.data.slice());
    }
    assertMeanIs(values, exact.total.value.data[0], 'log-likelihood');
    exact.outputs.value.data.forEach((f, i) =>
      assertMeanIs(
        outputs.map((o) => o[i]),
        f,
        `output ${i}`,
      ),
    );
    exactGrad.forEach((g, i) =>
      assertMeanIs(
        grads.map((one) => one[i]),
        g,
        `gradient ${i}`,
      ),
    );
  });

  test(`${kind}: more samples give the mean of the single ones`, () => {
    const posterior = somePosterior('samples', SIZES);
    const S = 3;
    const many = expectedLogLikelihood(posterior, x, y, options(kind, S));
    fillNoise(many, stream(5, 'noise'));
    graphOf(many.total).forward();
    const one = expectedLogLikelihood(posterior, x, y, options(kind, 1));
    const graph = graphOf(one.total);
    let total = 0;
    for (let s = 0; s < S; s++) {
      one.draws.forEach((epsilon, n) => {
        const size = epsilon.value.size;
        epsilon.value.data.set(many.draws[n].value.data.subarray(s * size, (s + 1) * size));
      });
      graph.forward();
      total += one.total.value.data[0] / S;
    }
    assertClose(many.total.value.data, [total], 'mean', 1e-13);
  });

  test(`${kind}: goes through the given activation, and any number of layers`, () => {
    const posterior = somePosterior('deep', [3, 4, 3, 2]);
    posterior.phi.value.data.fill(-30, posterior.mu.value.size);
    const likelihood = expectedLogLikelihood(posterior, x, y, {
      ...options(kind),
      activation: tanh,
    });
    fillNoise(likelihood, stream(6, 'noise'));
    graphOf(likelihood.total).forward();
    const f = mlp(x, posterior.mu, posterior.layers, tanh).value.data;
    assertClose(likelihood.outputs.value.data, f, 'outputs', 1e-10, 1e-10);
  });
}

test('noise comes in as constants: for each layer [S, B, out] or one [S, P]; none for exact', () => {
  const posterior = somePosterior('noise', SIZES);
  const shapes = (kind: LikelihoodKind): (readonly number[])[] =>
    expectedLogLikelihood(posterior, x, y, options(kind, 3)).draws.map((v) => v.value.shape);
  assert.equal(shapes('exact'), []);
  assert.equal(shapes('local'), [
    [3, B, 5],
    [3, B, 2],
  ]);
  assert.equal(shapes('weight'), [[3, posterior.mu.value.size]]);
});

test('weight: one draw serves the whole batch, as the pre-activation of a linear layer shows', () => {
  const posterior = somePosterior('one draw', [1, 1]);
  const rows = constant(fromArray([1, 2, 3], [3, 1]));
  const targets = constant(fromArray([0, 0, 0], [3, 1]));
  const likelihood = expectedLogLikelihood(posterior, rows, targets, options('weight'));
  const noise = normal(2, stream(7, 'noise'));
  likelihood.draws[0].value.data.set(noise);
  graphOf(likelihood.total).forward();
  const [w, b] = noise.map(
    (e, i) => posterior.mu.value.data[i] + posterior.sigma.value.data[i] * e,
  );
  assertClose(likelihood.outputs.value.data, [w + b, 2 * w + b, 3 * w + b], 'outputs', 1e-14);
});

test('exact moments are for one hidden layer', () => {
  for (const [sizes, hidden] of [
    [[3, 2], 0],
    [[3, 4, 4, 2], 2],
  ] as const) {
    assertRangeError(
      () => expectedLogLikelihood(somePosterior('depth', sizes), x, y, options('exact')),
      new RegExp(
        `^exactLogLikelihood: exact moments need one hidden layer, got ${hidden}; use 'local'$`,
      ),
    );
  }
});

test('exact moments are those of the ReLU', () => {
  assertRangeError(
    () =>
      expectedLogLikelihood(somePosterior('tanh', SIZES), x, y, {
        ...options('exact'),
        activation: tanh,
      }),
    /^exactLogLikelihood: exact moments are those of the ReLU, got another activation; use 'local'$/,
  );
});

/** A noise model with the same log variance for everything. */
function uniformNoise(logVariance: number): ReturnType<typeof createNoiseModel> {
  const model = createNoiseModel(SIZES, 0.02);
  const { biasStart, end } = model.layer;
  model.parameters.value.data.fill(logVariance, biasStart, end);
  return model;
}

test('learned noise that says 2 log sd everywhere is fixed noise sd, in value and in gradient by the beliefs', () => {
  const [withFixed, withLearned] = [null, uniformNoise(2 * Math.log(0.7))].map((noiseModel) => {
    const posterior = somePosterior('noise', SIZES);
    const likelihood = expectedLogLikelihood(posterior, x, y, { ...options('exact'), noiseModel });
    graphOf(likelihood.total).backward();
    return { likelihood, grad: posterior.phi.grad!.data };
  });
  assertClose(
    withLearned.likelihood.total.value.data,
    [...withFixed.likelihood.total.value.data],
    'log-likelihood',
    1e-13,
  );
  assertClose(withLearned.grad, withFixed.grad, 'gradient', 1e-12);
  assert.is(withFixed.likelihood.noiseLoss, null);
});

test('learned noise: the log density with a variance for each entry, and its gradient by the beliefs alone', () => {
  const noiseModel = createNoiseModel(SIZES, 0.02);
  const parameters = noiseModel.parameters.value.data;
  parameters.set(seeded('noise parameters', [parameters.length], -0.5, 0.5));
  const narrowPosterior = narrow();
  const likelihood = expectedLogLikelihood(narrowPosterior, x, y, {
    ...options('exact'),
    noiseModel,
  });
  const graph = graphOf(likelihood.total);
  graph.forward();
  graph.backward();
  const { mu, layers } = narrowPosterior;
  const f = mlp(x, mu, layers).value.data;
  const hidden = likelihood.trace.flatMap((t) => (t.kind === 'exact' ? [t.input.mean] : []));
  const h = hidden[0].value.data;
  let total = 0;
  for (let b = 0; b < B; b++) {
    for (let j = 0; j < 2; j++) {
      let logVariance = parameters[8 * 2 + j];
      for (let i = 0; i < 5; i++) logVariance += h[b * 5 + i] * parameters[2 * i + j];
      for (let i = 0; i < 3; i++)
        logVariance += x.value.data[b * 3 + i] * parameters[10 + 2 * i + j];
      const at = 2 * b + j;
      total += logDensity([f[at]], [y.value.data[at]], Math.exp(logVariance / 2));
    }
  }
  assertClose(likelihood.total.value.data, [total], 'log-likelihood', 1e-10);
  assertSameBits(
    noiseModel.parameters.grad!.data,
    new Float64Array(parameters.length),
    'gradient by the noise model',
  );
});

test('what the noise model learns from gives the beliefs no gradient', () => {
  const posterior = somePosterior('noise loss', SIZES);
  const noiseModel = uniformNoise(-1);
  const { noiseLoss } = expectedLogLikelihood(posterior, x, y, { ...options('exact'), noiseModel });
  graphOf(noiseLoss!).backward();
  const { grad } = posterior.phi;
  assertSameBits(grad!.data, new Float64Array(grad!.data.length), 'gradient by the beliefs');
  assert.ok(noiseModel.parameters.grad!.data.some((g) => g !== 0));
});

for (const kind of ['local', 'weight'] as const) {
  test(`${kind}: learned noise needs exact moments`, () => {
    assertRangeError(
      () =>
        expectedLogLikelihood(somePosterior('kind', SIZES), x, y, {
          ...options(kind),
          noiseModel: uniformNoise(0),
        }),
      new RegExp(`^expectedLogLikelihood: a noise model needs exact moments, got ${kind}$`),
    );
  });
}

test.run();
