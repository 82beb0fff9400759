import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CassieLim, type CassieLimOptions } from '../../../src/curiosity/rivals/cassieLim.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import type { TransitionBatch } from '../../../src/replay/transition.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
  assertRestores,
  assertSeeded,
  batchOf,
  BATCH_SIZE,
  memoryOf,
  seededTransitions,
  STATE_SIZE,
} from '../../support/curiosity.ts';
import { plainNetwork } from '../../support/plainNetwork.ts';
import { assertRangeError } from '../../support/throws.ts';

const OPTIONS: CassieLimOptions = {
  stateSize: STATE_SIZE,
  batchSize: BATCH_SIZE,
  truncationEnds: true,
};
const create = (seed: number, options: Partial<CassieLimOptions> = {}): CassieLim =>
  new CassieLim({ ...OPTIONS, ...options }, stream(seed, 'init'));

/** A batch of seeded transitions. */
function seededBatch(): TransitionBatch {
  const transitions = seededTransitions('batch', BATCH_SIZE);
  return batchOf(memoryOf(create(1), transitions), [...transitions.keys()]);
}

const measured = (curiosity: CassieLim, batch: TransitionBatch): Float64Array => {
  const out = new Float64Array(BATCH_SIZE).fill(9);
  curiosity.measure(batch, out);
  return out;
};

test('the model sees the state as it is and the number of the action, and predicts the next state', () => {
  const curiosity = create(1);
  const [{ values, layers }] = curiosity.learnt;
  assert.equal([layers[0].inputs, layers.at(-1)!.outputs], [STATE_SIZE + 1, 2 * STATE_SIZE]);
  const before = values.slice();
  const batch = seededBatch();
  const { objective } = curiosity.learn(batch)!;
  const plain = seededTransitions('batch', BATCH_SIZE);
  const losses = plain.map(({ state, action, nextState }) => {
    const f = plainNetwork([...state, action], before, layers);
    return nextState.reduce(
      (sum, y, i) => sum + 0.5 * (f[i + 2] + (y - f[i]) ** 2 / Math.exp(f[i + 2])),
      0,
    );
  });
  assertClose([objective], [-mean(losses)], 'objective', 1e-11);
  assert.ok(measured(curiosity, batch).every((novelty) => novelty > 0));
});

for (const [what, options, ends] of [
  ['the goal', { truncationEnds: false }, ['terminated']],
  ['the goal and the time limit', {}, ['terminated', 'truncated']],
] as const) {
  test(`${what} is left out: others fill the batch, and its novelty is 0`, () => {
    const [curiosity, other] = [create(1, options), create(1, options)];
    const [batch, full] = [seededBatch(), seededBatch()];
    const kept = [0, 1, 4, 5, 6];
    for (const row of [2, 3, 7]) batch[ends[row % ends.length]][row] = 1;
    const transitions = seededTransitions('batch', BATCH_SIZE);
    const filled = batchOf(
      memoryOf(other, transitions),
      transitions.map((_, row) => kept[row % kept.length]),
    );
    assert.equal(curiosity.learn(batch), other.learn(filled));
    assert.equal(curiosity.state(), other.state());
    const expected = measured(other, full);
    for (const row of [2, 3, 7]) expected[row] = 0;
    assertSameBits(measured(curiosity, batch), expected, 'novelties');
  });
}

test('the time limit is a transition like others where it is not treated as termination', () => {
  const batch = seededBatch();
  batch.truncated.fill(1);
  const curiosity = create(1, { truncationEnds: false });
  assert.ok(curiosity.learn(batch) !== null);
  assert.ok(measured(curiosity, batch).every((novelty) => novelty > 0));
});

test('a batch of ends teaches nothing', () => {
  const curiosity = create(1);
  const batch = seededBatch();
  batch.terminated.fill(1);
  const before = curiosity.state();
  assert.is(curiosity.learn(batch), null);
  assert.equal(curiosity.state(), before);
  assertSameBits(measured(curiosity, batch), new Float64Array(BATCH_SIZE), 'novelties');
});

test('a batch is left as it was', () => {
  const curiosity = create(1);
  const [batch, before] = [seededBatch(), seededBatch()];
  curiosity.learn(batch);
  measured(curiosity, batch);
  assert.equal(batch, before);
});

test('a restored state continues bit for bit', () => assertRestores((seed) => create(seed)));
test('one seed, one curiosity', () => assertSeeded((seed) => create(seed)));

test('a state of another size is refused', () => {
  const wider = create(1, { stateSize: STATE_SIZE + 1 }).state();
  assertRangeError(() => create(1).restore(wider), /^GaussianLearner\.restore/);
});

test.run();
