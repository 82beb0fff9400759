import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../../../src/env/mountainCar.ts';
import { mapAnswer, type MapValue } from '../../../../src/playground/worker/answers/map.ts';
import { optimumAnswer } from '../../../../src/playground/worker/answers/optimum.ts';
import { stateAnswer, type StateValue } from '../../../../src/playground/worker/answers/state.ts';
import { Trained } from '../../../../src/playground/worker/trained.ts';
import { runState } from '../../../../src/record/runState.ts';
import { createConfig } from '../../../../src/train/config/config.ts';
import { CELLS, cellOf, middleOf } from '../../../../src/train/config/phaseGrid.ts';
import { createRun } from '../../../../src/train/run.ts';
import { trainEpisode } from '../../../../src/train/train.ts';
import { assertClose } from '../../../support/close.ts';

/** Tolerance relative to the size of what is expected, or absolute near 0. */
const assertNear = (actual: number, expected: number, tolerance: number): void =>
  assertClose([actual], [expected], 'number', tolerance, tolerance / 1e3);

const SETTINGS = { seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };

function trained(settings: Readonly<Record<string, unknown>> = {}): Trained {
  const run = createRun(createConfig({ ...SETTINGS, ...settings }));
  trainEpisode(run);
  return new Trained(run);
}

const stateAt = (of: Trained, at: readonly [number, number] | null): StateValue =>
  stateAnswer.of(of, { at }) as StateValue;

test('a state shows what each action would do, by the physics', () => {
  const { actions, variables } = stateAt(trained(), [-0.5, 0.01]);
  assert.equal(variables, ['position', 'velocity']);
  const car = new MountainCar({ reward: 'sparse' });
  actions.forEach(({ changes }, action) => {
    car.restart(-0.5, 0.01);
    const { observation } = car.step(action);
    assertNear(changes[0].actual, observation[0] + 0.5, 1e-12);
    assertNear(changes[1].actual, observation[1] - 0.01, 1e-12);
  });
});

test('the total is the reward that an agent would learn from', () => {
  const of = trained({ reward: 'dense', bonusRoot: true, shaping: 0.1 });
  const { run } = of;
  const { formula, actions } = stateAt(of, [-0.5, 0.01]);
  assertNear(formula.rewardScale, 1 - run.config.gamma, 1e-15);
  for (const { reward, novelty, bonus, shaping, total } of actions) {
    const units = Math.sqrt(novelty! / formula.unit);
    assertNear(bonus!, Math.min(formula.clip, units), 1e-12);
    const expected =
      formula.rewardScale * reward + formula.eta * bonus! + formula.shaping * shaping;
    assertNear(total, expected, 1e-12);
    assert.not.equal(shaping, 0);
  }
});

test('an agent without curiosity has neither predictions nor a bonus', () => {
  const { actions, formula } = stateAt(trained({ agent: 'dqn' }), [-0.5, 0.01]);
  assert.is(formula.eta, 0);
  for (const { changes, bonus, novelty } of actions) {
    assert.equal([bonus, novelty, changes[0].predicted], [null, null, null]);
  }
});

test('without a chosen state it is the one where the agent is', () => {
  const of = trained();
  const { replay, view } = of.run;
  const newest = view.observationOf(replay.nextStates, replay.newest * view.size);
  assert.equal([...stateAt(of, null).place], [...newest]);
});

test('answers agree with the maps of the same step', () => {
  const of = trained();
  const { phaseSpace } = of.run.env;
  const place = middleOf(phaseSpace!, 1234);
  const state = stateAt(of, place);
  const map = (layer: 'action' | 'value' | 'bonus' | 'noise'): number =>
    (mapAnswer.of(of, { layer }) as MapValue).values![
      cellOf(phaseSpace!, phaseSpace!.observationAt(...place))
    ];
  assert.is(map('action'), state.greedy);
  assertNear(map('value'), Math.max(...state.actions.map(({ q }) => q)), 1e-2);
  const bonuses = state.actions.map(({ bonus }) => bonus!);
  assertNear(map('bonus'), bonuses.reduce((a, b) => a + b) / bonuses.length, 1e-2);
  assert.ok(map('noise') > 0);
});

test('the optimal action is known once it was computed, and swings the car up', () => {
  const of = trained();
  const { phaseSpace } = of.run.env;
  assert.is(stateAt(of, [-0.5, 0.02]).optimal, null);
  void optimumAnswer.of(of, null);
  assert.is(stateAt(of, [-0.5, 0.02]).optimal, 2);
  assert.is(stateAt(of, [-0.5, -0.02]).optimal, 0);
  const { values } = mapAnswer.of(of, { layer: 'optimal' }) as MapValue;
  assert.is(values!.length, CELLS);
  const cell = cellOf(phaseSpace!, Float64Array.of(-0.5, 0.02));
  assert.is(values![cell], 2);
});

test('looking changes nothing of a run', () => {
  const of = trained();
  const before = JSON.stringify(runState(of.run));
  stateAt(of, [-0.5, 0.01]);
  for (const layer of ['visits', 'value', 'novelty', 'modelUncertainty', 'noise'] as const) {
    void mapAnswer.of(of, { layer });
  }
  assert.is(JSON.stringify(runState(of.run)), before);
});

test.run();
