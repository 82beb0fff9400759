/** The closed form from end to end, against PyTorch: moments, bound, gradients, learned noise and gains. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { constant, zeroGrad } from '../../src/autodiff/variable.ts';
import { elbo } from '../../src/bnn/elbo.ts';
import { createNoiseModel, observationNoise } from '../../src/bnn/observationNoise.ts';
import { fromArray, scalar } from '../../src/autodiff/tensor.ts';
import { batchGain } from '../../src/curiosity/vime/batchGain.ts';
import { expectedGain } from '../../src/curiosity/vime/expectedGain.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose } from '../support/close.ts';
import { golden } from '../support/golden.ts';
import { goldenPosterior, toGoldenOrder } from '../support/goldenBnn.ts';

type List = readonly number[];

interface GoldenNoise {
  readonly floor: number;
  readonly w_hidden: List;
  readonly w_inputs: List;
  readonly bias: List;
  readonly log_variance: List;
  readonly loss: number;
  readonly grad_hidden: List;
  readonly grad_inputs: List;
  readonly grad_bias: List;
}

interface GoldenExact {
  readonly name: string;
  readonly sizes: List;
  readonly batch: number;
  readonly prior_sd: number;
  readonly kl_weight: number;
  readonly params: readonly List[];
  readonly x: List;
  readonly y: List;
  readonly likelihood_sd?: number;
  readonly noise?: GoldenNoise;
  readonly hidden_mean: List;
  readonly hidden_second_moment: List;
  readonly output_mean: List;
  readonly output_variance: List;
  readonly log_likelihood_rows: List;
  readonly kl_prior: number;
  readonly loss: number;
  readonly grads: readonly List[];
  readonly gains: List;
  readonly expected_gains: List;
}

const noDraws = stream(1, 'closed form');

const { cases } = golden<{ readonly cases: readonly GoldenExact[] }>('exact');

/** 1e-10, of a sum of terms of both signs relative to the largest number of its kind. */
function assertTenDigits(actual: ArrayLike<number>, expected: List, what: string): void {
  const largest = Math.max(...expected.map(Math.abs));
  assertClose(actual, expected, what, 1e-10, 1e-12 * largest);
}

for (const g of cases) {
  const [I, , O] = g.sizes;
  const posterior = goldenPosterior(g.sizes, g.params);
  const { phi, layers } = posterior;
  const noiseModel = g.noise ? createNoiseModel(g.sizes, g.noise.floor) : null;
  if (g.noise) {
    const { w_hidden, w_inputs, bias } = g.noise;
    noiseModel!.parameters.value.data.set([...w_hidden, ...w_inputs, ...bias]);
  }
  const options = {
    kind: 'exact',
    likelihoodSd: g.likelihood_sd ?? NaN, // not read where the noise is learnt
    noiseModel,
    samples: 1,
  } as const;
  const boundOf = (x: List, y: List) => {
    const rows = x.length / I;
    const klWeight = constant(scalar(g.kl_weight));
    const inputs = constant(fromArray(x, [rows, I]));
    const targets = constant(fromArray(y, [rows, O]));
    return elbo(posterior, inputs, targets, { ...options, priorSd: g.prior_sd, klWeight });
  };

  test(`${g.name}: moments and bound agree with PyTorch to 1e-10`, () => {
    const { loss, klPrior, likelihood } = boundOf(g.x, g.y);
    const last = likelihood.trace[1];
    assert.ok(last.kind === 'exact');
    const { input, output } = last;
    assertTenDigits(input.mean.value.data, g.hidden_mean, 'E[h]');
    assertTenDigits(input.secondMoment.value.data, g.hidden_second_moment, 'E[h²]');
    const variances = g.hidden_second_moment.map((second, i) => second - g.hidden_mean[i] ** 2);
    assertTenDigits(input.variance.value.data, variances, 'Var[h]');
    assertTenDigits(output.mean.value.data, g.output_mean, 'E[y]');
    assertTenDigits(output.variance.value.data, g.output_variance, 'Var[y]');
    assertTenDigits(klPrior.value.data, [g.kl_prior], 'KL from the prior');
    assertTenDigits(loss.value.data, [g.loss], 'loss');
    g.log_likelihood_rows.forEach((expected, row) => {
      const [x, y] = [g.x.slice(row * I, (row + 1) * I), g.y.slice(row * O, (row + 1) * O)];
      assertTenDigits(boundOf(x, y).likelihood.total.value.data, [expected], `row ${row}`);
    });
  });

  test(`${g.name}: the gradient of the bound agrees`, () => {
    const { loss } = boundOf(g.x, g.y);
    zeroGrad(phi);
    graphOf(loss).backward();
    assertTenDigits(toGoldenOrder(phi.grad!.data, layers), g.grads.flat(), 'gradient');
  });

  test(`${g.name}: the gains agree`, () => {
    const gain = batchGain(posterior, g.batch, options);
    gain.x.set(g.x);
    gain.y.set(g.y);
    assertClose(gain.evaluate(), g.gains, 'gains', 1e-10);
  });

  test(`${g.name}: the expected gains agree`, () => {
    const gain = expectedGain(posterior, g.batch, options);
    gain.x.set(g.x);
    assertClose(gain.measure(noDraws), g.expected_gains, 'expected gains', 1e-10);
  });

  if (!g.noise) continue;
  const { log_variance, loss, grad_hidden, grad_inputs, grad_bias } = g.noise;
  test(`${g.name}: the learned noise agrees, and its gradient`, () => {
    const { noiseLoss, trace } = boundOf(g.x, g.y).likelihood;
    assertTenDigits(noiseLoss!.value.data, [loss], 'loss of the noise');
    const { parameters } = noiseModel!;
    zeroGrad(parameters);
    graphOf(noiseLoss!).backward();
    const expected = [...grad_hidden, ...grad_inputs, ...grad_bias];
    assertTenDigits(parameters.grad!.data, expected, 'gradient');
    const [{ input: x }, last] = trace;
    assert.ok(last.kind === 'exact' && 'value' in x);
    const { logVariance } = observationNoise(noiseModel!, last.input.mean, x, last.output.variance);
    assertTenDigits(logVariance.value.data, log_variance, 'log variance');
  });
}

test.run();
