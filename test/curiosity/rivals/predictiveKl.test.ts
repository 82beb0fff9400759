import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PredictiveKl } from '../../../src/curiosity/rivals/predictiveKl.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
  ACTION_COUNT,
  learn,
  measureAll,
  memoryOf,
  seededTransitions,
} from '../../support/curiosity.ts';
import { makerOf, testLogLikelihood, testRival } from '../../support/rival.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const create = makerOf(PredictiveKl);

/** KL[N(m₁, v₁) ‖ N(m₂, v₂)] from means and log variances. */
const kl = (m1: number, l1: number, m2: number, l2: number): number =>
  0.5 * (l2 - l1 + (Math.exp(l1) + (m1 - m2) ** 2) / Math.exp(l2) - 1);

test('it measures the KL between the predictions after and before the last update, in that order', () => {
  const curiosity = create(1, { learningRate: 0.1 });
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
  for (let update = 1; update <= 3; update++) {
    const before = values.slice();
    learn(curiosity, replay, 1, update);
    const [expected, backwards] = [false, true].map((isBackwards) =>
      plainTransitions(transitions, 1.7, ACTION_COUNT).map(({ x }) => {
        const [a, b] = [values, before].map((weights) => plainNetwork(x, weights, layers));
        const [p, q] = isBackwards ? [b, a] : [a, b];
        return kl(p[0], p[2], q[0], q[2]) + kl(p[1], p[3], q[1], q[3]);
      }),
    );
    const measures = measureAll(curiosity, replay);
    assertClose(measures, expected, `update ${update}`, 1e-9, 1e-13);
    assert.ok(
      measures.every((m, i) => m > 0 && Math.abs(m - backwards[i]) > 1e-6 * m),
      'the other direction differs',
    );
  }
});

test('before anything is learnt nothing has changed: exactly 0', () => {
  const curiosity = create(1);
  const replay = memoryOf(curiosity, seededTransitions('nothing', 8));
  assertSameBits(measureAll(curiosity, replay), new Float64Array(8), 'measures');
});

// It need not fall as the model settles: Adam's steps keep their length, whatever there is left to learn.
test('a step of twice the length changes predictions by four times the KL', () => {
  const [one, two] = [1e-4, 2e-4].map((learningRate) => {
    const curiosity = create(1, { learningRate });
    const replay = memoryOf(curiosity, seededTransitions('lengths', 20));
    learn(curiosity, replay, 1);
    return mean(measureAll(curiosity, replay));
  });
  assertClose([two / one], [4], 'ratio', 0.01);
});

testRival(create);
testLogLikelihood(create);

test('a state of another size is refused, whichever part it is', () => {
  const curiosity = create(1);
  assertRangeError(
    () => curiosity.restore(create(1, { hidden: 7 }).state()),
    /^GaussianLearner\.restore/,
  );
  const state = create(1).state();
  const { learner } = create(1, { hidden: 7 }).state().learner;
  const mixed = { ...state.learner, learner };
  assertRangeError(() => curiosity.restore({ ...state, learner: mixed }), /^Learner\.restore/);
  const standardiser = { ...state.standardiser, mean: new Float64Array(3) };
  assertRangeError(() => curiosity.restore({ ...state, standardiser }), /^Standardiser\.restore/);
});

test.run();
