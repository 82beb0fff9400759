import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { argMax } from '../../src/math/kernels/reduce.ts';
import { chooseAction } from '../../src/train/act.ts';
import type { Run } from '../../src/train/run.ts';
import { tinyConfig, trainAll, vimeOf } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

/** Never acts at random. */
const SURE = { epsilonStart: 0, epsilonEnd: 0 };

/** Places of a car, as networks see them. */
const STATES = Array.from({ length: 100 }, (_, i) =>
  Float64Array.of(((i % 10) - 4.5) / 5, (Math.floor(i / 10) - 4.5) / 5),
);

const qValues = ({ agent }: Run, state: Float64Array): Float64Array => {
  agent.q.inputs.set(state);
  return agent.q.evaluate().slice();
};

const greedy = (run: Run, state: Float64Array): number => argMax(qValues(run, state), 0, 3);

test('a greedy agent takes the action with the largest Q-value', () => {
  const { run } = trainAll(tinyConfig({ ...SURE, eta: 1 }));
  for (const state of STATES) assert.is(chooseAction(run, state), greedy(run, state));
});

for (const act of ['optimistic', 'optimistic-only'] as const) {
  test(`act ${act}: the action with the largest Q(s, a) + eta u(s, a), which is often another one`, () => {
    const { run } = trainAll(tinyConfig({ ...SURE, act, eta: 1 }));
    let different = 0;
    for (const state of STATES) {
      const novelties = vimeOf(run).anticipate!(state, run.streams.bnnNoise).slice();
      const values = qValues(run, state).map((q, a) => q + run.bonus!.ofNovelty(novelties[a]));
      const action = chooseAction(run, state);
      assert.is(action, argMax(values, 0, 3));
      if (action !== greedy(run, state)) different++;
    }
    assert.ok(different > 0, 'always the greedy action');
  });
}

test('an optimistic agent acts greedily where the bonus weighs nothing', () => {
  const { run } = trainAll(tinyConfig({ ...SURE, act: 'optimistic', eta: 0 }));
  for (const state of STATES) assert.is(chooseAction(run, state), greedy(run, state));
});

test('an optimistic agent acts at random as often as another', () => {
  const { run } = trainAll(
    tinyConfig({
      epsilonStart: 0.5,
      epsilonEnd: 0.5,
      randomRepeat: 'once',
      act: 'optimistic',
      eta: 1,
    }),
  );
  const [state] = STATES;
  const expected = chooseAction({ ...run, config: { ...run.config, ...SURE } }, state);
  let others = 0;
  for (let i = 0; i < 3000; i++) if (chooseAction(run, state) !== expected) others++;
  const sd = Math.sqrt(3000 * (1 / 3) * (2 / 3));
  assert.ok(Math.abs(others - 1000) < 5 * sd, `${others} of 3000`); // two thirds of a half, 5 sd
});

test('optimistic-only leaves the bonus out of the reward, though it is measured', () => {
  const largestValue = (act: string): number => {
    const { run, records } = trainAll(tinyConfig({ act, eta: 1000, episodes: 8 }));
    const intrinsic = records.map((r) => r.intrinsicReturn);
    assert.ok(records.every((r) => r.noveltyMean! > 0));
    assert.is(
      intrinsic.every((x) => x === 0),
      act === 'optimistic-only',
    );
    return Math.max(...STATES.flatMap((state) => [...qValues(run, state)]));
  };
  const [both, only] = [largestValue('optimistic'), largestValue('optimistic-only')];
  assert.ok(only < 1.5, `${only} is more than the environment pays`);
  assert.ok(both > 2 * only, `${both} with the bonus in the reward, ${only} without`);
});

test('a curiosity that needs the outcome is refused, and none is', () => {
  for (const [agent, curiosity] of [
    ['vime-gain', 'information-gain'],
    ['rnd', 'rnd'],
    ['counts', 'counts'],
    ['dqn', 'none'],
  ]) {
    assertRefused(
      () => tinyConfig({ agent, act: 'optimistic' }),
      `act: optimistic needs a curiosity that measures an action before it is taken, expected-gain; got ${curiosity}`,
    );
    assert.ok(tinyConfig({ agent }));
  }
});

test.run();
