import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RandomNetworkDistillation } from '../../../src/curiosity/rivals/rnd.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertSameBits } from '../../support/close.ts';
import { learn, measureAll, memoryOf, seededTransitions } from '../../support/curiosity.ts';
import { makerOf, testErrorRival } from '../../support/rival.ts';
import { plainNetwork } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const create = makerOf(RandomNetworkDistillation);

testErrorRival(
  create,
  (curiosity, transitions) => {
    const { target } = curiosity.state();
    const [{ values, layers }] = curiosity.learnt;
    return transitions.map(({ nextState }) => {
      const x = nextState.map((s) => 1.7 * s);
      const features = plainNetwork(x, target, layers);
      return plainNetwork(x, values, layers).reduce((sum, f, i) => sum + (f - features[i]) ** 2, 0);
    });
  },
  [
    [2, 8],
    [8, 8],
    [8, 16],
  ],
);

test('the random network stays as it was', () => {
  const curiosity = create(1);
  const { target } = curiosity.state();
  learn(curiosity, memoryOf(curiosity, seededTransitions('target', 10)), 20);
  assertSameBits(curiosity.state().target, target, 'target');
});

test('how a state was reached makes no difference', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('ways', 4);
  const { nextState } = transitions[0];
  const replay = memoryOf(
    curiosity,
    transitions.map((each) => ({ ...each, nextState })),
  );
  const measures = measureAll(curiosity, replay);
  assertSameBits(measures, new Float64Array(4).fill(measures[0]), 'measures');
  assert.ok(measures[0] > 0);
});

test('a state that is visited often loses its novelty, one far away keeps it', () => {
  const curiosity = create(1);
  const near = seededTransitions('near', 40).map((each) => ({
    ...each,
    nextState: each.nextState.map((s) => -0.6 + 0.1 * s),
  }));
  const replay = memoryOf(curiosity, near);
  const far = memoryOf(
    curiosity,
    near.map((each) => ({ ...each, nextState: [0.8, 0.8] })),
  );
  const before = [replay, far].map((memory) => mean(measureAll(curiosity, memory)));
  learn(curiosity, replay, 500);
  const after = [replay, far].map((memory) => mean(measureAll(curiosity, memory)));
  assert.ok(after[0] < 0.01 * before[0], `seen: ${before[0]} then ${after[0]}`);
  assert.ok(after[1] > 10 * after[0], `far: ${before[1]} then ${after[1]}, seen: ${after[0]}`);
});

test('a state of another size is refused, whichever part it is', () => {
  const curiosity = create(1);
  const state = create(1).state();
  const other = create(1, { hidden: 9 }).state();
  assertRangeError(() => curiosity.restore(other), /^RandomNetworkDistillation\.restore/);
  assertRangeError(
    () => curiosity.restore({ ...state, learner: other.learner }),
    /^Learner\.restore/,
  );
});

test.run();
