import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add } from '../../src/autodiff/arithmetic.ts';
import { exp } from '../../src/autodiff/elementwise.ts';
import { constant, type Variable } from '../../src/autodiff/variable.ts';
import { gaussianPrior, kl, type Gaussians } from '../../src/bnn/kl.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { formatShape, type Shape } from '../../src/autodiff/shape.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

const gaussians = (
  mu: readonly number[],
  sigma: readonly number[],
  shape: Shape = [mu.length],
): Gaussians => ({
  mu: constant(fromArray(mu, shape)),
  sigma: constant(fromArray(sigma, shape)),
});
const valueOf = (q: Gaussians, p: Gaussians): number => kl(q, p).value.data[0];

/** Seeded beliefs about `count` weights; sigma from 1e-4 to 1e2. */
function some(name: string, count: number): { mu: number[]; sigma: number[] } {
  const magnitudes = seeded(`${name} sigma`, [count], -4, 2);
  return { mu: seeded(`${name} mu`, [count]), sigma: magnitudes.map((m) => 10 ** m) };
}

test('by hand: one step of one sigma is 1/2 nat, twice the sigma is 3/2 − log 2', () => {
  assert.is(valueOf(gaussians([1], [1]), gaussians([0], [1])), 0.5);
  assert.is(valueOf(gaussians([3], [2]), gaussians([1], [2])), 0.5);
  assertClose([valueOf(gaussians([0], [2]), gaussians([0], [1]))], [1.5 - Math.LN2], 'wider');
  assertClose([valueOf(gaussians([0], [1]), gaussians([0], [2]))], [Math.LN2 - 3 / 8], 'narrower');
});

test('kl(q, q) is exactly 0', () => {
  for (const count of [0, 1, 50]) {
    const { mu, sigma } = some('same', count);
    assert.is(valueOf(gaussians(mu, sigma), gaussians(mu, sigma)), 0);
  }
});

test('KL is never negative, however close the two', () => {
  for (let seed = 0; seed < 40; seed++) {
    const q = some(`q ${seed}`, 20);
    const other = some(`p ${seed}`, 20);
    for (const near of [0, 1e-16, 1e-12, 1e-8, 1e-3, 1]) {
      const p = {
        mu: q.mu.map((m, i) => m + near * other.mu[i]),
        sigma: q.sigma.map((s, i) => s * (1 + near * other.sigma[i])),
      };
      q.mu.forEach((_, i) => {
        const value = valueOf(
          gaussians([q.mu[i]], [q.sigma[i]]),
          gaussians([p.mu[i]], [p.sigma[i]]),
        );
        assert.ok(value >= 0, `seed ${seed}, ${near} apart, weight ${i}: ${value}`);
        if (q.mu[i] !== p.mu[i]) assert.ok(value > 0, 'different means are some way apart');
      });
    }
  }
});

test('the order of the arguments matters', () => {
  const narrow = gaussians([0], [0.1]);
  const wide = gaussians([0], [1]);
  // To somebody sure of a value a wide belief is a great surprise; the other way round a small one.
  assert.ok(valueOf(wide, narrow) > 10 * valueOf(narrow, wide));
});

test('weights are independent: the KL of many is the sum over one', () => {
  const [q, p] = [some('q', 30), some('p', 30)];
  let total = 0;
  q.mu.forEach((_, i) => {
    total += valueOf(gaussians([q.mu[i]], [q.sigma[i]]), gaussians([p.mu[i]], [p.sigma[i]]));
  });
  const together = valueOf(gaussians(q.mu, q.sigma), gaussians(p.mu, p.sigma));
  assertClose([together], [total], 'sum', 1e-14);
});

test('KL is the mean of log q − log p over draws from q, within 5 standard errors', () => {
  const [muQ, sigmaQ, muP, sigmaP] = [0.3, 0.8, -0.5, 1.4];
  const draws = normal(40_000, stream(1, 'kl')).map((e) => {
    const theta = muQ + sigmaQ * e;
    const z = (theta - muP) / sigmaP;
    return Math.log(sigmaP / sigmaQ) - 0.5 * e * e + 0.5 * z * z;
  });
  assertMeanIs(draws, valueOf(gaussians([muQ], [sigmaQ]), gaussians([muP], [sigmaP])), 'KL');
});

for (const shape of [[5], [2, 3], [1]] as Shape[]) {
  test(`gradients by all four agree with central differences, shape ${formatShape(shape)}`, () => {
    const inputs = ['muQ', 'logSigmaQ', 'muP', 'logSigmaP'].map((name) => ({
      shape,
      values: seeded(name, shape, -0.7, 0.7),
    }));
    // Through exp, so that sigma stays positive.
    checkGradients(
      (muQ, logSigmaQ, muP, logSigmaP) =>
        kl({ mu: muQ, sigma: exp(logSigmaQ) }, { mu: muP, sigma: exp(logSigmaP) }),
      inputs,
    );
  });
}

test('the gradient adds up when one variable stands on both sides', () => {
  const shape = [4];
  const values = (name: string): { shape: Shape; values: number[] } => ({
    shape,
    values: seeded(name, shape, 0.5, 1.5),
  });
  checkGradients(
    (mu: Variable, sigma: Variable, other: Variable) =>
      add(kl({ mu, sigma }, { mu: other, sigma }), kl({ mu: sigma, sigma: mu }, { mu, sigma })),
    [values('mu'), values('sigma'), values('other')],
  );
});

test('the prior is N(0, priorSd²) on every weight, without gradient', () => {
  const { mu, sigma } = gaussianPrior(3, 0.5);
  assert.equal([...mu.value.data], [0, 0, 0]);
  assert.equal([...sigma.value.data], [0.5, 0.5, 0.5]);
  assert.equal([mu.grad, sigma.grad], [null, null]);
});

test('shapes that differ are refused', () => {
  assertRangeError(
    () => kl(gaussians([1, 2], [1, 1]), gaussians([1], [1])),
    /^kl: mu and sigma of both must have one shape, got \[2\], \[2\], \[1\], \[1\]$/,
  );
  const flat = gaussians([1, 2], [1, 1]);
  assertRangeError(() => kl(flat, gaussians([1, 2], [1, 1], [1, 2])), /^kl: /);
});

test.run();
