import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkEnvironment } from '../../src/env/checkEnvironment.ts';
import type { Environment, Start, Step } from '../../src/env/environment.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { ENVIRONMENTS } from '../../src/train/config/environments.ts';

for (const env of Object.keys(ENVIRONMENTS)) {
  test(`${env} keeps all rules`, () => {
    const config = createConfig({ env });
    assert.equal(
      checkEnvironment(() => createEnvironment(config)),
      [],
    );
  });
}

/** The car, with something in it that is not as it should be. */
const broken =
  (change: (car: MountainCar) => Partial<Record<keyof Environment, unknown>>) =>
  (): Environment => {
    const car = new MountainCar({ reward: 'sparse', maxSteps: 20 });
    return Object.assign(car, change(car)) as Environment;
  };

/** Every step of the car, changed. @param n counts the steps of an episode */
const brokenSteps = (change: (step: Step, n: number) => object): (() => Environment) =>
  broken((car) => {
    const [reset, step] = [car.reset.bind(car), car.step.bind(car)];
    let n = 0;
    return {
      reset: (seed: number) => ((n = 0), reset(seed)),
      step: (action: number) => {
        const taken = step(action);
        return { ...taken, ...change(taken, ++n) };
      },
    };
  });

const ASYNC = 'got a promise; it must not be async';

test('async functions, and those that are not there, are named once', () => {
  for (const [change, fault] of [
    [
      { step: async () => Promise.reject(new Error('later')) },
      `step 1 after reset(0), by action 0: ${ASYNC}.`,
    ],
    [{ reset: async () => Promise.resolve({}) }, `reset(0): ${ASYNC}.`],
    [{ reset: undefined }, 'reset: expected a function, got undefined.'],
  ] as const) {
    const faults = checkEnvironment(broken(() => change));
    assert.equal(faults, [fault]);
  }
});

let count = 0;
const shared = new Float64Array(2);

