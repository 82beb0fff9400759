import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromArray } from '../../../src/autodiff/tensor.ts';
import { constant } from '../../../src/autodiff/variable.ts';
import { GaussianLearner, gaussianLoss } from '../../../src/curiosity/rivals/gaussianLearner.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { checkGradients, seeded } from '../../support/gradcheck.ts';
import { plainNetwork } from '../../support/plainNetwork.ts';

test('gaussianLoss is the Gaussian negative log-likelihood without its constant, a mean over rows', () => {
  const outputs = seeded('outputs', [3, 4]);
  const targets = seeded('targets', [3, 2]);
  let total = 0;
  for (let b = 0; b < 3; b++) {
    for (let i = 0; i < 2; i++) {
      const [m, l] = [outputs[4 * b + i], outputs[4 * b + 2 + i]];
      total += 0.5 * (l + (targets[2 * b + i] - m) ** 2 / Math.exp(l));
    }
  }
  const loss = gaussianLoss(
    constant(fromArray(outputs, [3, 4])),
    constant(fromArray(targets, [3, 2])),
  );
  assertClose(loss.value.data, [total / 3], 'loss', 1e-13);
});

test('the gradient of gaussianLoss agrees with central differences', () => {
  const targets = constant(fromArray(seeded('targets', [3, 2]), [3, 2]));
  checkGradients(
    (outputs) => gaussianLoss(outputs, targets),
    [{ shape: [3, 4], values: seeded('outputs', [3, 4]) }],
  );
});

/** KL[N(m₁, v₁) ‖ N(m₂, v₂)] from means and log variances. */
const kl = (m1: number, l1: number, m2: number, l2: number): number =>
  0.5 * (l2 - l1 + (Math.exp(l1) + (m1 - m2) ** 2) / Math.exp(l2) - 1);

test('the change of a prediction is KL[after ‖ before], summed over the targets; 0 before any update', () => {
  const options = { inputs: 3, targets: 2, hidden: 5, batchSize: 4, learningRate: 0.1, rows: 6 };
  const model = new GaussianLearner(options, stream(1, 'init'));
  const { inputs, targets, parameters, layers } = model.learner;
  model.inputs.set(seeded('queries', [6, 3]));
  inputs.set(seeded('inputs', [4, 3]));
  targets.set(seeded('targets', [4, 2]));
  const out = new Float64Array(6).fill(9);
  model.changeInto(out);
  assertSameBits(out, new Float64Array(6), 'before any update');
  const before = parameters.slice();
  model.learn();
  model.changeInto(out);
  const expected = Array.from(out, (_, row) => {
    const x = [...model.inputs.subarray(3 * row, 3 * row + 3)];
    const [p, q] = [parameters, before].map((weights) => plainNetwork(x, weights, layers));
    return kl(p[0], p[2], q[0], q[2]) + kl(p[1], p[3], q[1], q[3]);
  });
  assertClose(out, expected, 'change', 1e-9);
  assert.ok(expected.every((change) => change > 0));
});

test.run();
