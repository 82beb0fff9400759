import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { createPosterior, frozen } from '../../src/bnn/posterior.ts';
import { parameterCount } from '../../src/nn/layers.ts';
import { softplus } from '../../src/math/numerics/softplus.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { somePosterior } from '../support/posterior.ts';
import { assertMeanIs } from '../support/statistics.ts';

test('mu and rho are the halves of phi, and follow it', () => {
  const { phi, mu, rho, layers } = somePosterior('halves', [3, 4, 2]);
  const P = parameterCount(layers);
  assert.equal([mu.value.size, rho.value.size, phi.value.size], [P, P, 2 * P]);
  phi.value.data.set([7], 0);
  phi.value.data.set([8], P);
  assert.is(mu.value.data[0], 7);
  assert.is(rho.value.data[0], 8);
});

test('sigma is softplus of rho, positive for every rho', () => {
  const { phi, sigma, sigmaSquared } = somePosterior('sigma', [1, 2]);
  const rhos = [-700, -40, 0, 40];
  phi.value.data.set(rhos, 4);
  const graph = graphOf(sum(sigmaSquared));
  graph.forward();
  assertSameBits(sigma.value.data, Float64Array.from(rhos, softplus), 'sigma');
  assertSameBits(
    sigmaSquared.value.data,
    sigma.value.data.map((s) => s * s),
    'sigma²',
  );
  assert.ok(sigma.value.data.every((s) => s > 0));
});

test('every sigma starts at initialSigma', () => {
  for (const initialSigma of [1e-8, 0.1, 1, 30]) {
    const options = { sizes: [3, 8, 2], initialSigma, activeInputs: 2 };
    const { sigma } = createPosterior(options, stream(1, 'posterior'));
    assertClose(
      sigma.value.data,
      new Array<number>(sigma.value.size).fill(initialSigma),
      `sigma ${initialSigma}`,
      1e-14,
      0,
    );
  }
});

test('initial means are normal, with variance 0.49 over the inputs that are active', () => {
  const options = { sizes: [5, 400, 30], initialSigma: 0.1, activeInputs: 3 };
  const { mu, layers } = createPosterior(options, stream(3, 'posterior'));
  [3, 400].forEach((inputs, n) => {
    const { weightStart, end } = layers[n];
    const scaled = mu.value.data.subarray(weightStart, end).map((m) => m * Math.sqrt(inputs));
    assertMeanIs(scaled, 0, `layer ${n}, mean`);
    assertMeanIs(
      scaled.map((m) => m * m),
      0.49,
      `layer ${n}, variance`,
    );
    // Of a normal variable with that variance.
    assertMeanIs(
      scaled.map((m) => m * m * m * m),
      3 * 0.49 * 0.49,
      `layer ${n}, fourth moment`,
    );
  });
});

test('one stream makes the same beliefs again, another does not', () => {
  const options = { sizes: [2, 3, 1], initialSigma: 0.1, activeInputs: 2 };
  const [a, b, c] = ['one', 'one', 'other'].map(
    (name) => createPosterior(options, stream(1, name)).phi.value.data,
  );
  assertSameBits(a, b, 'phi');
  assert.ok(a.some((value, i) => value !== c[i]));
});

test('frozen beliefs share their numbers, but no gradient reaches phi', () => {
  const posterior = somePosterior('frozen', [2, 3, 1]);
  const fixed = frozen(posterior);
  const graph = graphOf(sum(fixed.sigmaSquared));
  posterior.phi.value.data.fill(0.3);
  graph.forward();
  assertClose(
    fixed.sigma.value.data,
    posterior.rho.value.data.map(softplus),
    'sigma follows',
    1e-15,
  );
  assert.is(fixed.mu.value.data[0], 0.3);
  for (const v of [fixed.phi, fixed.mu, fixed.rho, fixed.sigma, fixed.sigmaSquared]) {
    assert.is(v.grad, null);
  }
});

test.run();
