import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, openFiles } from '../../../src/playground/worker/runFiles.ts';
import { Trained } from '../../../src/playground/worker/trained.ts';
import { runState } from '../../../src/record/runState.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';

const SETTINGS = { agent: 'vime', maxSteps: 30, warmupSteps: 10, evalEpisodes: 2, episodes: 4 };

function trainedFor(episodes: number): Trained {
  const run = createRun(createConfig(SETTINGS));
  const records = Array.from({ length: episodes }, () => ({ ...trainEpisode(run), seconds: 0.5 }));
  return new Trained(run, records);
}

/** The message of what is thrown. */
async function refusal(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

test('a run goes into files and comes back as it was', async () => {
  const trained = trainedFor(2);
  const files = await filesOf(trained, null);
  assert.equal(Object.keys(files).sort(), [
    'checkpoint-2.safetensors',
    'config.json',
    'episodes.jsonl',
    'weights.safetensors',
  ]);
  const opened = await openFiles(files);
  assert.equal(opened.warnings, []);
  assert.ok(opened.trained.canContinue);
  assert.equal(opened.trained.records, trained.records);
  assert.equal(runState(opened.trained.run), runState(trained.run));
});

test('what was changed by hand is kept', async () => {
  const trained = trainedFor(1);
  trained.change({ eta: 0.02 });
  const { trained: opened } = await openFiles(await filesOf(trained, null));
  assert.equal(opened.changes, trained.changes);
  assert.is(opened.run.config.eta, 0.02);
});

test('without a checkpoint a run is shown, and cannot go on', async () => {
  const trained = trainedFor(2);
  const files = Object.fromEntries(
    Object.entries(await filesOf(trained, null)).filter(([name]) => !name.startsWith('checkpoint')),
  );
  const { trained: opened } = await openFiles(files);
  assert.not(opened.canContinue);
  assert.equal(opened.records, trained.records);
  assert.equal(opened.run.agent.dqn.average, trained.run.agent.dqn.average);
});

test('a damaged checkpoint is named, and the one before is taken', async () => {
  const first = await filesOf(trainedFor(1), null);
  const second = await filesOf(trainedFor(2), null);
  const broken = second['checkpoint-2.safetensors'].slice();
  broken[broken.length >> 1] ^= 1;
  const { trained, warnings } = await openFiles({
    ...first,
    'checkpoint-2.safetensors': broken,
  });
  assert.is(trained.run.episode, 1);
  assert.equal(warnings, ['checkpoint-2.safetensors is damaged: the checksum does not match']);
});

test('files that are no run, or only half of one, are refused in one line', async () => {
  assert.match(
    await refusal(() => openFiles({ 'holiday.jpg': new Uint8Array(3) })),
    /^expected the folder of a run, with config\.json and episodes\.jsonl, got holiday\.jpg$/,
  );
  const { 'config.json': config } = await filesOf(trainedFor(1), null);
  assert.match(
    await refusal(() => openFiles({ 'config.json': config })),
    /^expected a checkpoint or weights\.safetensors beside config\.json$/,
  );
  const text = new TextEncoder().encode('{"seed": 1}');
  assert.match(await refusal(() => openFiles({ 'config.json': text })), /^config\.json: /);
});

test.run();
