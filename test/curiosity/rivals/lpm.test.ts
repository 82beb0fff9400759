import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ITERATION, LearningProgress } from '../../../src/curiosity/rivals/lpm.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
  ACTION_COUNT,
  BATCH_SIZE,
  batchOf,
  drawn,
  learn,
  measureAll,
  memoryOf,
  samplingStream,
  seededTransitions,
} from '../../support/curiosity.ts';
import { jumpsAndMoves, makerOf, testRival } from '../../support/rival.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const create = makerOf(LearningProgress);

testRival(create);

/** log (squared error + 1e-6) of a network whose weights are given. */
const logError = (
  { x, y }: { readonly x: number[]; readonly y: number[] },
  values: Float64Array,
  layers: Parameters<typeof plainNetwork>[2],
): number =>
  Math.log(plainNetwork(x, values, layers).reduce((sum, f, i) => sum + (f - y[i]) ** 2, 1e-6));

test('it measures the expected log error minus the log error now, before and after learning', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('definition', 10);
  const replay = memoryOf(curiosity, transitions);
  const [model, errorModel] = curiosity.learnt;
  assert.equal(
    [model, errorModel].map(({ layers }) =>
      layers.map(({ inputs, outputs }) => [inputs, outputs].join()),
    ),
    [
      ['5,8', '8,2'],
      ['5,8', '8,1'],
    ],
  );
  for (const steps of [0, 20]) {
    learn(curiosity, replay, steps);
    const expected = plainTransitions(transitions, 1.7, ACTION_COUNT).map((pair) => {
      const [g] = plainNetwork(pair.x, errorModel.values, errorModel.layers);
      return g - logError(pair, model.values, model.layers);
    });
    assertClose(measureAll(curiosity, replay), expected, `after ${steps} steps`, 1e-11, 1e-13);
  }
});

test('the error model learns from the log errors of the model as it was when the iteration began', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('errors', 10);
  const replay = memoryOf(curiosity, transitions);
  const [model, errorModel] = curiosity.learnt;
  const before = model.values.slice();
  learn(curiosity, replay, ITERATION - 1);
  const slots = drawn(replay, samplingStream(2), BATCH_SIZE);
  const gradient = (): number[] => {
    // d/d(last bias) of the mean of (g - e)² is 2 mean(g - e).
    const pairs = plainTransitions(transitions, 1.7, ACTION_COUNT);
    return [before, model.values.slice()].map(
      (values) =>
        2 *
        mean(
          Array.from(slots, (slot) => {
            const [g] = plainNetwork(pairs[slot].x, errorModel.values, errorModel.layers);
            return g - logError(pairs[slot], values, model.layers);
          }),
        ),
    );
  };
  const [fromBefore, fromNow] = gradient();
  curiosity.learn(batchOf(replay, slots));
  assertClose([errorModel.grad.at(-1)!], [fromBefore], 'within the first iteration', 1e-9);
  assert.ok(Math.abs(fromBefore - fromNow) > 0.1);
  const [, fromNewNow] = gradient();
  curiosity.learn(batchOf(replay, slots));
  assertClose([errorModel.grad.at(-1)!], [fromNewNow], 'the next iteration begins', 1e-9);
});

test('the objective is minus the squared error of a sampled batch, before the update', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('objective', 10);
  const replay = memoryOf(curiosity, transitions);
  const [{ values, layers }] = curiosity.learnt;
  const errors = plainTransitions(transitions, 1.7, ACTION_COUNT).map(
    (pair) => Math.exp(logError(pair, values, layers)) - 1e-6,
  );
  const slots = drawn(replay, samplingStream(), BATCH_SIZE);
  const { objective, gradNorm } = curiosity.learn(batchOf(replay, slots));
  assertClose([objective], [-mean(Array.from(slots, (slot) => errors[slot]))], 'loss', 1e-11);
  assert.ok(gradNorm > 0);
});

test('noise pays about nothing on average, what is being learnt pays', () => {
  const { jumps, moves } = jumpsAndMoves(2000);
  const [noisy, learnable] = [jumps, moves].map((each) => {
    const curiosity = create(1, {}, 2000);
    const replay = memoryOf(curiosity, each);
    learn(curiosity, replay, 300); // what can be learnt of the noisy ones
    const later = Array.from({ length: 8 }, (_, n) => {
      learn(curiosity, replay, 63, n + 2);
      return mean(measureAll(curiosity, replay));
    });
    return mean(later);
  });
  assert.ok(Math.abs(noisy) < 0.2, `noisy: ${noisy}`);
  assert.ok(learnable > 0.4, `learnable: ${learnable}`);
});

test('both networks are kept apart in the weights', () => {
  assert.equal(
    create(1).learnt.map(({ name, prefix }) => [name, prefix]),
    [
      ['the model', 'model'],
      ['the error model', 'errorModel'],
    ],
  );
});

test('a state of another size is refused, and changes nothing', () => {
  const curiosity = create(1);
  const kept = curiosity.learnt[0].values.slice();
  assertRangeError(
    () => curiosity.restore(create(1, { hidden: 9 }).state()),
    /^LearningProgress\.restore/,
  );
  assertSameBits(curiosity.learnt[0].values, kept, 'model');
});

test.run();
