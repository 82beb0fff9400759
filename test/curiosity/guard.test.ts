import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Curiosity } from '../../src/curiosity/curiosity.ts';
import { CuriosityError, guardedCuriosity } from '../../src/curiosity/guard.ts';
import { PredictionError } from '../../src/curiosity/rivals/predictionError.ts';
import { stream } from '../../src/math/random/rng.ts';
import { createTransitionBatch, type Transition } from '../../src/replay/transition.ts';
import {
  assertRestores,
  BATCH_SIZE,
  learn,
  measureAll,
  memoryOf,
  seededTransitions,
  SIZES,
} from '../support/curiosity.ts';
import { RIVAL_MODEL } from '../support/rival.ts';

const create = (seed: number): Curiosity =>
  new PredictionError(SIZES, stream(seed, 'init'), RIVAL_MODEL);

test('a guarded curiosity does the same', () => {
  const [plain, guarded] = [create(1), guardedCuriosity(create(1), './mine.ts')].map(
    (curiosity) => {
      const replay = memoryOf(curiosity, seededTransitions('guard', 12));
      learn(curiosity, replay, 5);
      return [measureAll(curiosity, replay), curiosity.state(), curiosity.learnt];
    },
  );
  assert.equal(guarded, plain);
  assertRestores((seed) => guardedCuriosity(create(seed), './mine.ts'));
  assert.ok('predict' in guardedCuriosity(create(1), 'x'));
  assert.is(guardedCuriosity(create(1), 'x').anticipate, undefined);
});

const batch = createTransitionBatch(BATCH_SIZE, 2);
const rng = stream(1, 'guard');
const transition: Transition = {
  state: Float64Array.of(1, 2),
  action: 0,
  nextState: Float64Array.of(3, 4),
  reward: 0,
  terminated: false,
  truncated: false,
};
const thrown = (): never => {
  throw new RangeError('no\n  room');
};

for (const [what, broken, call, message] of [
  [
    'throws in update',
    { update: thrown },
    (c) => c.update(transition),
    'update: RangeError: no room',
  ],
  [
    'throws in learn',
    { learn: thrown },
    (c) => c.learn(batch, 1, rng),
    'learn: RangeError: no room',
  ],
  [
    'throws in measure',
    { measure: thrown },
    (c) => c.measure(batch, batch.rewards, rng),
    'measure: RangeError: no room',
  ],
  ['throws in state', { state: thrown }, (c) => c.state(), 'state: RangeError: no room'],
  [
    'throws a text',
    {
      state: () => {
        throw 'no' as unknown as Error;
      },
    },
    (c) => c.state(),
    'state: no',
  ],
  [
    'is async',
    { measure: () => Promise.reject(new Error('never')) },
    (c) => c.measure(batch, new Float64Array(2), rng),
    'measure: got a promise; it must not be async',
  ],
  [
    'changes what it is given',
    { update: ({ state }: Transition) => void (state[1] = 9) },
    (c) => c.update(transition),
    'update: state[1] of the transition was 2 and is now 9; copy what is to be changed',
  ],
  [
    'gives NaN',
    { measure: (_: unknown, out: Float64Array) => void out.fill(NaN) },
    (c) => c.measure(batch, new Float64Array(2), rng),
    'measure: the novelty is NaN, expected a finite number',
  ],
  [
    'has an infinite objective',
    { learn: () => ({ objective: -Infinity, gradNorm: 1 }) },
    (c) => c.learn(batch, 1, rng),
    'learn: the objective is -Infinity, expected a finite number',
  ],
  [
    'gives a negative novelty though it is not signed',
    { measure: (_: unknown, out: Float64Array) => void out.fill(-1) },
    (c) => c.measure(batch, new Float64Array(2), rng),
    'measure: the novelty is -1, expected 0 or more unless measured.isSigned is true',
  ],
  [
    'learns and returns nothing',
    { learn: () => undefined },
    (c) => c.learn(batch, 1, rng),
    'learn: expected null or an object with objective and gradNorm, got undefined',
  ],
  [
    'learns though it has no model',
    { learn: () => ({ objective: 1, gradNorm: 1 }), batchSize: 0 },
    (c) => c.learn(batch, 1, rng),
    'learn: expected null, since batchSize is 0 or measured.objective is null, got {"objective":1,"gradNorm":1}',
  ],
  [
    'has no norm of the gradient',
    { learn: () => ({ objective: 1 }) },
    (c) => c.learn(batch, 1, rng),
    'learn: the gradNorm is undefined, expected a finite number',
  ],
  [
    'anticipates a list',
    { anticipate: () => [1, 2] },
    (c) => c.anticipate!(batch.states, rng),
    'anticipate: expected a Float64Array of novelties, got [1,2]',
  ],
  [
    'is uncertain by NaN',
    { modelUncertainty: (_: unknown, out: Float64Array) => void out.fill(NaN) },
    (c) => c.modelUncertainty!(batch, new Float64Array(2)),
    'modelUncertainty: the standard deviation is NaN, expected a finite number',
  ],
  [
    'predicts infinity',
    { predict: (_: unknown, out: Float64Array) => void out.fill(Infinity) },
    (c) => c.predict!(batch, new Float64Array(2), new Float64Array(2)),
    'predict: the prediction is Infinity, expected a finite number',
  ],
  [
    'has a layout of something else',
    { layout: () => ({ inputScale: 1, targetMean: [0, NaN], targetSd: [1, 1] }) },
    (c) => c.layout!(),
    'layout: targetMean is [0,null], expected a list of finite numbers',
  ],
  [
    'anticipates NaN',
    { anticipate: () => Float64Array.of(1, NaN) },
    (c) => c.anticipate!(batch.states, rng),
    'anticipate: the novelty is NaN, expected a finite number',
  ],
] as const satisfies readonly (readonly [string, object, (c: Curiosity) => unknown, string])[]) {
  test(`one that ${what} is named, with its file and the method`, () => {
    const guarded = guardedCuriosity(Object.assign(create(1), broken), './mine.ts');
    let error: unknown;
    try {
      call(guarded);
    } catch (caught) {
      error = caught;
    }
    assert.instance(error, CuriosityError);
    assert.is((error as Error).message, `./mine.ts: ${message}`);
  });
}

test.run();
