import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul, sub } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import { exp } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, type Variable } from '../../src/autodiff/variable.ts';
import {
  drawn,
  knownInputMoments,
  randomInputMoments,
  rectified,
  type Moments,
  type RandomInput,
} from '../../src/bnn/bayesianLinear.ts';
import { posteriorOf, type Posterior } from '../../src/bnn/posterior.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { somePosterior } from '../support/posterior.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

const DRAWS = 20_000;

/** A draw of the layer's weights [in, out] and biases [out] for each noise. */
function drawLayer({ mu, sigma, layers: [layer] }: Posterior, noise: Float64Array): Float64Array {
  return noise.map((e, i) => {
    const at = layer.weightStart + (i % layer.end);
    return mu.value.data[at] + sigma.value.data[at] * e;
  });
}

/** Output of one layer with weights `theta` for input `h`. */
const output = (h: ArrayLike<number>, theta: Float64Array, outputs: number, j: number): number => {
  let total = theta[h.length * outputs + j];
  for (let i = 0; i < h.length; i++) total += h[i] * theta[i * outputs + j];
  return total;
};

test('known input: mean and variance of the output, by hand', () => {
  const posterior = somePosterior('known', [2, 1]);
  const [a, b, c] = posterior.mu.value.data;
  const [s, t, u] = posterior.sigma.value.data;
  const x = constant(fromArray([3, -2, 0, 0], [2, 2]));
  const { mean, variance } = knownInputMoments(x, posterior, posterior.layers[0]);
  assertClose(mean.value.data, [3 * a - 2 * b + c, c], 'mean', 1e-15, 1e-15);
  assertClose(variance.value.data, [9 * s * s + 4 * t * t + u * u, u * u], 'variance', 1e-14);
});

test('known input: the moments are those of drawn weights, within 5 standard errors', () => {
  const posterior = somePosterior('drawn', [3, 2]);
  const x = [0.5, -1.2, 2];
  const { mean, variance } = knownInputMoments(
    constant(fromArray(x, [1, 3])),
    posterior,
    posterior.layers[0],
  );
  const rng = stream(1, 'known input');
  const P = parameterCount(posterior.layers);
  const draws = Array.from({ length: DRAWS }, () => drawLayer(posterior, normal(P, rng)));
  for (const j of [0, 1]) {
    const m = mean.value.data[j];
    const f = draws.map((theta) => output(x, theta, 2, j));
    assertMeanIs(f, m, `mean of output ${j}`);
    assertMeanIs(
      f.map((value) => (value - m) * (value - m)),
      variance.value.data[j],
      `variance of output ${j}`,
    );
  }
});

