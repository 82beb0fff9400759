import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../../src/autodiff/backward.ts';
import { tanh } from '../../../src/autodiff/elementwise.ts';
import { constant, type Variable } from '../../../src/autodiff/variable.ts';
import { expectedLogLikelihood } from '../../../src/bnn/expectedLogLikelihood.ts';
import type { LikelihoodOptions } from '../../../src/bnn/likelihood.ts';
import { createNoiseModel } from '../../../src/bnn/observationNoise.ts';
import type { Posterior } from '../../../src/bnn/posterior.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { fromArray } from '../../../src/autodiff/tensor.ts';
import { batchGain, type BatchGain } from '../../../src/curiosity/vime/batchGain.ts';
import { secondOrderGain } from '../../../src/curiosity/vime/secondOrderGain.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { seeded } from '../../support/gradcheck.ts';
import { somePosterior } from '../../support/posterior.ts';

/**
 * The gain of one row of the batch from its gradient by phi, which autodiff gives: the definition of what
 * batchGain computes without ever forming that gradient.
 */
function gainOfRow(
  posterior: Posterior,
  options: LikelihoodOptions,
  meter: BatchGain,
  row: number,
  rows: number,
): number {
  const part = (all: Float64Array, at: number, of: number): Float64Array => {
    const width = all.length / of;
    return all.slice(at * width, (at + 1) * width);
  };
  const x = part(meter.x, row, rows);
  const y = part(meter.y, row, rows);
  const likelihood = expectedLogLikelihood(
    posterior,
    constant(fromArray(x, [1, x.length])),
    constant(fromArray(y, [1, y.length])),
    options,
  );
  likelihood.draws.forEach((epsilon, n) => {
    const all = meter.draws[n].value.data;
    if (options.kind === 'weight') epsilon.value.data.set(all);
    else {
      // [S, B, out]: this row of every sample.
      const width = epsilon.value.size / options.samples;
      for (let s = 0; s < options.samples; s++) {
        epsilon.value.data.set(part(all, s * rows + row, options.samples * rows), s * width);
      }
    }
  });
  const graph = graphOf(likelihood.total);
  graph.forward();
  const grad = posterior.phi.grad!.data;
  grad.fill(0);
  graph.backward();
  const gain = secondOrderGain(grad, posterior.rho.value.data, 1);
  grad.fill(0);
  return gain;
}

/** A meter with seeded transitions; some inputs are 0, as in a one-hot code. */
function meterOf(
  posterior: Posterior,
  sizes: readonly number[],
  rows: number,
  options: LikelihoodOptions,
): BatchGain {
  const meter = batchGain(posterior, rows, options);
  const [I, O] = [sizes[0], sizes[sizes.length - 1]];
  meter.x.set(seeded(`x ${rows}`, [rows, I]).map((value, i) => (i % 3 === 1 ? 0 : value)));
  meter.y.set(seeded(`y ${rows}`, [rows, O]));
  return meter;
}

/** Another noise for every output and input. */
function someNoise(sizes: readonly number[]): ReturnType<typeof createNoiseModel> {
  const model = createNoiseModel(sizes, 0.02);
  const parameters = model.parameters.value.data;
  parameters.set(seeded('noise parameters', [parameters.length], -0.7, 0.7));
  return model;
}

interface Case {
  readonly kind: 'exact' | 'local' | 'weight';
  readonly samples: number;
  readonly sizes: readonly number[];
  readonly activation?: (x: Variable) => Variable;
  readonly isNoiseLearned?: boolean;
}

const cases: readonly Case[] = [
  { kind: 'exact', samples: 1, sizes: [3, 5, 2] },
  { kind: 'exact', samples: 1, sizes: [3, 5, 2], isNoiseLearned: true },
  { kind: 'exact', samples: 4, sizes: [1, 1, 1] },
  ...(['local', 'weight'] as const).flatMap((kind): Case[] => [
    { kind, samples: 1, sizes: [3, 5, 2] },
    { kind, samples: 3, sizes: [3, 5, 2] },
    { kind, samples: 3, sizes: [2, 4, 3, 2] },
    { kind, samples: 2, sizes: [2, 1] },
    { kind, samples: 2, sizes: [3, 4, 1], activation: tanh },
  ]),
];

