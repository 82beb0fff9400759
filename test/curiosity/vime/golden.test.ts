import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../../src/autodiff/backward.ts';
import { scale } from '../../../src/autodiff/elementwise.ts';
import { constant } from '../../../src/autodiff/variable.ts';
import { expectedLogLikelihood } from '../../../src/bnn/expectedLogLikelihood.ts';
import type { LikelihoodOptions } from '../../../src/bnn/likelihood.ts';
import { fromArray } from '../../../src/autodiff/tensor.ts';
import { batchGain } from '../../../src/curiosity/vime/batchGain.ts';
import { beliefUpdate } from '../../../src/curiosity/vime/informationGain.ts';
import { klCurvature, secondOrderGain } from '../../../src/curiosity/vime/secondOrderGain.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { golden } from '../../support/golden.ts';
import {
  activations,
  fillNoise,
  goldenPosterior,
  toGoldenOrder,
  type GoldenBnn,
  type GoldenGain,
} from '../../support/goldenBnn.ts';
import { assertSummary } from '../../support/goldenSummary.ts';

const data = golden<GoldenBnn>('bnn');

const optionsOf = (g: GoldenGain): LikelihoodOptions => ({
  kind: g.noise,
  likelihoodSd: g.likelihood_sd,
  samples: g.samples,
  activation: activations[g.activation],
});

for (const g of data.vime) {
  test(`${g.name}: likelihood, curvature and second-order gains agree with PyTorch`, () => {
    const posterior = goldenPosterior(g.sizes, g.params);
    const { layers, phi, rho } = posterior;
    const x = constant(fromArray(g.x, [1, g.x.length]));
    const y = constant(fromArray(g.y, [1, g.y.length]));
    const likelihood = expectedLogLikelihood(posterior, x, y, optionsOf(g));
    fillNoise(likelihood.draws, g.noise, layers, g.eps_per_step[0]);
    const nll = scale(likelihood.total, -1);
    const graph = graphOf(nll);
    graph.forward();
    graph.backward();
    assertClose(nll.value.data, [g.nll], 'nll');
    const grad = phi.grad!.data;
    // A gradient is a sum over samples of terms of both signs: absolute tolerance for its largest terms.
    const largest = g.nll_grads.flat().reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    const ordered = toGoldenOrder(grad, layers);
    assertClose(ordered, g.nll_grads.flat(), 'gradient of nll', 1e-9, 1e-12 * largest);

    let muSum = 0;
    let rhoSum = 0;
    for (const r of rho.value.data) {
      const curvature = klCurvature(r);
      muSum += curvature.mu;
      rhoSum += curvature.rho;
    }
    assertClose([muSum], [g.hessian_diag_sum.mu], 'sum of the curvature by mu');
    assertClose([rhoSum], [g.hessian_diag_sum.rho], 'sum of the curvature by rho');

    const rhos = rho.value.data;
    assertClose([2 * secondOrderGain(grad, rhos, 1)], [g.grad_hinv_grad], 'grad_hinv_grad');
    const P = rhos.length;
    for (const [part, from] of [
      ['mu', 0],
      ['rho', P],
    ] as const) {
      const expected = g[`grad_hinv_grad_${part}`];
      const only = grad.map((value, i) => (i >= from && i < from + P ? value : 0));
      if (expected !== undefined)
        assertClose([2 * secondOrderGain(only, rhos, 1)], [expected], `share of ${part}`);
    }
    for (const { lambda_, info_gain } of g.fast) {
      const gain = secondOrderGain(grad, rhos, lambda_);
      assertClose([gain], [info_gain], `gain of a step of ${lambda_}`, 1e-9, 0);
    }
  });

  test(`${g.name}: the gain of a batch of one agrees with PyTorch`, () => {
    const posterior = goldenPosterior(g.sizes, g.params);
    const before = posterior.phi.value.data.slice();
    const meter = batchGain(posterior, 1, optionsOf(g));
    meter.x.set(g.x);
    meter.y.set(g.y);
    fillNoise(meter.draws, g.noise, posterior.layers, g.eps_per_step[0]);
    assertClose(meter.evaluate(), [0.5 * g.grad_hinv_grad], 'gain', 1e-9, 0);
    assertSameBits(posterior.phi.value.data, before, 'phi');
  });

  g.runs.forEach((run, n) => {
    test(`${g.name}, run ${n}: ${run.steps.length} steps of ${run.optimizer} ${run.lr} gain what PyTorch's do`, () => {
      const posterior = goldenPosterior(g.sizes, g.params);
      const { layers, phi } = posterior;
      const before = phi.value.data.slice();
      const update = beliefUpdate(posterior, {
        ...optionsOf(g),
        optimiser: run.optimizer,
        stepSize: run.lr,
      });
      update.x.set(g.x);
      update.y.set(g.y);
      // Twice, so that what the first run left behind would show in the second.
      for (const time of ['first', 'second']) {
        update.begin();
        assert.is(update.gain(), 0);
        run.steps.forEach((expected, k) => {
          const what = `${time} time, step ${expected.step}`;
          fillNoise(update.draws, g.noise, layers, g.eps_per_step[k]);
          const { loss, nll } = update.step();
          assertClose([loss], [expected.loss_before], `${what}: loss before`);
          assertClose([nll], [expected.nll_before], `${what}: nll before`);
          // 2e-14 is the tolerance for a given pair; the new posterior itself agrees to 1e-9.
          assertClose([update.gain()], [expected.kl_new_old_exact], `${what}: KL`, 1e-9, 2e-14);
        });
        if (run.params_after) {
          const { probe_indices } = run.params_after;
          const after = toGoldenOrder(update.phi, layers);
          assertSummary(after, run.params_after, probe_indices, 'new phi');
        }
        assertSameBits(phi.value.data, before, 'phi of the beliefs');
      }
    });
  });
}

for (const c of data.curvature) {
  test(`curvature of the KL at rho ${c.rho} is exact to 1e-9`, () => {
    const { mu, rho } = klCurvature(c.rho);
    assertClose([mu], [c.hessian_mu], 'by mu', 1e-9, 0);
    assertClose([rho], [c.hessian_rho], 'by rho', 1e-9, 0);
  });
}

test.run();