for (const [what, create, expected] of [
  [
    'no observation space',
    broken(() => ({ observationSpace: undefined })),
    /^observationSpace: expected the type 'box', got undefined\.$/,
  ],
  [
    'bounds of another size than the shape',
    broken((car) => ({ observationSpace: { ...car.observationSpace, shape: [2, 3] } })),
    /^observationSpace\.low: expected a Float64Array of 6 numbers, the product of the shape, got 2 numbers\.$/,
  ],
  [
    'a list in the place of a typed array',
    broken((car) => ({ observationSpace: { ...car.observationSpace, high: [1, 1] } })),
    /^observationSpace\.high: expected a Float64Array of 2 numbers, the product of the shape, got \[1,1\]\.$/,
  ],
  [
    'bounds the wrong way round',
    broken(({ observationSpace: { low, high, ...rest } }) => ({
      observationSpace: { ...rest, low: high, high: low },
    })),
    /^observationSpace: expected low to be at most high, got 0\.6 and -1\.2 for variable 0\.$/,
  ],
  [
    'a huge number in the place of no bound',
    broken(({ observationSpace: { high, ...rest } }) => ({
      observationSpace: { ...rest, high: Float64Array.of(high[0], 3.4e38) },
    })),
    /^observationSpace: expected bounds of at most 1e\+30 in size, got 3\.4e\+38; where there is none, use -Infinity and Infinity\.$/,
  ],
  [
    'a number that overflows in a network',
    () => {
      const env = brokenSteps(({ observation }, n) =>
        n === 2 ? { observation: Float64Array.of(observation[0], -1e308) } : {},
      )();
      const low = Float64Array.of(-1.2, -Infinity);
      return { ...env, observationSpace: { ...env.observationSpace, low } };
    },
    /^step 2 after reset\(0\), by action \d: observation\[1\] is -1e\+308, expected at most 1e\+30 in size; use another unit\.$/,
  ],
  [
    'no number of actions',
    broken(() => ({ actionSpace: { type: 'discrete', n: 1.5 } })),
    /^actionSpace: expected the type 'discrete' and a whole number n above 0, got \{.*1\.5\}\.$/,
  ],
  [
    'a number that is not finite',
    brokenSteps(({ observation }, n) =>
      n === 12 ? { observation: Float64Array.of(observation[0], NaN) } : {},
    ),
    /^step 12 after reset\(0\), by action \d: observation\[1\] is NaN, expected a finite number\.$/,
  ],
  [
    'an observation outside its bounds',
    brokenSteps(({ observation }, n) =>
      n === 3 ? { observation: Float64Array.of(-7, observation[1]) } : {},
    ),
    /^step 3 after reset\(0\), by action \d: observation\[0\] is -7, outside its bounds -1\.2 and 0\.6\.$/,
  ],
  [
    'an observation of another size',
    brokenSteps((_, n) => (n === 2 ? { observation: new Float64Array(3) } : {})),
    /^step 2 after reset\(0\), by action \d: expected an observation of 2 numbers in a Float64Array, got one of 3\.$/,
  ],
  [
    'an observation that is a list',
    brokenSteps(({ observation }) => ({ observation: [...observation] })),
    /^step 1 after reset\(0\), by action \d: expected an observation of 2 numbers in a Float64Array, got \[.*\]\.$/,
  ],
  [
    'a reward that is none',
    brokenSteps((_, n) => (n === 4 ? { reward: undefined } : {})),
    /^step 4 after reset\(0\), by action \d: the reward is undefined, expected a finite number\.$/,
  ],
  [
    'one `done` in the place of terminated and truncated',
    brokenSteps(() => ({ truncated: undefined, done: false })),
    /^step 1 after reset\(0\), by action \d: truncated is undefined, expected true or false; a goal terminates, a time limit truncates\.$/,
  ],
  [
    'an episode that does not follow from the seed',
    broken((car) => ({ reset: () => car.restart(-0.5 + 1e-6 * count++, 0) })),
    /^reset\(0\): the same seed gives another episode in a new environment\./,
  ],
  [
    'something that survives a reset',
    brokenSteps(({ observation }) => ({
      observation: Float64Array.of(observation[0], 1e-6 * (count++ % 500)),
    })),
    /the same seed gives another episode/,
  ],
  [
    'one environment for all',
    (
      (one) => () =>
        one
    )(new MountainCar({ reward: 'sparse', maxSteps: 20 })),
    /^step 1 after reset\(0\), by action \d: the same seed gives another episode while another environment is played; each must have a state of its own\.$/,
  ],
  [
    'one array for all observations',
    brokenSteps(({ observation }) => {
      shared.set(observation);
      return { observation: shared };
    }),
    /^step 2 after reset\(0\), by action \d: the observation is in the same array as that of step 1 after reset\(0\), by action \d; return a new one each time\.$/,
  ],
  [
    'an action that does not exist and is taken',
    broken((car) => {
      const step = car.step.bind(car);
      return { step: (action: number) => step(action === 3 ? 0 : action) };
    }),
    /^step 1 after reset\(0\), by action 3: expected an error, there is no such action; they are 0 to 2\.$/,
  ],
  [
    'an error in a step',
    brokenSteps((_, n) => {
      if (n === 9) throw new Error('boom');
      return {};
    }),
    /^step 9 after reset\(0\), by action \d throws: boom\.$/,
  ],
  [
    'an error in a reset',
    broken(() => ({
      reset: (): Start => {
        throw new Error('no start');
      },
    })),
    /^reset\(0\) throws: no start\.$/,
  ],
] as const) {
  test(`${what} is named in one sentence, with the step`, () => {
    count = 0;
    const faults = checkEnvironment(create);
    assert.ok(faults.length > 0, 'nothing was found');
    assert.match(faults[0], expected);
    for (const fault of faults) assert.not.match(fault, /\n/);
  });
}

test('what makes no environment is told what is expected', () => {
  const env = createEnvironment(createConfig()) as unknown as () => Environment;
  assert.equal(checkEnvironment(env), [
    'checkEnvironment: expected a function that makes an environment, such as () => create(options).',
  ]);
});

test('every broken rule is reported', () => {
  const faults = checkEnvironment(
    broken(() => ({ actionNames: [], step: () => ({ observation: null }) })),
  );
  assert.is(faults.length, 3, faults.join('\n'));
});

test.run();