for (const { sizes, isNoiseLearned, ...likelihood } of cases) {
  const { kind, samples, activation } = likelihood;
  const noiseModel = isNoiseLearned ? someNoise(sizes) : null;
  const options = { ...likelihood, likelihoodSd: 0.6, noiseModel };
  const kindOf = `${activation ? ' tanh' : ''}${noiseModel ? ' with learned noise' : ''}`;
  const what = `${kind}, ${samples} samples, ${sizes.join('-')}${kindOf}`;

  for (const rows of [1, 2, 7]) {
    test(`${what}: ${rows} rows at once have the gains that autodiff gives one by one`, () => {
      const posterior = somePosterior(what, sizes);
      const meter = meterOf(posterior, sizes, rows, options);
      const gains = meter.measure(stream(1, what)).slice();
      assert.is(gains.length, rows);
      assert.ok(gains.every((gain) => gain > 0));
      const expected = Array.from({ length: rows }, (_, row) =>
        gainOfRow(posterior, options, meter, row, rows),
      );
      assertClose(gains, expected, 'gains', 1e-10, 0);
    });
  }

  test(`${what}: measuring touches neither phi nor its gradient, and is repeatable`, () => {
    const posterior = somePosterior(what, sizes);
    const { phi } = posterior;
    phi.grad!.data.set(seeded('grad', [phi.value.size]));
    const [before, grad] = [phi.value.data.slice(), phi.grad!.data.slice()];
    const meter = meterOf(posterior, sizes, 3, options);
    const first = meter.measure(stream(1, what)).slice();
    assertSameBits(phi.value.data, before, 'phi');
    assertSameBits(phi.grad!.data, grad, 'gradient');
    assertSameBits(meter.evaluate(), first, 'the same noise again');
    assertSameBits(meter.measure(stream(1, what)), first, 'the same stream again');
  });
}

test('the gains follow the beliefs as they change', () => {
  const posterior = somePosterior('follows', [3, 5, 2]);
  const options = { kind: 'exact', samples: 1, likelihoodSd: 0.6 } as const;
  const meter = meterOf(posterior, [3, 5, 2], 4, options);
  const before = meter.evaluate().slice();
  posterior.phi.value.data.set(somePosterior('others', [3, 5, 2]).phi.value.data);
  const after = meter.evaluate().slice();
  assert.ok(before.every((gain, row) => gain !== after[row]));
  graphOf(posterior.sigmaSquared).forward();
  const expected = [0, 1, 2, 3].map((row) => gainOfRow(posterior, options, meter, row, 4));
  assertClose(after, expected, 'gains of the new beliefs', 1e-10, 0);
});

test('the gains follow the noise model as it changes: what is noise teaches nothing', () => {
  const posterior = somePosterior('noise model', [3, 5, 2]);
  const noiseModel = createNoiseModel([3, 5, 2], 0.02);
  const options = { kind: 'exact', samples: 1, likelihoodSd: 0.6, noiseModel } as const;
  const meter = meterOf(posterior, [3, 5, 2], 4, options);
  const before = meter.evaluate().slice();
  const { biasStart, end } = noiseModel.layer;
  noiseModel.parameters.value.data.fill(2, biasStart, end);
  // The gradient falls by e² with the precision, and the gain by its square.
  const expected = before.map((gain) => gain * Math.exp(-4));
  assertClose(meter.evaluate(), expected, 'gains', 1e-12, 0);
  const none = new Float64Array(noiseModel.parameters.value.size);
  assertSameBits(noiseModel.parameters.grad!.data, none, 'gradient by the noise model');
});

test('measure fills the noise from the stream, layer by layer', () => {
  const posterior = somePosterior('noise', [2, 3, 1]);
  const options = { kind: 'local', samples: 2, likelihoodSd: 1 } as const;
  const meter = batchGain(posterior, 5, options);
  meter.measure(stream(1, 'noise'));
  const rng = stream(1, 'noise');
  assert.is(meter.draws.length, 2);
  for (const epsilon of meter.draws) {
    assertSameBits(epsilon.value.data, normal(epsilon.value.size, rng), 'noise');
  }
});

test.run();