/** ∫ g(z) N(z; m, v) dz by Simpson's rule on ±10 σ, split where the ReLU has its kink. */
function gaussianIntegral(g: (z: number) => number, m: number, v: number): number {
  const s = Math.sqrt(v);
  const density = (z: number): number =>
    Math.exp(-0.5 * ((z - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
  const simpson = (from: number, to: number): number => {
    const n = 2000;
    const h = (to - from) / n;
    let total = 0;
    for (let i = 0; i <= n; i++) {
      const z = from + i * h;
      total += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * g(z) * density(z);
    }
    return (total * h) / 3;
  };
  const [low, high] = [m - 10 * s, m + 10 * s];
  const kink = Math.min(Math.max(0, low), high);
  return simpson(low, kink) + simpson(kink, high);
}

/** Means and variances from deep in the off state through the kink to fully on. */
const PRE_ACTIVATIONS = [-3, -1, -0.1, 0, 0.1, 1, 3].flatMap((m) =>
  [0.04, 1, 6].map((v) => [m, v] as const),
);

test('rectified: the moments are those of numerical integration, to 1e-9', () => {
  const [m, v] = [0, 1].map((k) => constant(fromArray(PRE_ACTIVATIONS.map((p) => p[k]))));
  const h = rectified({ mean: m, variance: v });
  PRE_ACTIVATIONS.forEach(([mean, variance], i) => {
    const first = gaussianIntegral((z) => Math.max(z, 0), mean, variance);
    const second = gaussianIntegral((z) => Math.max(z, 0) ** 2, mean, variance);
    const what = `of N(${mean}, ${variance})`;
    // Relative to the spread: what is left of a unit that is off is too small for the quadrature.
    assertClose([h.mean.value.data[i]], [first], `mean ${what}`, 1e-9, 1e-12);
    assertClose([h.secondMoment.value.data[i]], [second], `second moment ${what}`, 1e-9, 1e-12);
    assertClose([h.variance.value.data[i]], [second - first * first], `var ${what}`, 1e-9, 1e-12);
  });
});

test('rectified: the moments are those of drawn pre-activations, within 5 standard errors', () => {
  const noise = normal(DRAWS, stream(2, 'rectified'));
  for (const [m, v] of PRE_ACTIVATIONS.filter(([mean, variance]) => mean > -2 * variance)) {
    const h = rectified({ mean: constant(fromArray([m])), variance: constant(fromArray([v])) });
    const draws = noise.map((e) => Math.max(m + Math.sqrt(v) * e, 0));
    assertMeanIs(draws, h.mean.value.data[0], `mean of N(${m}, ${v})`);
    assertMeanIs(
      draws.map((value) => value * value),
      h.secondMoment.value.data[0],
      `second moment of N(${m}, ${v})`,
    );
  }
});

test('rectified: a unit that is surely on passes its moments, one surely off gives nothing', () => {
  const v = constant(fromArray([1e-4, 1e-4]));
  const h = rectified({ mean: constant(fromArray([2, -2])), variance: v });
  assertClose(h.mean.value.data, [2, 0], 'mean', 1e-15);
  assertClose(h.secondMoment.value.data, [4 + 1e-4, 0], 'second moment', 1e-15);
});

test('rectified: gradients of all three agree with central differences', () => {
  const shape = [PRE_ACTIVATIONS.length];
  const inputs = [
    { shape, values: PRE_ACTIVATIONS.map(([m]) => m) },
    { shape, values: PRE_ACTIVATIONS.map(([, v]) => Math.log(v)) },
  ];
  for (const part of ['mean', 'secondMoment', 'variance'] as const) {
    checkGradients((m, logV) => rectified({ mean: m, variance: exp(logV) })[part], inputs);
  }
  // All at once: three uses of each.
  checkGradients((m, logV) => {
    const h = rectified({ mean: m, variance: exp(logV) });
    return add(mul(h.mean, h.variance), sub(h.secondMoment, m));
  }, inputs);
});

/** Moments of a hidden layer [B, H] that was never computed, with E[h²] = Var h + E[h]². */
function someRandomInput(name: string, shape: readonly number[]): RandomInput {
  const mean = seeded(`${name} mean`, shape, -0.5, 1.5);
  const variance = seeded(`${name} variance`, shape, 0.1, 0.8);
  const second = mean.map((m, i) => m * m + variance[i]);
  const [a, c, e] = [mean, variance, second].map((values) => constant(fromArray(values, shape)));
  return { mean: a, variance: c, secondMoment: e };
}

test('random input: the moments are those of drawn inputs and weights, within 5 standard errors', () => {
  const posterior = somePosterior('random', [3, 2]);
  const h = someRandomInput('random', [1, 3]);
  const { mean, variance } = randomInputMoments(h, posterior, posterior.layers[0]);
  const rng = stream(3, 'random input');
  const P = parameterCount(posterior.layers);
  const samples = Array.from({ length: DRAWS }, () => {
    const noise = normal(3, rng);
    const input = noise.map(
      (e, i) => h.mean.value.data[i] + Math.sqrt(h.variance.value.data[i]) * e,
    );
    return { input, theta: drawLayer(posterior, normal(P, rng)) };
  });
  for (const j of [0, 1]) {
    const m = mean.value.data[j];
    const f = samples.map(({ input, theta }) => output(input, theta, 2, j));
    assertMeanIs(f, m, `mean of output ${j}`);
    assertMeanIs(
      f.map((value) => (value - m) * (value - m)),
      variance.value.data[j],
      `variance of output ${j}`,
    );
  }
});

for (const outputs of [3, 9]) {
  test(`an input without variance is a known input, ${outputs} outputs`, () => {
    const posterior = somePosterior('no variance', [4, outputs]);
    const [layer] = posterior.layers;
    const values = seeded('x', [2, 4]);
    const x = constant(fromArray(values, [2, 4]));
    const h = {
      mean: x,
      variance: constant(fromArray(new Float64Array(8), [2, 4])),
      secondMoment: mul(x, x),
    };
    const known = knownInputMoments(x, posterior, layer);
    const random = randomInputMoments(h, posterior, layer);
    for (const part of ['mean', 'variance'] as const) {
      assertClose(random[part].value.data, known[part].value.data, part, 1e-14, 1e-15);
    }
  });
}

const momentsOf: Readonly<
  Record<string, (h: readonly Variable[], posterior: Posterior) => Moments>
> = {
  'known input': ([x], posterior) => knownInputMoments(x, posterior, posterior.layers[0]),
  'random input': ([mean, variance, secondMoment], posterior) =>
    randomInputMoments({ mean, variance, secondMoment }, posterior, posterior.layers[0]),
};

for (const [name, moments] of Object.entries(momentsOf)) {
  for (const outputs of [2, 9]) {
    test(`${name}, ${outputs} outputs: gradients by beliefs and input agree with central differences`, () => {
      const layers = layersOf([3, outputs]);
      const P = parameterCount(layers);
      const inputs = [
        ...['mean', 'variance', 'second'].map((part) => ({
          shape: [2, 3],
          values: seeded(part, [2, 3], 0.2, 1),
        })),
        { shape: [2 * P], values: seeded('phi', [2 * P], -1, 1) },
      ];
      for (const part of ['mean', 'variance'] as const) {
        checkGradients((...leaves) => {
          const phi = leaves[3];
          return moments(leaves, posteriorOf(phi, layers))[part];
        }, inputs);
      }
    });
  }
}

test('drawn: part of a draw is refused', () => {
  const [mean, variance] = [1, 2].map((value) => constant(fromArray([value, value], [1, 2])));
  assertRangeError(
    () => drawn({ mean, variance }, constant(fromArray([1, 2, 3]))),
    /^drawn: noise \[3\] for draws of \[1, 2\]; expected a whole number of them$/,
  );
});

test('drawn: each draw of each pre-activation by its own noise, and gradients by mean and variance', () => {
  const noise = constant(fromArray(normal(2 * 2 * 3, stream(4, 'drawn')), [2, 2, 3]));
  const inputs = [
    { shape: [2, 3], values: seeded('drawn mean', [2, 3]) },
    { shape: [2, 3], values: seeded('drawn variance', [2, 3], 0.2, 2) },
  ];
  const [mean, variance] = inputs.map(({ values, shape }) => constant(fromArray(values, shape)));
  const z = drawn({ mean, variance }, noise);
  assert.equal(z.value.shape, [4, 3]);
  const expected = noise.value.data.map(
    (e, i) => mean.value.data[i % 6] + Math.sqrt(variance.value.data[i % 6]) * e,
  );
  assertClose(z.value.data, expected, 'draws', 1e-15);
  checkGradients((m, v) => drawn({ mean: m, variance: v }, noise), inputs);
});

test('moments have a gradient to read even if nothing below them learns', () => {
  const phi = constant(fromArray(seeded('phi', [6])));
  const posterior = posteriorOf(phi, layersOf([2, 1]));
  const x = constant(fromArray([1, 2], [1, 2]));
  const { mean, variance } = knownInputMoments(x, posterior, posterior.layers[0]);
  assert.ok(mean.grad && variance.grad);
  graphOf(sum(add(mean, variance))).backward();
  assert.equal([mean.grad.data[0], variance.grad.data[0]], [1, 1]);
});

test.run();
