import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CartpoleSwingup } from '../../src/env/cartpoleSwingup.ts';
import type { Step } from '../../src/env/environment.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { golden } from '../support/golden.ts';
import { assertProperty } from '../support/property.ts';

interface Trajectory {
  readonly name: string;
  readonly height_threshold: number;
  readonly x_reward_threshold: number;
  readonly initial_state: readonly number[];
  readonly actions: readonly number[];
  readonly states: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly last: readonly boolean[];
  readonly observations: readonly (readonly number[])[];
}

const { trajectories } = golden<{ readonly trajectories: readonly Trajectory[] }>(
  'cartpole_swingup',
);

/** bsuite's level n asks for the height n / 20 and the distance 1 − n / 20. */
const levelOf = (t: Trajectory): number => Math.round(20 * t.height_threshold);

// Ten seconds of an upright pole without feedback multiply a difference by about 10⁹ (pump-0). The recorder's sines and
// cosines are the nearest doubles but for one in a thousand, and so are ours but for one in ten thousand.
const STATE_TOLERANCE = 1e-12;

for (const t of trajectories) {
  test(`trajectory ${t.name} is that of bsuite, step for step`, () => {
    const env = new CartpoleSwingup({ level: levelOf(t), features: 'bsuite' });
    assert.is(1 - levelOf(t) / 20, t.x_reward_threshold);
    const shown = new Map(t.observations.map(([step, ...observation]) => [step, observation]));
    env.restart(t.initial_state);
    t.actions.forEach((action, i) => {
      const step = env.step(action);
      assertClose(env.state, t.states[i], `state after step ${i}`, 0, STATE_TOLERANCE);
      assert.is(step.reward, t.rewards[i], `reward of step ${i}`);
      assert.is(step.terminated || step.truncated, t.last[i], `end at step ${i}`);
      const observation = shown.get(i);
      if (observation)
        assertSameBits(step.observation, Float64Array.from(observation), `step ${i}`);
    });
  });
}

test('the golden trajectories hold both ways to end, and both outcomes of the reward', () => {
  const lengths = trajectories.map((t) => t.actions.length);
  assert.ok(lengths.includes(1001) && lengths.some((length) => length < 500));
  const levels = new Set(trajectories.map(levelOf));
  assert.ok(levels.size >= 5);
  for (const reward of [-0.1, 0, 0.9, 1]) {
    assert.ok(trajectories.some((t) => t.rewards.includes(reward)));
  }
});

/** Plays the actions from a seed, to the end of the episode or of the actions. */
function play(env: CartpoleSwingup, seed: number, actions: Iterable<number>): Step[] {
  const { observation, info } = env.reset(seed);
  const steps: Step[] = [{ observation, info, reward: 0, terminated: false, truncated: false }];
  for (const action of actions) {
    const step = env.step(action);
    steps.push(step);
    if (step.terminated || step.truncated) break;
  }
  return steps;
}

const settings = fc.record({
  level: fc.integer({ min: 0, max: 19 }),
  reward: fc.constantFrom('bsuite' as const, 'vime' as const),
  features: fc.constantFrom('plain' as const, 'bsuite' as const),
  repeat: fc.integer({ min: 1, max: 8 }),
});
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const actionLists = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 300 });

test('an episode follows from its seed and its actions alone', () => {
  assertProperty(
    fc.property(settings, seeds, seeds, actionLists, (options, seed, other, actions) => {
      const first = play(new CartpoleSwingup(options), seed, actions);
      const used = new CartpoleSwingup(options);
      play(used, other, actions);
      assert.equal(play(used, seed, actions), first);
    }),
    50,
  );
});

test('another seed starts elsewhere, within 0.05 of hanging at rest', () => {
  const env = new CartpoleSwingup();
  const starts = new Set<number>();
  for (let seed = 0; seed < 200; seed++) {
    env.reset(seed);
    const hanging = [0, 0, 3.141592653589793, 0];
    env.state.forEach((x, i) => assert.ok(Math.abs(x - hanging[i]) <= 0.05, `${i}: ${x}`));
    starts.add(env.state[2]);
  }
  assert.is(starts.size, 200);
  const angles = [...starts].map((angle) => angle - 3.141592653589793);
  assert.ok(Math.min(...angles) < -0.045 && Math.max(...angles) > 0.045);
});

