import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AleatoricMapping } from '../../../src/curiosity/rivals/ama.ts';
import { CassieLim } from '../../../src/curiosity/rivals/cassieLim.ts';
import { Counts } from '../../../src/curiosity/rivals/counts.ts';
import { LearningProgress } from '../../../src/curiosity/rivals/lpm.ts';
import { PredictionError } from '../../../src/curiosity/rivals/predictionError.ts';
import { PredictiveKl } from '../../../src/curiosity/rivals/predictiveKl.ts';
import { RandomNetworkDistillation } from '../../../src/curiosity/rivals/rnd.ts';
import type { Config } from '../../../src/train/config/settings.ts';
import { createCuriosity, measureOf } from '../../../src/train/config/curiosities.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../../src/replay/replayBuffer.ts';
import type { Curiosity } from '../../../src/curiosity/curiosity.ts';
import { Vime } from '../../../src/curiosity/vime/vime.ts';
import {
  learn,
  measureAll,
  memoryOf,
  remember,
  ROWS,
  seededTransitions,
} from '../../support/curiosity.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

const create = (settings: Partial<Config>): Curiosity | null => {
  const whole = settings.curiosity === 'cassie-lim' ? { nStep: 1, bonusUnit: 'none' } : {};
  const config = tinyConfig({ refreshRows: ROWS, ...whole, ...settings });
  return createCuriosity(config, { stateSize: 2, actionCount: 3 }, stream(1, 'bnn.init'));
};

const KINDS = [
  ['information-gain', Vime, 'information gain'],
  ['predictive-kl', PredictiveKl, 'change of prediction'],
  ['prediction-error', PredictionError, 'prediction error'],
  ['rnd', RandomNetworkDistillation, 'distillation error'],
  ['ama', AleatoricMapping, 'prediction error beyond noise'],
  ['lpm', LearningProgress, 'learning progress'],
  ['counts', Counts, 'inverse count'],
  ['cassie-lim', CassieLim, 'change of prediction'],
] as const;

/** Whether a measure may be negative. */
const isSigned = (curiosity: string): boolean => ['ama', 'lpm'].includes(curiosity);

test('none is none', () => {
  assert.is(create({ curiosity: 'none', eta: 0 }), null);
  assert.is(measureOf(tinyConfig({ curiosity: 'none', eta: 0 })), null);
});

/** Everything it has to show after learning a little. */
function outcome(settings: Partial<Config>): readonly unknown[] {
  const curiosity = create(settings)!;
  const replay = memoryOf(curiosity, seededTransitions('outcome', 40), 50);
  learn(curiosity, replay, 3);
  return [...measureAll(curiosity, replay)];
}

test('what says that it anticipates can do so, and nothing else', () => {
  const anticipating = ['expected-gain', ...KINDS.map(([curiosity]) => curiosity)].filter(
    (curiosity) => {
      const { measured, anticipate } = create({ curiosity })!;
      assert.is(anticipate !== undefined, measured.anticipates ?? false, curiosity);
      return measured.anticipates;
    },
  );
  assert.equal(anticipating, ['expected-gain']);
});

for (const [curiosity, kind, name] of KINDS) {
  test(`${curiosity} is one of its kind, and says what it measures`, () => {
    const made = create({ curiosity });
    assert.instance(made, kind);
    assert.is(made!.measured.name, name);
    assert.equal(measureOf({ curiosity }), made!.measured);
  });

  test(`${curiosity}: measures are finite, and negative only where they may be`, () => {
    const measures = outcome({ curiosity }) as number[];
    assert.ok(
      measures.every((m) => Number.isFinite(m) && (m >= 0 || isSigned(curiosity))),
      measures.join(),
    );
    assert.ok(measures.some((m) => m > 0));
  });

  test(`${curiosity}: fits an environment with more variables`, () => {
    const made = create({ curiosity, env: 'noisy-tv' })!;
    const replay = new ReplayBuffer(40, 6);
    for (let i = 0; i < 40; i++) {
      const state = Float64Array.from({ length: 6 }, (_, j) => (i + j) / 46);
      remember(replay, made, {
        state: [...state],
        action: i % 3,
        nextState: [...state.map((s) => s * 0.9)],
      });
    }
    learn(made, replay, 2);
    assert.ok(
      measureAll(made, replay).every((m) => Number.isFinite(m) && (m >= 0 || isSigned(curiosity))),
    );
  });
}

for (const [curiosity, ignored, settings] of [
  ['information-gain', false, { bnnHidden: 5 }],
  ['information-gain', false, { bnnBatchSize: 7 }],
  ['information-gain', false, { bnnLearningRate: 0.01 }],
  ['information-gain', false, { freezeAfter: 4 }],
  ['information-gain', false, { noise: 'fixed' }],
  ['predictive-kl', false, { freezeAfter: 4 }],
  ['predictive-kl', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
  ['prediction-error', false, { freezeAfter: 4 }],
  ['prediction-error', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
  ['rnd', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
  ['ama', false, { freezeAfter: 4 }],
  ['ama', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
  ['lpm', false, { freezeAfter: 4 }],
  ['lpm', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
  ['counts', true, { bnnHidden: 5 }],
  ['cassie-lim', true, { bnnHidden: 5, bnnLearningRate: 0.01 }],
] as const satisfies readonly (readonly [Config['curiosity'], boolean, Partial<Config>])[]) {
  test(`${curiosity} ${ignored ? 'has no use for' : 'is made with'} ${JSON.stringify(settings)}`, () => {
    const [plain, changed] = [outcome({ curiosity }), outcome({ curiosity, ...settings })];
    if (ignored) assert.equal(changed, plain);
    else assert.not.equal(changed, plain);
  });
}

test.run();
