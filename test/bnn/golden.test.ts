import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { softplus } from '../../src/autodiff/elementwise.ts';
import { constant, parameter, zeroGrad } from '../../src/autodiff/variable.ts';
import { elbo } from '../../src/bnn/elbo.ts';
import { kl } from '../../src/bnn/kl.ts';
import { layersOf } from '../../src/nn/layers.ts';
import { mlp } from '../../src/nn/mlp.ts';
import { Adam } from '../../src/optim/adam.ts';
import { fromArray, scalar } from '../../src/autodiff/tensor.ts';
import { assertClose } from '../support/close.ts';
import { golden } from '../support/golden.ts';
import {
  activations,
  fillNoise,
  goldenPosterior,
  toGoldenOrder,
  type GoldenBnn,
} from '../support/goldenBnn.ts';
import { assertSummary } from '../support/goldenSummary.ts';

const data = golden<GoldenBnn>('bnn');

for (const e of data.elbo) {
  test(`ELBO of ${e.name} agrees with PyTorch: outputs, loss, gradients and Adam steps`, () => {
    const posterior = goldenPosterior(e.sizes, e.params);
    const [B, I] = [e.batch, e.sizes[0]];
    const O = e.sizes[e.sizes.length - 1];
    const x = constant(fromArray(e.x, [B, I]));
    const y = constant(fromArray(e.y, [B, O]));
    const bound = elbo(posterior, x, y, {
      kind: e.noise,
      likelihoodSd: e.likelihood_sd,
      samples: e.samples,
      activation: activations[e.activation],
      priorSd: e.prior_sd,
      klWeight: constant(scalar(e.kl_weight)),
    });
    fillNoise(bound.likelihood.draws, e.noise, posterior.layers, e.eps);
    const graph = graphOf(bound.loss);
    const phi = posterior.phi;
    const grad = phi.grad!.data;
    const order = (flat: Float64Array): Float64Array => toGoldenOrder(flat, posterior.layers);
    const step = (): void => {
      graph.forward();
      zeroGrad(phi);
      graph.backward();
    };

    step();
    const meanOutput = mlp(x, posterior.mu, posterior.layers, activations[e.activation]);
    assertClose(meanOutput.value.data, e.mean_output, 'output of the mean weights');
    assertClose(bound.likelihood.outputs.value.data, e.outputs, 'outputs');
    assertClose(bound.nll.value.data, [e.nll], 'nll');
    assertClose(bound.klPrior.value.data, [e.kl_prior], 'KL to the prior');
    assertClose(bound.loss.value.data, [e.loss], 'loss');
    if (e.grads) assertClose(order(grad), e.grads.flat(), 'gradient of the loss', 1e-9, 1e-11);
    if (e.grads_summary)
      assertSummary(order(grad), e.grads_summary, e.probe_indices, 'gradient of the loss');

    const start = phi.value.data.slice();
    zeroGrad(phi);
    graphOf(bound.klPrior).backward();
    if (e.grads_kl) assertClose(order(grad), e.grads_kl.flat(), 'gradient of the KL');
    if (e.grads_kl_summary)
      assertSummary(order(grad), e.grads_kl_summary, e.probe_indices, 'gradient of the KL');

    const adam = new Adam(phi.value.size);
    const last = Math.max(...e.adam.map((a) => a.step));
    for (let t = 1; t <= last; t++) {
      step();
      adam.step(phi.value.data, grad, e.lr);
      const expected = e.adam.find((a) => a.step === t);
      if (!expected) continue;
      const flat = order(phi.value.data);
      if (expected.params)
        assertClose(flat, expected.params.flat(), `parameters after ${t} Adam steps`);
      if (expected.summary)
        assertSummary(flat, expected.summary, e.probe_indices, `parameters after ${t} Adam steps`);
    }
    assert.ok(
      last === 0 || start.some((v, i) => v !== phi.value.data[i]),
      'learning changed nothing',
    );
  });
}

for (const c of data.kl) {
  test(`KL of ${c.name} is exact to 2e-14 and its gradients agree with PyTorch`, () => {
    const shape = [c.mu1.length];
    const leaves = [c.mu1, c.rho1, c.mu2, c.rho2].map((v) => parameter(fromArray(v, shape)));
    const [mu1, rho1, mu2, rho2] = leaves;
    const divergence = kl({ mu: mu1, sigma: softplus(rho1) }, { mu: mu2, sigma: softplus(rho2) });
    const value = divergence.value.data[0];
    // Absolute 2e-14, and relative for values so large that a double has no such digit.
    assertClose([value], [c.kl_exact], 'kl', 4e-16 * 6, 2e-14);
    c.mu1.forEach((_, i) => {
      const one = [c.mu1, c.rho1, c.mu2, c.rho2].map((v) => constant(fromArray([v[i]])));
      const element = kl(
        { mu: one[0], sigma: softplus(one[1]) },
        { mu: one[2], sigma: softplus(one[3]) },
      );
      assertClose(
        element.value.data,
        [c.kl_exact_per_element[i]],
        `element ${i}`,
        4e-16 * 6,
        2e-14,
      );
    });
    if (c.name.startsWith('identical')) assert.is(value, 0);
    assert.ok(value >= 0, `KL ${value} is negative`);
    graphOf(divergence).backward();
    leaves.forEach((leaf, n) => assertClose(leaf.grad!.data, c.grads[n], `gradient ${n}`));
  });
}

test('layers of the golden data cover all parameters', () => {
  for (const e of data.elbo) {
    assert.is(e.params.flat().length, 2 * layersOf(e.sizes).at(-1)!.end);
  }
});

test.run();
