import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkEnvironment } from '../../src/env/checkEnvironment.ts';
import type { Environment } from '../../src/env/environment.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';

/** What is said of the car with these properties. */
function faultsOf(properties: Partial<Record<keyof Environment, unknown>>): string[] {
  return checkEnvironment(() => {
    const car = new MountainCar({ reward: 'sparse', maxSteps: 20 });
    return Object.assign(car, properties) as Environment;
  });
}

const { phaseSpace, picture } = new MountainCar({ reward: 'sparse' });

for (const [what, properties, expected] of [
  ['a name that is none', { name: 5 }, /^name: expected a text, got 5\.$/],
  [
    'a score without a number',
    { score: { name: 'points', of: () => NaN } },
    /^score\.of: expected a finite number, got NaN\.$/,
  ],
  [
    'a score without a function',
    { score: {} },
    /^score\.of: expected a function, got undefined\.$/,
  ],
  [
    'a score that is a function',
    { score: () => 1 },
    /^score: expected an object, got a function\.$/,
  ],
  [
    'a score without a name',
    { score: { of: () => 1 } },
    /^score\.name: expected a text, got undefined\.$/,
  ],
  ['a picture that is null', { picture: null }, /^picture: expected an object, got null\.$/],
  [
    'a phase space that is null',
    { phaseSpace: null },
    /^phaseSpace: expected an object, got null\.$/,
  ],
  [
    'an exploration that is null',
    { exploration: null },
    /^exploration: expected an object, got null\.$/,
  ],
  ['a scale that is a number', { rewardScale: 2 }, /^rewardScale: expected a function, got 2\.$/],
  [
    'a goal that is promised',
    { isGoal: () => Promise.resolve(true) },
    /^step 1 after reset\(0\), by action \d: isGoal: got a promise; it must not be async\.$/,
  ],
  [
    'an optimum that is none',
    { optimum: Infinity },
    /^optimum: expected a finite number, got Infinity\.$/,
  ],
  [
    'a random score that is none',
    { randomScore: '0' },
    /^randomScore: expected a finite number, got "0"\.$/,
  ],
  [
    'milestones that are none',
    { milestones: ['far'] },
    /^milestones: expected finite numbers that rise, got \["far"\]\.$/,
  ],
  [
    'milestones that fall',
    { milestones: [-100, -120] },
    /^milestones: expected finite numbers that rise, got \[-100,-120\]\.$/,
  ],
  ['a goal that is no function', { isGoal: true }, /^isGoal: expected a function, got true\.$/],
  [
    'a goal that is neither reached nor not',
    { isGoal: () => undefined },
    /^step 1 after reset\(0\), by action \d: isGoal: expected true or false, got undefined\.$/,
  ],
  [
    'a scale of the reward that is none',
    { rewardScale: () => NaN },
    /^rewardScale: expected a finite number, got NaN\.$/,
  ],
  [
    'a potential that is none',
    { potential: () => '1' },
    /^reset\(0\): potential: expected a finite number, got "1"\.$/,
  ],
  [
    'names of other actions',
    { actionNames: ['left', 'right'] },
    /^actionNames: expected 3 texts, got \["left","right"\]\.$/,
  ],
  [
    'names that are numbers',
    { actionNames: [0, 1, 2] },
    /^actionNames: expected 3 texts, got \[0,1,2\]\.$/,
  ],
  [
    'names of other variables',
    { variableNames: ['position'] },
    /^variableNames: expected 2 texts, got \["position"\]\.$/,
  ],
  ['a phase space without axes', { phaseSpace: {} }, /^phaseSpace\.axes: .*, got undefined\.$/],
  [
    'an axis of no length',
    { phaseSpace: { ...phaseSpace, axes: phaseSpace.axes.map((a) => ({ ...a, high: a.low })) } },
    /^phaseSpace\.axes: expected two, each with a name, low below high and a list of ticks, got \[/,
  ],
  [
    'a phase space of other observations',
    { phaseSpace: { ...phaseSpace, observationAt: () => new Float64Array(1) } },
    /^phaseSpace at -0\.\d+, 0: observationAt: expected an observation of 2 numbers in a Float64Array, got one of 1\.$/,
  ],
  [
    'a place that is none',
    { phaseSpace: { ...phaseSpace, placeOf: () => undefined } },
    /^phaseSpace at -0\.\d+, 0: placeOf: expected two finite numbers, got undefined\.$/,
  ],
  ['a picture without corners', { picture: {} }, /^picture: .*, got undefined and undefined\.$/],
  [
    'a picture that is not drawn',
    { picture: { ...picture, draw: () => null } },
    /^reset\(0\): picture\.draw: expected a list of shapes, got null\.$/,
  ],
  [
    'a picture whose corners are not in order',
    { picture: { ...picture, low: [0, 0], high: [1, 0] } },
    /^picture: .*, low below high, got \[0,0\] and \[1,0\]\.$/,
  ],
  [
    'a picture that fails where there is a snapshot before',
    {
      picture: {
        ...picture,
        draw: (_: unknown, __: unknown, before: unknown[]) =>
          (before as { no: number[] }[]).map(({ no }) => no[0]),
      },
    },
    /^reset\(0\): picture\.draw throws: .*\.$/,
  ],
  [
    'a picture of what are no shapes',
    { picture: { ...picture, draw: () => [{ ink: 'red', isFilled: true, points: [] }] } },
    /^reset\(0\): picture\.draw: shape 0: expected an ink of agent, ground, goal, line, plain, got "red"\.$/,
  ],
  [
    'an exploration without cells',
    { exploration: {} },
    /^exploration\.cells: expected a whole number above 0, got undefined\.$/,
  ],
  [
    'a cell that does not exist',
    { exploration: { cells: 3, cellOf: () => 3 } },
    /^reset\(0\): exploration\.cellOf: expected a whole number from 0 to 2, got 3\.$/,
  ],
  [
    'a remote that no action presses',
    { remoteActions: [3] },
    /^remoteActions: expected a list of actions, 0 to 2, got \[3\]\.$/,
  ],
] as const) {
  test(`${what} is named in one sentence`, () => {
    const faults = faultsOf(properties);
    assert.is(faults.length, 1, faults.join('\n'));
    assert.match(faults[0], expected);
  });
}

test('an environment with no property at all keeps the rules', () => {
  const faults = checkEnvironment(() => {
    const car = new MountainCar({ reward: 'sparse', maxSteps: 20 });
    const { observationSpace, actionSpace } = car;
    const reset = car.reset.bind(car);
    const step = car.step.bind(car);
    return { observationSpace, actionSpace, reset, step };
  });
  assert.equal(faults, []);
});

/** A pole that is paid for each step until it falls, as in CartPole. */
const pole = (properties: Partial<Environment>) => (): Environment => {
  let steps = 0;
  const seen = (): Float64Array => Float64Array.of(steps);
  return {
    observationSpace: {
      type: 'box',
      low: Float64Array.of(0),
      high: Float64Array.of(9),
      shape: [1],
    },
    actionSpace: { type: 'discrete', n: 1 },
    reset: () => ((steps = 0), { observation: seen(), info: {} }),
    step: (action) => {
      if (action !== 0) throw new RangeError('expected 0');
      steps++;
      const terminated = steps === 9;
      return { observation: seen(), reward: 1, terminated, truncated: false, info: {} };
    },
    ...properties,
  };
};

test('where every step is rewarded the end is no goal: the environment must say what is one', () => {
  assert.equal(checkEnvironment(pole({})), [
    'step 1 after reset(0), by action 0: the reward is 1 and the episode goes on; where not only the goal is rewarded, isGoal must tell what it is, or () => false that there is none.',
  ]);
  assert.equal(checkEnvironment(pole({ isGoal: () => false })), []);
});

test.run();
