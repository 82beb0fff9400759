import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RandomNetworkDistillation } from '../../../src/curiosity/rivals/rnd.ts';
import type { RivalModel } from '../../../src/curiosity/rivals/learner.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
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
import { plainNetwork } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const MODEL: RivalModel = {
  hidden: 8,
  inputScale: 1.7,
  batchSize: BATCH_SIZE,
  warmupSteps: 0,
  learningRate: 0.01,
};

const create = (seed: number, model: Partial<RivalModel> = {}): RandomNetworkDistillation =>
  new RandomNetworkDistillation(SIZES, stream(seed, 'init'), { ...MODEL, ...model });

test('it measures the squared error of the imitation at the state that was reached', () => {
  const curiosity = create(1);
  const transitions = seededTransitions('definition', 10);
  const replay = memoryOf(curiosity, transitions);
  const { target } = curiosity.state();
  for (const steps of [0, 20]) {
    learn(curiosity, replay, steps);
    const [{ values, layers }] = curiosity.learnt;
    assert.equal(
      layers.map(({ inputs, outputs }) => [inputs, outputs]),
      [
        [2, 8],
        [8, 8],
        [8, 16],
      ],
    );
    const expected = transitions.map(({ nextState }) => {
      const x = nextState.map((s) => 1.7 * s);
      const features = plainNetwork(x, target, layers);
      return plainNetwork(x, values, layers).reduce((sum, f, i) => sum + (f - features[i]) ** 2, 0);
    });
    assertClose(measureAll(curiosity, replay), expected, `after ${steps} steps`, 1e-11);
  }
  assertSameBits(curiosity.state().target, target, 'the random network stays as it was');
});

test('the objective is minus the mean of the measure over a sampled batch, before the update', () => {
  const curiosity = create(1);
  const replay = memoryOf(curiosity, seededTransitions('objective', 10));
  const measures = measureAll(curiosity, replay);
  const slots = drawn(replay, samplingStream(), BATCH_SIZE);
  const { objective } = curiosity.learn(batchOf(replay, slots));
  assertClose([objective], [-mean(Array.from(slots, (slot) => measures[slot]))], 'loss', 1e-12);
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

test('a state that is seen again and again becomes old; one far away stays new', () => {
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

test('a restored state continues bit for bit, with the random network it had', () =>
  assertRestores(create));
test('one seed, one curiosity', () => assertSeeded(create));
test('batches are left as they were, and measuring changes nothing', () =>
  assertLeavesInputs(create));

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
