import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { createRun } from '../../src/train/run.ts';
import { shapingOf } from '../../src/train/shaping.ts';
import { trainEpisode } from '../../src/train/train.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { tinyConfig, trainAll } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

const SHAPED = { agent: 'dqn-shaped', reward: 'dense' } as const;

test('over an episode that is cut, discounted shaping adds up to the discounted potential at its end minus that of the start', () => {
  const run = createRun(tinyConfig({ ...SHAPED, env: 'noisy-tv' }));
  trainEpisode(run); // 40 steps, then the time limit
  const potentials = [run.replay.states, run.replay.nextStates].map((states) =>
    Array.from({ length: 40 }, (_, slot) =>
      run.env.potential!(run.view.observationOf(states, slot * run.view.size)),
    ),
  );
  let total = 0;
  for (let slot = 0; slot < 40; slot++) total += 0.99 ** slot * shapingOf(run, slot);
  assert.is(run.replay.truncated[39], 1);
  assert.ok(Math.abs(potentials[1][39] - potentials[0][0]) > 1e-3);
  assertClose([total], [0.99 ** 40 * potentials[1][39] - potentials[0][0]], 'sum', 1e-9, 1e-12);
});

test('the potential of the goal is 0, so that an episode that gets there adds up to minus that of the start', () => {
  const run = createRun(tinyConfig(SHAPED));
  const state = run.view.see(Float64Array.of(0.49, 0.05));
  const nextState = run.view.see(Float64Array.of(0.51, 0.05));
  const common = { state, action: 2, reward: -1, nextState, truncated: false };
  const slots = [true, false].map((terminated) => run.replay.add({ ...common, terminated }));
  const potential = (position: number): number =>
    new MountainCar({ reward: 'dense' }).potential(Float64Array.of(position, 0.05));
  const expected = [-potential(0.49), 0.99 * potential(0.51) - potential(0.49)];
  assertClose(
    slots.map((slot) => shapingOf(run, slot)),
    expected,
    'shaping',
    1e-12,
  );
});

test('the Q-network learns from reward plus shaping, records and scores know the reward alone', () => {
  const { run, records } = trainAll(tinyConfig({ ...SHAPED, nStep: 1, shaping: 3 }));
  const { batch, slots } = run.agent;
  const expected = Array.from(slots, (slot) => -0.01 + 3 * shapingOf(run, slot));
  assertClose(batch.returns, expected, 'returns', 1e-12);
  for (const { extrinsicReturn, length, evalScore } of records) {
    assert.is(extrinsicReturn, -length);
    assert.is(evalScore, -40);
  }
});

test('without a weight there is no shaping', () => {
  const [shaped, plain] = [
    { ...SHAPED, shaping: 0 },
    { agent: 'dqn', reward: 'dense' },
  ].map((settings) => trainAll(tinyConfig(settings)).run.agent.dqn.online);
  assertSameBits(shaped, plain, 'weights');
});

test('an environment without a potential is refused', () => {
  const config = createConfig({ agent: 'dqn-shaped' });
  assert.ok(createRun(config).env.potential);
  const potential = Object.getOwnPropertyDescriptor(MountainCar.prototype, 'potential')!;
  Reflect.deleteProperty(MountainCar.prototype, 'potential');
  try {
    assertRefused(
      () => createRun(config),
      `shaping: mountain-car has no potential, expected 0, got ${config.shaping}`,
    );
  } finally {
    Object.defineProperty(MountainCar.prototype, 'potential', potential);
  }
});

test.run();
