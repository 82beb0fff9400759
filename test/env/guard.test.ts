import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Step } from '../../src/env/environment.ts';
import { EnvironmentError, guarded } from '../../src/env/guard.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';

const car = (): MountainCar => new MountainCar({ reward: 'sparse' });

test('an environment that keeps the rules is as it was', () => {
  const [watched, alone] = [guarded(car(), 'mine.ts'), car()];
  assert.equal(watched.reset(3), alone.reset(3));
  for (const action of [0, 1, 2]) assert.equal(watched.step(action), alone.step(action));
  assert.is(watched.optimum, alone.optimum);
});

test('an environment that is frozen, or has private state, is watched as any other', () => {
  const own = guarded(Object.freeze(car()), 'mine.ts');
  own.reset(3);
  assert.is(own.step(2).reward, 0);
  class Private {
    #left = 2;
    get name(): string {
      return `${this.#left} left`;
    }
    isGoal(): boolean {
      return this.#left === 2;
    }
  }
  const { observationSpace, actionSpace } = car();
  const env = Object.assign(new Private(), { observationSpace, actionSpace });
  const watched = guarded(env as unknown as MountainCar, 'mine.ts');
  assert.equal([watched.name, watched.isGoal?.({} as Step)], ['2 left', true]);
});

for (const [what, change, message] of [
  [
    'an error',
    () => {
      throw new TypeError('no\n place');
    },
    'TypeError: no place',
  ],
  [
    'something else that is thrown',
    () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw 'gone';
    },
    'gone',
  ],
  [
    'an observation that is not finite',
    (step: Step) => ({ ...step, observation: Float64Array.of(0, Infinity) }),
    'observation[1] is Infinity',
  ],
  [
    'an observation of another size',
    (step: Step) => ({ ...step, observation: Float64Array.of(0) }),
    'expected an observation of 2 numbers, got 1',
  ],
  ['a reward that is not finite', (step: Step) => ({ ...step, reward: NaN }), 'the reward is NaN'],
] as const) {
  test(`${what} is one line that names the file, the episode and the step`, () => {
    const env = car();
    const step = env.step.bind(env);
    let n = 0;
    env.step = (action) => (++n < 3 ? step(action) : change(step(action)));
    const watched = guarded(env, './mine.ts');
    watched.reset(77);
    watched.step(0);
    watched.step(2);
    let thrown: unknown;
    try {
      watched.step(1);
    } catch (error) {
      thrown = error;
    }
    assert.instance(thrown, EnvironmentError);
    assert.is(
      (thrown as Error).message,
      `./mine.ts: step 3 after reset(77), by action 1: ${message}`,
    );
  });
}

test('an error in a reset names it', () => {
  const env = car();
  env.reset = () => {
    throw new Error('no start');
  };
  assert.throws(
    () => guarded(env, 'mine.ts').reset(5),
    (error: unknown) =>
      error instanceof EnvironmentError && error.message === 'mine.ts: reset(5): Error: no start',
  );
});

test.run();
