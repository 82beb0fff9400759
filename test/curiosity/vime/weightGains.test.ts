import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { batchGain } from '../../../src/curiosity/vime/batchGain.ts';
import { weightGains } from '../../../src/curiosity/vime/weightGains.ts';
import { Vime } from '../../../src/curiosity/vime/vime.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { createTransitionBatch } from '../../../src/replay/transition.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';
import { assertClose } from '../../support/close.ts';

const run = createRun(
  createConfig({ seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 }),
);
trainEpisode(run);
const { curiosity } = run.bonus!;
if (!(curiosity instanceof Vime)) throw new Error('expected VIME');
const vime = curiosity;

/** The transition in a slot. */
function one(slot: number): ReturnType<typeof createTransitionBatch> {
  const batch = createTransitionBatch(1, run.view.size);
  run.replay.gather(Int32Array.of(slot), batch);
  return batch;
}

test('the terms of the weights add up to the information gain that is measured', () => {
  const { posterior, likelihood } = vime.bnn;
  const meter = batchGain(posterior, 1, likelihood);
  for (const slot of [0, 20, 50]) {
    vime.transitions.encode(one(slot), meter.x, meter.y);
    const [gain] = meter.measure(stream(1, 'test'));
    const { terms } = weightGains(vime, one(slot), stream(1, 'test'));
    const sum = terms.reduce((a, b) => a + b, 0);
    assertClose([sum], [gain], `slot ${slot}`);
    assert.ok(sum > 0);
  }
});

test('the beliefs stay as they are, and are what is shown', () => {
  const before = vime.bnn.posterior.phi.value.data.slice();
  const { mu, sigma } = weightGains(vime, one(0), stream(1, 'test'));
  assert.equal(vime.bnn.posterior.phi.value.data, before);
  assert.equal(mu, before.slice(0, mu.length));
  assert.ok(sigma.every((value) => value > 0));
});

test.run();
