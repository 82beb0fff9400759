import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PredictionError } from '../../../src/curiosity/rivals/predictionError.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertSameBits } from '../../support/close.ts';
import { ACTION_COUNT, learn, measureAll, memoryOf } from '../../support/curiosity.ts';
import { jumpsAndMoves, makerOf, testErrorRival } from '../../support/rival.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const create = makerOf(PredictionError);

testErrorRival(
  create,
  (curiosity, transitions) => {
    const [{ values, layers }] = curiosity.learnt;
    return plainTransitions(transitions, 1.7, ACTION_COUNT).map(({ x, y }) =>
      plainNetwork(x, values, layers).reduce((sum, f, i) => sum + (f - y[i]) ** 2, 0),
    );
  },
  [
    [5, 8],
    [8, 2],
  ],
);

test('it falls for what is learnt, and stays up for what is noise', () => {
  const { jumps, moves } = jumpsAndMoves(2000);
  const [noisy, learnable] = [jumps, moves].map((each) => {
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
