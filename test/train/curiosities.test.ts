import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Counts } from '../../src/curiosity/rivals/counts.ts';
import { PredictionError } from '../../src/curiosity/rivals/predictionError.ts';
import { PredictiveKl } from '../../src/curiosity/rivals/predictiveKl.ts';
import { RandomNetworkDistillation } from '../../src/curiosity/rivals/rnd.ts';
import { createEnvironment } from '../../src/env/environments.ts';
import type { Config } from '../../src/train/config/settings.ts';
import { createCuriosity, measureOf } from '../../src/train/curiosities.ts';
import { stream } from '../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../src/replay/replayBuffer.ts';
import type { Curiosity } from '../../src/curiosity/curiosity.ts';
import { Vime } from '../../src/curiosity/vime/vime.ts';
import {
  learn,
  measureAll,
  memoryOf,
  remember,
  ROWS,
  seededTransitions,
} from '../support/curiosity.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const create = (settings: Partial<Config>): Curiosity | null => {
  const config = tinyConfig({ refreshRows: ROWS, ...settings });
  return createCuriosity(config, createEnvironment(config), stream(1, 'bnn.init'));
};

const KINDS = [
  ['information-gain', Vime, 'information gain'],
  ['predictive-kl', PredictiveKl, 'change of prediction'],
  ['prediction-error', PredictionError, 'prediction error'],
  ['rnd', RandomNetworkDistillation, 'distillation error'],
  ['counts', Counts, 'inverse count'],
] as const;

test('none is none', () => {
  assert.is(create({ curiosity: 'none', eta: 0 }), null);
  assert.is(measureOf(tinyConfig({ curiosity: 'none', eta: 0 })), null);
});

test('the unit of a squared error is that of what is predicted', () => {
  const unitOf = (bnnTargets: Config['bnnTargets']): string =>
    measureOf(tinyConfig({ curiosity: 'prediction-error', bnnTargets }))!.unit;
  assert.is(unitOf('change'), 'sd²');
  assert.is(unitOf('next-state'), 'state²');
});

/** Everything it has to show after learning a little. */
function outcome(settings: Partial<Config>): readonly unknown[] {
  const curiosity = create(settings)!;
  const replay = memoryOf(curiosity, seededTransitions('outcome', 16), 50);
  learn(curiosity, replay, 3, 1, settings.bnnBatchSize);
  return [...measureAll(curiosity, replay)];
}

for (const [curiosity, kind, name] of KINDS) {
  test(`${curiosity} is one of its kind, and says what it measures`, () => {
    const made = create({ curiosity });
    assert.instance(made, kind);
    assert.is(made!.measured.name, name);
    assert.equal(measureOf(tinyConfig({ curiosity })), made!.measured);
  });

  test(`${curiosity}: measures are finite and never negative`, () => {
    const measures = outcome({ curiosity }) as number[];
    assert.ok(
      measures.every((m) => Number.isFinite(m) && m >= 0),
      measures.join(),
    );
    assert.ok(measures.some((m) => m > 0));
  });

  test(`${curiosity}: fits an environment with more variables`, () => {
    const made = create({ curiosity, env: 'noisy-tv' })!;
    const replay = new ReplayBuffer(8, 6);
    for (let i = 0; i < 8; i++) {
      const state = Float64Array.from({ length: 6 }, (_, j) => (i + j) / 14);
      remember(replay, made, {
        state: [...state],
        action: i % 3,
        nextState: [...state.map((s) => s * 0.9)],
      });
    }
    learn(made, replay, 2);
    assert.ok(measureAll(made, replay).every((m) => Number.isFinite(m) && m >= 0));
  });
}

for (const [curiosity, ignored, settings] of [
  ['information-gain', false, { bnnHidden: 5 }],
  ['information-gain', false, { bnnInputScale: 1 }],
  ['information-gain', false, { bnnActions: 'number' }],
  ['information-gain', false, { bnnTargets: 'next-state' }],
  ['information-gain', false, { bnnBatchSize: 7 }],
  ['information-gain', false, { bnnLearningRate: 0.01 }],
  ['information-gain', false, { freezeAfter: 4 }],
  ['information-gain', false, { noise: 'fixed' }],
  ['predictive-kl', false, { bnnHidden: 5 }],
  ['predictive-kl', false, { bnnInputScale: 1 }],
  ['predictive-kl', false, { bnnActions: 'number' }],
  ['predictive-kl', false, { bnnTargets: 'next-state' }],
  ['predictive-kl', false, { bnnBatchSize: 7 }],
  ['predictive-kl', false, { bnnLearningRate: 0.01 }],
  ['prediction-error', false, { bnnHidden: 5 }],
  ['prediction-error', false, { bnnInputScale: 1 }],
  ['prediction-error', false, { bnnActions: 'number' }],
  ['prediction-error', false, { bnnTargets: 'next-state' }],
  ['prediction-error', false, { bnnBatchSize: 7 }],
  ['prediction-error', false, { bnnLearningRate: 0.01 }],
  ['prediction-error', true, { priorSd: 1 }],
  ['rnd', false, { bnnHidden: 5 }],
  ['rnd', false, { bnnInputScale: 1 }],
  ['rnd', false, { bnnBatchSize: 7 }],
  ['rnd', false, { bnnLearningRate: 0.01 }],
  ['counts', false, { countBins: 2 }],
  ['counts', true, { bnnHidden: 5 }],
] as const satisfies readonly (readonly [Config['curiosity'], boolean, Partial<Config>])[]) {
  test(`${curiosity} ${ignored ? 'has no use for' : 'is made with'} ${JSON.stringify(settings)}`, () => {
    const [plain, changed] = [outcome({ curiosity }), outcome({ curiosity, ...settings })];
    if (ignored) assert.equal(changed, plain);
    else assert.not.equal(changed, plain);
  });
}

test.run();
