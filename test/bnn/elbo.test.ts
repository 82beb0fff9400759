import { test } from 'uvu';
import { graphOf } from '../../src/autodiff/backward.ts';
import { constant } from '../../src/autodiff/variable.ts';
import { elbo } from '../../src/bnn/elbo.ts';
import { gaussianPrior, kl } from '../../src/bnn/kl.ts';
import { expectedLogLikelihood } from '../../src/bnn/expectedLogLikelihood.ts';
import { posteriorOf } from '../../src/bnn/posterior.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { fromArray, scalar } from '../../src/autodiff/tensor.ts';
import { assertClose } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { somePosterior } from '../support/posterior.ts';

const SIZES = [2, 4, 1];
const x = constant(fromArray(seeded('x', [5, 2]), [5, 2]));
const y = constant(fromArray(seeded('y', [5, 1]), [5, 1]));
const options = { kind: 'exact', likelihoodSd: 0.5, samples: 1, priorSd: 0.8 } as const;

test('loss = mean negative log-likelihood of a row + weight × KL to the prior', () => {
  const posterior = somePosterior('elbo', SIZES);
  const klWeight = constant(scalar(0.1));
  const bound = elbo(posterior, x, y, { ...options, klWeight });
  const logLikelihood = expectedLogLikelihood(posterior, x, y, options).total.value.data[0];
  const prior = kl(posterior, gaussianPrior(posterior.mu.value.size, 0.8)).value.data[0];
  assertClose(bound.nll.value.data, [-logLikelihood / 5], 'nll', 1e-14);
  assertClose(bound.klPrior.value.data, [prior], 'KL to the prior', 1e-14);
  assertClose(bound.loss.value.data, [-logLikelihood / 5 + 0.1 * prior], 'loss', 1e-14);
});

test('the weight of the KL can change between runs of the graph, 0 included', () => {
  const posterior = somePosterior('elbo', SIZES);
  const klWeight = constant(scalar(1));
  const bound = elbo(posterior, x, y, { ...options, klWeight });
  const graph = graphOf(bound.loss);
  for (const weight of [0, 0.5, 1e-6]) {
    klWeight.value.data[0] = weight;
    graph.forward();
    const expected = bound.nll.value.data[0] + weight * bound.klPrior.value.data[0];
    assertClose(bound.loss.value.data, [expected], `weight ${weight}`, 1e-15);
  }
});

test('the gradient of the loss agrees with central differences', () => {
  const layers = layersOf(SIZES);
  const P = parameterCount(layers);
  checkGradients(
    (phi) =>
      elbo(posteriorOf(phi, layers), x, y, { ...options, klWeight: constant(scalar(0.3)) }).loss,
    [{ shape: [2 * P], values: seeded('phi', [2 * P], -1, 0.8) }],
  );
});

test('with beliefs equal to the prior nothing is paid for them', () => {
  const posterior = somePosterior('prior', SIZES);
  const P = posterior.mu.value.size;
  posterior.phi.value.data.fill(0);
  graphOf(posterior.sigma).forward();
  const priorSd = posterior.sigma.value.data[0]; // log 2
  const klWeight = constant(scalar(1));
  const bound = elbo(posteriorOf(posterior.phi, posterior.layers), x, y, {
    ...options,
    priorSd,
    klWeight,
  });
  assertClose(bound.klPrior.value.data, [0], `KL of ${P} weights`, 0, 0);
});

test.run();
