import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EnvironmentProperties, Step } from '../../src/env/environment.ts';
import { EnvironmentError, guarded, LONGEST_EPISODE } from '../../src/env/guard.ts';
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

const FLAG = 'expected true or false; a goal terminates, a time limit truncates';

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
    'observation[1] is Infinity, expected a finite number',
  ],
  [
    'an observation of another size',
    (step: Step) => ({ ...step, observation: Float64Array.of(0) }),
    'expected an observation of 2 numbers in a Float64Array, got one of 1',
  ],
  [
    'a step that is promised',
    () => Promise.reject(new Error('never')) as unknown as Step,
    'got a promise; it must not be async',
  ],
  [
    'a step that is not returned',
    () => undefined as unknown as Step,
    'expected an object, got undefined',
  ],
  [
    'a step without an observation',
    () => ({ reward: 0 }) as Step,
    'expected an observation of 2 numbers in a Float64Array, got undefined',
  ],
  [
    'an observation outside its bounds',
    (step: Step) => ({ ...step, observation: Float64Array.of(0, 0.08) }),
    'observation[1] is 0.08, outside its bounds -0.07 and 0.07',
  ],
  [
    'a reward that is not finite',
    (step: Step) => ({ ...step, reward: NaN }),
    'the reward is NaN, expected a finite number',
  ],
  [
    'a reward that is missing',
    ({ reward: _, ...rest }: Step) => rest as Step,
    'the reward is undefined, expected a finite number',
  ],
  [
    'a reward that no message can show as JSON',
    (step: Step) => ({ ...step, reward: 1n as unknown as number }),
    'the reward is 1n, expected a finite number',
  ],
  [
    'a goal that is a number',
    (step: Step) => ({ ...step, terminated: 1 as unknown as boolean }),
    `terminated is 1, ${FLAG}`,
  ],
  [
    'a time limit that is missing',
    ({ truncated: _, ...rest }: Step) => rest as Step,
    `truncated is undefined, ${FLAG}`,
  ],
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

test('an episode may be as long as the limit, and one that goes on then is an error', () => {
  const env = car();
  const observation = Float64Array.of(0, 0);
  let isEndless = false;
  let n = 0;
  env.reset = () => ((n = 0), { observation, info: {} });
  env.step = () => {
    const truncated = !isEndless && ++n === LONGEST_EPISODE;
    return { observation, reward: 0, terminated: false, truncated, info: {} };
  };
  const watched = guarded(env, 'mine.ts');
  const play = (seed: number): void => {
    watched.reset(seed);
    while (!watched.step(1).truncated);
  };
  play(1);
  play(2); // counted anew
  isEndless = true;
  assert.throws(
    () => play(3),
    (error: unknown) =>
      error instanceof EnvironmentError &&
      error.message ===
        `mine.ts: step ${LONGEST_EPISODE} after reset(3), by action 1: the episode goes on, expected it to have ended by now; a time limit truncates`,
  );
});

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

const [x, y] = car().phaseSpace.axes;
const told = { observation: Float64Array.of(0, 0) } as Step;
/** What each function is asked, and a wrong answer with what is said of it. */
const TOLD: readonly (readonly [
  path: string,
  ask: (env: EnvironmentProperties) => unknown,
  wrong: unknown,
  message: string,
])[] = [
  ['score.of', (e) => e.score!.of({ steps: 1, return: 0 }), NaN, 'a finite number, got NaN'],
  ['isGoal', (e) => e.isGoal!(told), 1, 'true or false, got 1'],
  ['rewardScale', (e) => e.rewardScale!(0.9), Infinity, 'a finite number, got Infinity'],
  ['potential', (e) => e.potential!(told.observation), '1', 'a finite number, got "1"'],
  [
    'phaseSpace.placeOf',
    (e) => e.phaseSpace!.placeOf(told.observation),
    [0],
    'two finite numbers, got [0]',
  ],
  [
    'picture.draw',
    (e) => e.picture!.draw(told.observation, null, []),
    {},
    'a list of shapes, got {}',
  ],
  [
    'phaseSpace.observationAt',
    (e) => e.phaseSpace!.observationAt(0, 0),
    Float64Array.of(0),
    'an observation of 2 numbers in a Float64Array, got one of 1',
  ],
  ['phaseSpace.stepFrom', (e) => e.phaseSpace!.stepFrom(0, 0, 1), null, 'an object, got null'],
  [
    'exploration.cellOf',
    (e) => e.exploration!.cellOf(told.observation),
    4,
    'a whole number from 0 to 3, got 4',
  ],
];

for (const [path, ask, wrong, message] of TOLD) {
  test(`${path} that throws or gives ${JSON.stringify(wrong)} is one line, with the step`, () => {
    const [property, part] = path.split('.') as [string, string | undefined];
    /** With a function of its own in the place of that one. */
    const asked = (answer: () => unknown): string => {
      const others = { axes: [x, y], cells: 4, low: [0, 0], high: [1, 1], name: 'x' };
      const env = Object.assign(car(), {
        [property]: part === undefined ? answer : Object.freeze({ ...others, [part]: answer }),
      });
      const watched = guarded(env, 'mine.ts');
      watched.reset(5);
      watched.step(0);
      try {
        return String(ask(watched));
      } catch (error) {
        assert.instance(error, EnvironmentError);
        return (error as Error).message;
      }
    };
    const where = `mine.ts: ${path}, at step 1 after reset(5)`;
    const failing = (): never => {
      throw new Error('no');
    };
    assert.is(asked(failing), `${where}: Error: no`);
    assert.is(
      asked(() => wrong),
      `${where}: expected ${message}`,
    );
  });
}

test('what is right is told as it is, and the parts that are no functions, too', () => {
  const [watched, alone] = [guarded(car(), 'mine.ts'), car()];
  const { observation } = watched.reset(3);
  assert.is(watched.phaseSpace!.axes, alone.phaseSpace.axes);
  assert.is(watched.phaseSpace, watched.phaseSpace);
  assert.equal(watched.phaseSpace!.placeOf(observation), alone.phaseSpace.placeOf(observation));
  assert.equal(watched.picture!.draw(observation, 1, []), alone.picture.draw(observation, 1, []));
  assert.is(watched.score!.of({ steps: 7, return: 0 }), -7);
  assert.is(watched.rewardScale!(0.9), 1);
  assert.is(watched.exploration, undefined);
});

test.run();
