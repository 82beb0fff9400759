import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangeModel } from '../../../src/curiosity/rivals/changeModel.ts';
import { meanSquaredError } from '../../../src/curiosity/rivals/learner.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import {
  ACTION_COUNT,
  BATCH_SIZE,
  batchOf,
  ROWS,
  seededTransitions,
  SIZES,
  STATE_SIZE,
  transitionOf,
} from '../../support/curiosity.ts';
import { plainNetwork, plainTransitions } from '../../support/plainNetwork.ts';
import { RIVAL_MODEL } from '../../support/rival.ts';
import { ReplayBuffer } from '../../../src/replay/replayBuffer.ts';

const transitions = seededTransitions('changes', 10);
const replay = new ReplayBuffer(transitions.length, STATE_SIZE);
for (const transition of transitions) replay.add(transitionOf(transition));
const SLOTS = [0, 3, 7, 9];

/** A model that has seen the transitions. */
function made(seed = 1): ChangeModel {
  const options = { ...RIVAL_MODEL, widths: [8, STATE_SIZE], lossOf: meanSquaredError };
  const model = new ChangeModel(SIZES, options, stream(seed, 'init'));
  for (const transition of transitions) model.update(transitionOf(transition));
  return model;
}

test('it evaluates the network at scaled states and actions, beside the standardised changes', () => {
  const model = made();
  const [{ values, layers }] = model.learnt;
  const plain = plainTransitions(transitions, 1.7, ACTION_COUNT);
  const expected = SLOTS.flatMap((slot) => plainNetwork(plain[slot].x, values, layers));
  assertClose(model.evaluate(batchOf(replay, SLOTS)), expected, 'outputs', 1e-11);
  const changes = SLOTS.flatMap((slot) => plain[slot].y);
  assertClose(model.observed, changes, 'observed changes', 1e-11);
  assert.is(model.rows, ROWS);
  assert.is(model.batchSize, BATCH_SIZE);
});

test('any number of transitions can be predicted, with the same numbers', () => {
  const model = made();
  const [predicted, observed] = [0, 0].map(() => new Float64Array(10 * STATE_SIZE));
  const all = Array.from(transitions, (_, slot) => slot);
  model.predict(batchOf(replay, all), predicted, observed);
  const outputs = model.evaluate(batchOf(replay, all.slice(0, ROWS)));
  assertSameBits(predicted.slice(0, ROWS * STATE_SIZE), outputs, 'predicted');
  assertSameBits(observed.slice(0, ROWS * STATE_SIZE), model.observed, 'observed');
});

test('each update lowers the loss of a batch that is given again and again', () => {
  const model = made();
  const batch = batchOf(replay, [0, 1, 2, 3, 4, 5, 6, 7]);
  const objectives = Array.from({ length: 30 }, () => model.learn(batch).objective);
  assert.ok(objectives.every((objective, n) => n === 0 || objective > objectives[n - 1]));
});

test('a restored state has the same predictions, and learns the same', () => {
  const batch = batchOf(replay, [0, 1, 2, 3, 4, 5, 6, 7]);
  const [model, other] = [made(1), made(2)];
  model.learn(batch);
  other.restore(model.state());
  assert.equal(other.learn(batch), model.learn(batch));
  const outputs = model.evaluate(batchOf(replay, SLOTS)).slice();
  assertSameBits(other.evaluate(batchOf(replay, SLOTS)), outputs, 'outputs');
  assert.equal(other.state(), model.state());
});

test.run();