test('the box contains every observation, which is a new array each time', () => {
  assertProperty(
    fc.property(settings, seeds, actionLists, (options, seed, actions) => {
      const env = new CartpoleSwingup(options);
      const { low, high, shape } = env.observationSpace;
      const steps = play(env, seed, actions);
      for (const { observation } of steps) {
        assert.is(observation.length, shape[0]);
        observation.forEach((x, i) =>
          assert.ok(x >= low[i] && x <= high[i], `variable ${i}: ${x}`),
        );
      }
      assert.is(new Set(steps.map((step) => step.observation)).size, steps.length);
    }),
    50,
  );
});

test('the time limit truncates after 1001 steps, or as many actions as hold them', () => {
  for (const [repeat, actions] of [
    [1, 1001],
    [5, 201],
    [1001, 1],
  ]) {
    const steps = play(new CartpoleSwingup({ repeat }), 1, new Array<number>(2000).fill(1));
    assert.is(steps.length - 1, actions);
    const last = steps.at(-1)!;
    assert.equal([last.terminated, last.truncated], [false, true]);
  }
});

test('off the track the episode terminates', () => {
  const env = new CartpoleSwingup();
  env.restart([2.99, 2, 3, 0]);
  const { terminated, truncated } = env.step(1);
  assert.equal([terminated, truncated], [true, false]);
});

test('an action that is repeated is that many steps, their rewards added up', () => {
  const one = new CartpoleSwingup();
  const five = new CartpoleSwingup({ repeat: 5 });
  const start = [0.1, 0, 0.02, 0.1];
  one.restart(start);
  five.restart(start);
  for (const action of [0, 2, 1, 2]) {
    let reward = 0;
    for (let i = 0; i < 5; i++) reward += one.step(action).reward;
    assert.is(five.step(action).reward, reward);
    assertSameBits(five.state, one.state, 'state');
  }
});

test('the plain observation has no more than the state, in units of about 1', () => {
  const env = new CartpoleSwingup();
  const { observation } = env.restart([1.5, -3, 0, 5]);
  assert.equal([...observation], [0.5, -1, 0, 1, 0.5]);
});

test("VIME's reward asks for a pole within 37 degrees of upright and nothing else", () => {
  const env = new CartpoleSwingup({ reward: 'vime', level: 19 });
  for (const [state, reward] of [
    [[2, 0, 0.5, -3], 1], // cos 0.5 is 0.88
    [[2, 0, 0.8, -3], 0], // cos 0.77 is 0.72
    [[2.99, 2, 0, 0], 0], // leaves the track
  ] as const) {
    env.restart(state);
    assert.is(env.step(0).reward, reward);
  }
});

test('the goal is a step whose reward says upright, whatever the push costs', () => {
  const env = new CartpoleSwingup({ level: 10 });
  for (const [angle, isGoal] of [
    [0.1, true],
    [1.5, false],
    [3, false],
  ] as const) {
    env.restart([0, 0, angle, 0]);
    assert.is(env.isGoal(env.step(2)), isGoal, `${angle}`);
  }
});

test('in units of the reward to learn from, an upright pole for ever is worth 1', () => {
  assert.is(new CartpoleSwingup().rewardScale(0.75), 0.25);
  assert.is(new CartpoleSwingup({ repeat: 5 }).rewardScale(0.5), 0.1);
});

test('an action out of range, or after the end, is refused', () => {
  const env = new CartpoleSwingup();
  const refuses = (action: number, expected: RegExp): void =>
    assert.throws(
      () => env.step(action),
      (error: unknown) => error instanceof RangeError && expected.test(error.message),
    );
  refuses(1, /ended; call reset/); // before the first reset
  env.reset(1);
  for (const action of [-1, 3, 0.5, NaN]) refuses(action, /expected 0, 1 or 2/);
  env.restart([2.99, 2, 3, 0]);
  env.step(1);
  refuses(1, /ended; call reset/);
});

test.run();
