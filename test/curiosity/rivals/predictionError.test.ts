import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PredictionError } from '../../../src/curiosity/rivals/predictionError.ts';
import type { RivalModel } from '../../../src/curiosity/rivals/learner.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
  ACTION_COUNT,
  assertRestores,
  assertLeavesInputs,
  assertSeeded,
  BATCH_SIZE,
  batchOf,
  drawn,
  learn,
  measureAll,
  memoryOf,
  samplingStream,
  seededTransitions,
  SIZES,
} from '../../support/curiosity.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const MODEL: RivalModel = {
  hidden: 8,
  inputScale: 1.7,
  batchSize: BATCH_SIZE,
  warmupSteps: 0,
  learningRate: 0.01,
};

const create = (
  seed: number,
  model: Partial<RivalModel> = {},
  freezeAfter = 1000,
): PredictionError =>
  new PredictionError({ ...SIZES, freezeAfter }, stream(seed, 'init'), { ...MODEL, ...model });

test('it measures the squared error of the predicted change, summed over the state', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('definition', 10);
  const replay = memoryOf(curiosity, transitions);
  for (const steps of [0, 20]) {
    learn(curiosity, replay, steps);
    const [{ values, layers }] = curiosity.learnt;
    assert.equal(
      layers.map(({ inputs, outputs }) => [inputs, outputs]),
      [
        [5, 8],
        [8, 2],
      ],
    );
    const expected = plainTransitions(transitions, 1.7, ACTION_COUNT).map(({ x, y }) =>
      plainNetwork(x, values, layers).reduce((sum, f, i) => sum + (f - y[i]) ** 2, 0),
    );
    assertClose(measureAll(curiosity, replay), expected, `after ${steps} steps`, 1e-11);
  }
});

test('the objective is minus the mean of the measure over the batch, before the update', () => {
  const curiosity = create(1);
  const replay = memoryOf(curiosity, seededTransitions('objective', 10));
  const measures = measureAll(curiosity, replay);
  const slots = drawn(replay, samplingStream(), BATCH_SIZE);
  const { objective, gradNorm } = curiosity.learn(batchOf(replay, slots));
  assertClose([objective], [-mean(Array.from(slots, (slot) => measures[slot]))], 'loss', 1e-12);
  assert.ok(gradNorm > 0);
});

test('it falls for what is learnt, and stays up for what is noise', () => {
  // The first variable moves as the action says; the second jumps anywhere.
  const rng = stream(1, 'jumps');
  const transitions = seededTransitions('noise', 2000).map(({ state, action }) => ({
    state,
    action,
    nextState: [state[0] + 0.1 * (action - 1), 2 * rng.uniform53() - 1],
  }));
  const calm = transitions.map(({ state, action, nextState }) => ({
    state,
    action,
    nextState: [nextState[0], state[1] - 0.1 * state[0]],
  }));
  const [noisy, learnable] = [transitions, calm].map((each) => {
    const curiosity = create(1, {}, 2000);
    const replay = memoryOf(curiosity, each);
    const before = mean(measureAll(curiosity, replay));
    learn(curiosity, replay, 1500);
    return { before, after: mean(measureAll(curiosity, replay)) };
  });
  assert.ok(learnable.after < 0.01 * learnable.before, JSON.stringify(learnable));
  // Of a change that is jump minus place, one part in two is the jump; it cannot be known.
  assert.ok(noisy.after > 0.4 && noisy.after < 0.7, JSON.stringify(noisy));
});

test('a restored state continues bit for bit', () => assertRestores(create));
test('one seed, one curiosity', () => assertSeeded(create));
test('batches are left as they were, and measuring changes nothing', () =>
  assertLeavesInputs(create));

test('a state of another size is refused', () => {
  const wider = create(1, { hidden: 9 }).state();
  const before = create(1);
  const kept = before.learnt[0].values.slice();
  assertRangeError(() => before.restore(wider), /^Learner\.restore/);
  assertSameBits(before.learnt[0].values, kept, 'model');
  const state = create(1).state();
  const standardiser = { ...state.standardiser, mean: new Float64Array(3) };
  assertRangeError(() => before.restore({ ...state, standardiser }), /^Standardiser\.restore/);
});

test.run();
