import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AleatoricMapping } from '../../../src/curiosity/rivals/ama.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose } from '../../support/close.ts';
import {
  ACTION_COUNT,
  learn,
  measureAll,
  memoryOf,
  seededTransitions,
} from '../../support/curiosity.ts';
import { jumpsAndMoves, makerOf, testLogLikelihood, testRival } from '../../support/rival.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const create = makerOf(AleatoricMapping);

testRival(create);
testLogLikelihood(create);

test('it measures the squared error minus the predicted variance, before and after learning', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('definition', 10);
  const replay = memoryOf(curiosity, transitions);
  const [{ values, layers }] = curiosity.learnt;
  assert.equal(
    layers.map(({ inputs, outputs }) => [inputs, outputs]),
    [
      [5, 8],
      [8, 8],
      [8, 4],
    ],
  );
  for (const steps of [0, 20]) {
    learn(curiosity, replay, steps);
    const expected = plainTransitions(transitions, 1.7, ACTION_COUNT).map(({ x, y }) => {
      const [m1, m2, l1, l2] = plainNetwork(x, values, layers);
      return (y[0] - m1) ** 2 - Math.exp(l1) + (y[1] - m2) ** 2 - Math.exp(l2);
    });
    assertClose(measureAll(curiosity, replay), expected, `after ${steps} steps`, 1e-11, 1e-13);
    assert.ok(expected.some((m) => m < 0));
  }
});

test('it falls to about 0 for what is noise, too', () => {
  const { jumps } = jumpsAndMoves(2000);
  const curiosity = create(1, {}, 2000);
  const replay = memoryOf(curiosity, jumps);
  learn(curiosity, replay, 1500);
  const after = mean(measureAll(curiosity, replay));
  // The squared error of the same network is 0.5 here (predictionError.test.ts).
  assert.ok(Math.abs(after) < 0.1, `${after}`);
});

test('a state of another size is refused', () => {
  const curiosity = create(1);
  const state = create(1).state();
  assertRangeError(() => curiosity.restore(create(1, { hidden: 9 }).state()), /^Learner\.restore/);
  const standardiser = { ...state.standardiser, mean: new Float64Array(3) };
  assertRangeError(() => curiosity.restore({ ...state, standardiser }), /^Standardiser\.restore/);
});

test.run();
