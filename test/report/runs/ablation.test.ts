import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../../src/train/config/config.ts';
import { groupOf } from '../../../src/report/runs/ablation.ts';
import { runOf } from '../../support/runData.ts';

for (const [what, settings, group] of [
  ['as its agent is', {}, 'mountain-car-sparse'],
  ['with a setting of the ablation changed', { nStep: 1 }, 'mountain-car-sparse-ablation'],
  ['with two of them', { noise: 'fixed', likelihood: 'local' }, 'mountain-car-sparse-ablation'],
  ['with another setting changed', { act: 'optimistic' }, 'mountain-car-sparse'],
  ['with a setting at the value that it has', { nStep: createConfig().nStep }, 'mountain-car-sparse'],
] as const) {
  test(`a run ${what} belongs to ${group}`, () => {
    assert.is(groupOf(runOf({ settings })), group);
  });
}

test.run();
