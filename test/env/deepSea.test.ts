import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DeepSea, rightActions } from '../../src/env/deepSea.ts';
import { isGoal, type Step } from '../../src/env/environment.ts';
import { golden } from '../support/golden.ts';
import { assertProperty } from '../support/property.ts';

interface Sea {
  readonly size: number;
  readonly mapping_seed: number;
  readonly right_action: readonly (readonly number[])[];
  readonly optimal_return: number;
  readonly episodes: readonly {
    readonly actions: readonly number[];
    readonly rewards: readonly number[];
    readonly cells: readonly (readonly [row: number, column: number])[];
  }[];
}

const { seas } = golden<{ readonly seas: readonly Sea[] }>('deep_sea');

/** The cell that an observation shows, or null where it is all 0. */
function cellOf(observation: Float64Array, size: number): readonly number[] | null {
  const at = observation.indexOf(1);
  assert.is(
    observation.reduce((sum, x) => sum + Math.abs(x), 0),
    at === -1 ? 0 : 1,
  );
  return at === -1 ? null : [Math.floor(at / size), at % size];
}

function play(env: DeepSea, actions: readonly number[]): Step[] {
  env.reset(0);
  return actions.map((action) => env.step(action));
}

for (const sea of seas) {
  const { size, mapping_seed: mappingSeed } = sea;
  test(`size ${size}: the actions mean what they mean in bsuite`, () => {
    assert.equal([...rightActions(size, mappingSeed)], sea.right_action.flat());
  });

  test(`size ${size}: episodes are those of bsuite, step for step`, () => {
    const env = new DeepSea({ size, mappingSeed });
    assert.is(env.optimum, sea.optimal_return);
    for (const { actions, rewards, cells } of sea.episodes) {
      const steps = play(env, actions);
      assert.equal(
        steps.map((step) => step.reward),
        rewards,
      );
      steps.forEach(({ observation, terminated, truncated, info }, i) => {
        const isLast = i === size - 1;
        assert.equal(cellOf(observation, size), isLast ? null : cells[i]);
        assert.equal([info.row, info.column], cells[i]);
        assert.equal([terminated, truncated], [isLast, false]);
      });
      const found = steps.filter((step) => isGoal(env, step)).length;
      assert.is(found, rewards.filter((reward) => reward > 0.5).length);
    }
  });
}

test('the golden episodes hold the treasure, and episodes without it', () => {
  const found = seas.flatMap((sea) => sea.episodes.map(({ rewards }) => rewards.at(-1)! > 0.5));
  assert.ok(found.includes(true) && found.includes(false));
});

const sizes = fc.integer({ min: 1, max: 20 });
const mappingSeeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('right moves all the way find the treasure, for any meaning of the actions', () => {
  assertProperty(
    fc.property(sizes, mappingSeeds, (size, mappingSeed) => {
      const env = new DeepSea({ size, mappingSeed });
      const right = rightActions(size, mappingSeed);
      const diagonal = Array.from({ length: size }, (_, i) => right[i * size + i]);
      const steps = play(env, diagonal);
      const total = steps.reduce((sum, step) => sum + step.reward, 0);
      assert.ok(Math.abs(total - env.optimum) < 1e-12, `${total}`);
      assert.ok(isGoal(env, steps.at(-1)!));
    }),
  );
});

test('one sequence of actions finds the treasure, and the mean score of chance is as stated', () => {
  const size = 8;
  const env = new DeepSea({ size, mappingSeed: 7 });
  let found = 0;
  let total = 0;
  for (let bits = 0; bits < 2 ** size; bits++) {
    const steps = play(
      env,
      Array.from({ length: size }, (_, i) => (bits >> i) & 1),
    );
    if (isGoal(env, steps.at(-1)!)) found++;
    for (const { reward } of steps) total += reward;
  }
  assert.is(found, 1);
  assert.ok(Math.abs(total / 2 ** size - env.randomScore) < 1e-12);
});

test('the box contains every observation, which is a new array each time', () => {
  assertProperty(
    fc.property(sizes, mappingSeeds, fc.nat(), (size, mappingSeed, bits) => {
      const env = new DeepSea({ size, mappingSeed });
      const { low, high, shape } = env.observationSpace;
      assert.equal(shape, [size, size]);
      const steps = play(
        env,
        Array.from({ length: size }, (_, i) => (bits >> i) & 1),
      );
      const observations = [env.reset(0), ...steps].map((step) => step.observation);
      for (const observation of observations) {
        assert.is(observation.length, size * size);
        observation.forEach((x, i) => assert.ok(x >= low[i] && x <= high[i]));
      }
      assert.is(new Set(observations).size, size + 1);
    }),
  );
});

test('an episode follows from its actions alone', () => {
  const env = new DeepSea({ size: 6 });
  const first = play(env, [0, 1, 1, 0, 1, 0]);
  play(env, [1, 1, 1]); // cut off
  assert.equal(play(env, [0, 1, 1, 0, 1, 0]), first);
});

test('another mapping seed is another sea', () => {
  assert.not.equal(rightActions(10, 42), rightActions(10, 43));
});

test('an action out of range, or after the end, is refused', () => {
  const env = new DeepSea({ size: 2 });
  const refuses = (action: number, expected: RegExp): void =>
    assert.throws(
      () => env.step(action),
      (error: unknown) => error instanceof RangeError && expected.test(error.message),
    );
  refuses(0, /ended; call reset/); // before the first reset
  env.reset(1);
  for (const action of [-1, 2, 0.5, NaN]) refuses(action, /expected 0 or 1/);
  env.step(0);
  env.step(1);
  refuses(0, /ended; call reset/);
});

test.run();
