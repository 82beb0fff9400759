import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { constant, parameter } from '../../src/autodiff/variable.ts';
import {
  createNoiseModel,
  observationNoise,
  type NoiseModel,
} from '../../src/bnn/observationNoise.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';

const [B, I, H, O] = [4, 3, 5, 2];
const h = seeded('h', [B, H], 0, 1.5);
const x = seeded('x', [B, I]);
const e2 = seeded('e2', [B, O], 0.1, 2);
const modelOf = (floor = 0.02): NoiseModel => createNoiseModel([I, H, O], floor);

test('networks without exactly one hidden layer are refused', () => {
  for (const [sizes, got] of [
    [[3, 2], /one hidden layer.*got 3-2; use noise 'fixed'$/],
    [[3, 8, 8, 2], /got 3-8-8-2/],
  ] as const) {
    assert.throws(() => createNoiseModel(sizes, 0.02), got);
  }
});

/** log σ² before it is clamped, by the formula: [h, x] W + b. */
function plainLogVariance(parameters: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let b = 0; b < B; b++) {
    const seen = [...h.slice(b * H, (b + 1) * H), ...x.slice(b * I, (b + 1) * I)];
    for (let j = 0; j < O; j++) {
      const bias = parameters[(H + I) * O + j];
      out.push(seen.reduce((sum, value, i) => sum + value * parameters[i * O + j], bias));
    }
  }
  return out;
}

/** A model of one input that is always 0, no hidden unit that says anything, and one output: log σ² = bias. */
function slopeAt(bias: number, squaredError: number, floor = 0.02): number {
  const model = createNoiseModel([1, 1, 1], floor);
  model.parameters.value.data[2] = bias;
  const zero = constant(fromArray([0], [1, 1]));
  const error = constant(fromArray([squaredError], [1, 1]));
  graphOf(observationNoise(model, zero, zero, error).loss).backward();
  return model.parameters.grad!.data[2];
}

test('a new model says variance 1 for everything, within bounds that the floor gives', () => {
  const model = modelOf(0.05);
  const { logVariance } = observationNoise(
    model,
    constant(fromArray(h, [B, H])),
    constant(fromArray(x, [B, I])),
    constant(fromArray(e2, [B, O])),
  );
  assertSameBits(logVariance.value.data, new Float64Array(B * O), 'log variance');
  assertClose([model.low], [2 * Math.log(0.05)], 'least log variance', 1e-15);
  assert.is(model.high, 4);
  assert.is(model.parameters.value.size, (H + I + 1) * O);
  assert.equal([model.layer.inputs, model.layer.outputs, model.hidden], [H + I, O, H]);
});

test('log variance is linear in hidden units and inputs, and clamped', () => {
  const model = modelOf(0.3); // log variance from −2.41
  const parameters = model.parameters.value.data;
  parameters.set(seeded('parameters', [parameters.length], -3, 3));
  parameters[(H + I) * O] += 6; // so that both bounds are met
  const noise = observationNoise(
    model,
    constant(fromArray(h, [B, H])),
    constant(fromArray(x, [B, I])),
    constant(fromArray(e2, [B, O])),
  );
  graphOf(noise.loss).forward();
  const plain = plainLogVariance(parameters);
  const expected = plain.map((l) => Math.min(4, Math.max(2 * Math.log(0.3), l)));
  assertClose(noise.logVariance.value.data, expected, 'log variance', 1e-12);
  assert.ok(
    plain.some((l) => l > 4) && plain.some((l) => l < -2.5) && plain.some((l) => Math.abs(l) < 2.3),
    `both bounds are met: ${plain.join()}`,
  );
  const loss = expected.reduce((sum, l, i) => sum + 0.5 * (l + e2[i] / Math.exp(l)), 0) / B;
  assertClose(noise.loss.value.data, [loss], 'loss', 1e-12);
});

test('within bounds and cap the slope of the loss agrees with central differences', () => {
  const values = seeded('small', [(H + I + 1) * O], -0.2, 0.2);
  assert.ok(plainLogVariance(values).every((l, i) => Math.abs(l) < 3 && e2[i] / Math.exp(l) < 11));
  checkGradients(
    (parameters) =>
      observationNoise(
        { ...modelOf(), parameters },
        constant(fromArray(h, [B, H])),
        constant(fromArray(x, [B, I])),
        constant(fromArray(e2, [B, O])),
      ).loss,
    [{ shape: [values.length], values }],
  );
});

for (const [squaredError, expected] of [
  [0, 0.5],
  [1, 0],
  [3, -1],
  [11, -5],
  [11.1, -5],
  [1e6, -5],
]) {
  test(`at variance 1 a squared error of ${squaredError} has the slope ${expected}: at most 5 steep`, () => {
    assertClose([slopeAt(0, squaredError)], [expected], 'slope', 1e-14);
  });
}

for (const [where, bias, squaredError, expected] of [
  ['below the floor, a small error would push further out', -9, 0, 0],
  ['below the floor, a large error pushes back', -9, 0.0012, 0.5 - 0.5 * 3],
  ['above the ceiling, a small error pushes back', 5, Math.exp(4) / 2, 0.25],
  ['above the ceiling, a large error would push further out', 5, 3 * Math.exp(4), 0],
  ['at the floor itself a small error still pushes', 2 * Math.log(0.02), 0, 0.5],
  ['at the ceiling itself a large error still pushes', 4, 3 * Math.exp(4), -1],
] as const) {
  test(where, () => {
    assertClose([slopeAt(bias, squaredError)], [expected], 'slope', 1e-12, 0);
  });
}

test('neither hidden units, inputs nor errors get a gradient', () => {
  const leaves = [parameter(fromArray(h, [B, H])), parameter(fromArray(x, [B, I]))];
  const error = parameter(fromArray(e2, [B, O]));
  const model = modelOf();
  const parameters = model.parameters.value.data;
  parameters.set(seeded('small', [parameters.length], -0.2, 0.2));
  const noise = observationNoise(model, leaves[0], leaves[1], error);
  assert.is(noise.logVariance.grad, null);
  graphOf(noise.loss).backward();
  for (const leaf of [...leaves, error]) {
    assertSameBits(leaf.grad!.data, new Float64Array(leaf.value.size), 'gradient');
  }
  assert.ok(
    model.parameters.grad!.data.every((g) => g !== 0),
    'the model has one',
  );
});

test.run();
