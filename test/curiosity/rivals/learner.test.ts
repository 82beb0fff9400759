import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constant } from '../../../src/autodiff/variable.ts';
import {
  Learner,
  meanSquaredError,
  squaredErrorInto,
} from '../../../src/curiosity/rivals/learner.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { fromArray } from '../../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { checkGradients, seeded } from '../../support/gradcheck.ts';
import { plainNetwork } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const B = 6;
const create = (seed = 1, sizes: readonly number[] = [2, 5, 1]): Learner =>
  new Learner(
    { sizes, batchSize: B, learningRate: 0.01 },
    1,
    meanSquaredError,
    stream(seed, 'init'),
  );

function fill(learner: Learner, n = 1): Learner {
  learner.inputs.set(seeded(`x ${n}`, [B, 2]));
  learner.targets.set(seeded(`y ${n}`, [B]));
  return learner;
}

test('meanSquaredError is summed over outputs and a mean over rows', () => {
  const loss = meanSquaredError(
    constant(fromArray([1, 2, 3, 4], [2, 2])),
    constant(fromArray([0, 0, 0, 2], [2, 2])),
  );
  assertClose(loss.value.data, [(1 + 4 + 9 + 4) / 2], 'loss', 1e-15);
});

test('the gradient of meanSquaredError agrees with central differences', () => {
  const targets = constant(fromArray(seeded('targets', [3, 2]), [3, 2]));
  checkGradients(
    (outputs) => meanSquaredError(outputs, targets),
    [{ shape: [3, 2], values: seeded('outputs', [3, 2]) }],
  );
});

test('squaredErrorInto sums over the outputs of each row and leaves its inputs', () => {
  const [outputs, targets] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 1, 1, 1, 1, 1)];
  const out = new Float64Array(2).fill(9);
  squaredErrorInto(out, outputs, targets);
  assert.equal([...out], [0 + 1 + 4, 9 + 16 + 25]);
  assert.equal([...outputs, ...targets], [1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1]);
});

test('an update tells minus the loss and the length of the gradient as they were before it', () => {
  const learner = fill(create());
  const [{ values, grad, layers }] = learner.learnt;
  const before = values.slice();
  let total = 0;
  for (let b = 0; b < B; b++) {
    const [f] = plainNetwork([...learner.inputs.subarray(2 * b, 2 * b + 2)], before, layers);
    total += (f - learner.targets[b]) ** 2;
  }
  const { objective, gradNorm } = learner.learn();
  assertClose([objective], [-total / B], 'objective', 1e-12);
  assertClose([gradNorm], [Math.hypot(...grad)], 'length', 1e-12);
  // The first step of Adam: the learning rate, against the sign of the gradient.
  const expected = before.map((w, i) => w - (grad[i] === 0 ? 0 : 0.01 * Math.sign(grad[i])));
  assertClose(values, expected, 'parameters', 0, 1e-6);
});

test('learning continues until the batch is fitted', () => {
  const learner = fill(create(1, [2, 32, 1]));
  const first = learner.learn().objective;
  for (let step = 0; step < 1000; step++) learner.learn();
  assert.ok(learner.learn().objective > 1e-3 * first, `from ${first}`);
});

test('a predictor is the network, for its own number of rows, and follows the learning', () => {
  const learner = fill(create());
  const predict = learner.predictor(2);
  for (let step = 0; step < 3; step++) {
    predict.inputs.set([0.5, -1, 2, 0.25]);
    const { parameters, layers } = learner;
    const expected = [
      ...plainNetwork([0.5, -1], parameters, layers),
      ...plainNetwork([2, 0.25], parameters, layers),
    ];
    assertClose(predict.evaluate(), expected, `after ${step} steps`, 1e-13);
    learner.learn();
  }
});

test('a gradient that is not finite is reported, not applied', () => {
  const learner = fill(create());
  learner.targets[2] = NaN;
  const before = learner.state();
  assert.not(Number.isFinite(learner.learn().gradNorm));
  assert.equal(learner.state(), before);
});

test('inputs and targets are left as they were', () => {
  const [learner, same] = [fill(create()), fill(create())];
  learner.learn();
  assertSameBits(learner.inputs, same.inputs, 'inputs');
  assertSameBits(learner.targets, same.targets, 'targets');
});

test('one seed, one network; another seed, another', () => {
  const [a, b, c] = [1, 1, 2].map((seed) => {
    const learner = fill(create(seed));
    for (let step = 0; step < 5; step++) learner.learn();
    return learner.state();
  });
  assert.equal(a, b);
  assert.not.equal(a, c);
});

test('a restored state continues bit for bit', () => {
  const [learner, other] = [fill(create()), fill(create(2), 2)];
  for (let step = 0; step < 4; step++) learner.learn();
  const state = learner.state();
  const kept = structuredClone(state);
  other.learn(); // to be forgotten
  other.restore(state);
  for (let n = 3; n < 6; n++) {
    assert.equal(fill(other, n).learn(), fill(learner, n).learn());
    assert.equal(other.state(), learner.state());
  }
  assert.equal(state, kept, 'the state is a copy');
});

test('a state of another size is refused', () => {
  const state = create(1, [2, 6, 1]).state();
  assertRangeError(() => create().restore(state), /^Learner\.restore/);
  const { optimiser } = state;
  assertRangeError(() => create().restore({ ...create().state(), optimiser }), /restore/);
});

test.run();
