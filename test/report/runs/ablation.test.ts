import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../../src/train/config/config.ts';
import { groupOf, readPublished } from '../../../src/report/runs/ablation.ts';
import { writeResults } from '../../../src/report/runs/readRuns.ts';
import { runOf } from '../../support/runData.ts';
import { temporaryFolder } from '../../support/temporary.ts';

for (const [what, settings, group] of [
  ['as its agent is', {}, 'mountain-car-sparse'],
  ['with a setting of the ablation changed', { nStep: 1 }, 'mountain-car-sparse-ablation'],
  ['with two of them', { noise: 'fixed', likelihood: 'local' }, 'mountain-car-sparse-ablation'],
  ['with another setting changed', { gamma: 0.9 }, 'mountain-car-sparse'],
  ['with a setting at the value that it has', { nStep: createConfig().nStep }, 'mountain-car-sparse'],
] as const) {
  test(`a run ${what} belongs to ${group}`, () => {
    assert.is(groupOf(runOf({ settings })), group);
  });
}

test('runs with a setting changed follow those of their agents and seeds as they are, and no others', () => {
  const folder = temporaryFolder();
  const usual = [
    runOf(),
    runOf({ seed: 2 }),
    runOf({ agent: 'rnd' }),
    runOf({ settings: { gamma: 0.9 } }),
  ];
  const changed = [runOf({ settings: { nStep: 1 } })];
  writeResults(join(folder, 'car.jsonl'), usual);
  writeResults(join(folder, 'car-ablation.jsonl'), changed);
  assert.equal(readPublished(folder, 'car-ablation'), [usual[0], ...changed]);
  assert.equal(readPublished(folder, 'car'), usual);
});

test.run();
