import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expectedGain } from '../../../src/curiosity/vime/expectedGain.ts';
import { predictionsOf } from '../../../src/curiosity/vime/predictions.ts';
import { Vime } from '../../../src/curiosity/vime/vime.ts';
import { log1p } from '../../../src/math/numerics/log.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun, type Run } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';
import { createTransitionBatch } from '../../../src/replay/transition.ts';
import { assertClose } from '../../support/close.ts';

/** Tolerance relative to the size of what is expected, or absolute near 0. */
const assertNear = (actual: number, expected: number, tolerance: number): void =>
  assertClose([actual], [expected], 'number', tolerance, tolerance / 1e3);

const SETTINGS = { seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };

/** After one episode, with its model and the first transitions of its memory. */
function trained(settings: Readonly<Record<string, unknown>> = {}): {
  run: Run;
  vime: Vime;
  batch: ReturnType<typeof createTransitionBatch>;
} {
  const run = createRun(createConfig({ ...SETTINGS, ...settings }));
  trainEpisode(run);
  const batch = createTransitionBatch(20, run.view.size);
  run.replay.gather(
    Int32Array.from({ length: 20 }, (_, row) => row),
    batch,
  );
  const { curiosity } = run.bonus!;
  if (!(curiosity instanceof Vime)) throw new Error('expected VIME');
  return { run, vime: curiosity, batch };
}

test('both variances of the predictions give the expected gain', () => {
  for (const noise of ['learned', 'fixed']) {
    const { vime, batch } = trained({ noise });
    const { modelVariance, noiseVariance } = predictionsOf(vime, batch);
    const meter = expectedGain(vime.bnn.posterior, 20, vime.bnn.likelihood);
    vime.transitions.encode(batch, meter.x, meter.y);
    const gains = meter.measure(undefined as never); // it draws nothing
    const S = modelVariance.length / 20;
    for (let row = 0; row < 20; row++) {
      let total = 0;
      for (let i = row * S; i < (row + 1) * S; i++) {
        total += 0.5 * log1p(modelVariance[i] / noiseVariance[i]);
      }
      assertNear(total, gains[row], 1e-12);
    }
  }
});

test('fixed noise is that of the settings, learned noise differs from place to place', () => {
  const fixed = trained({ noise: 'fixed', likelihoodSd: 0.5 });
  assert.ok(predictionsOf(fixed.vime, fixed.batch).noiseVariance.every((v) => v === 0.25));
  const learned = trained({ noise: 'learned' });
  const { noiseVariance } = predictionsOf(learned.vime, learned.batch);
  assert.ok(new Set(noiseVariance).size > 20);
  assert.ok(noiseVariance.every((v) => v > 0));
});

test('mean, spread and standardised change give the change back', () => {
  const { vime, batch } = trained();
  const { observed } = predictionsOf(vime, batch);
  const S = observed.length / 20;
  for (let at = 0; at < observed.length; at++) {
    const { mean, sd } = vime.transitions.unitOf(at % S);
    assertNear(mean + sd * observed[at], batch.nextStates[at] - batch.states[at], 1e-12);
  }
});

test.run();
