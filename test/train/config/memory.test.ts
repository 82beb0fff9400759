import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../../src/train/config/config.ts';
import { checkMemory, runBytes } from '../../../src/train/config/memory.ts';
import { createRun } from '../../../src/train/run.ts';
import { refusal } from '../../support/throws.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the arrays that are in use, once what is not has been returned, which happens in the background. */
async function arrayBytes(): Promise<number> {
  for (let n = 0; n < 3; n++) {
    collectGarbage();
    await setTimeout(20);
  }
  return process.memoryUsage().arrayBuffers;
}

/** Runs that are large enough for what is fixed not to matter; learning takes no more arrays than a new run has. */
for (const settings of [
  { replayCapacity: 1_000_000 },
  { tvChannels: 100, replayCapacity: 50_000 },
  { hiddenWidth: 512 },
  { hiddenWidth: 512, batchSize: 1024 },
  { hiddenWidth: 512, evalEpisodes: 2000 },
  { bnnHidden: 1024, bnnBatchSize: 256 },
  { bnnHidden: 1024, refreshRows: 256 },
  { bnnHidden: 256, bnnBatchSize: 160, likelihood: 'local', noise: 'fixed' },
  { bnnHidden: 256, bnnBatchSize: 160, likelihood: 'weight', noise: 'fixed' },
  { agent: 'vime-gain', bnnHidden: 256, refreshRows: 160, likelihood: 'local', noise: 'fixed' },
  { agent: 'vime-gain', bnnHidden: 256, refreshRows: 160, likelihood: 'weight', noise: 'fixed' },
  { agent: 'vime-gain', bnnHidden: 1024, refreshRows: 256 },
  { bnnHidden: 512, tvChannels: 300, replayCapacity: 1000 },
] as const) {
  test(`a run with ${JSON.stringify(settings)} takes the memory that is expected`, async () => {
    const config = createConfig({ ...settings, episodes: 1 });
    const before = await arrayBytes();
    const run = createRun(config);
    const taken = (await arrayBytes()) - before;
    assert.ok(run.replay.capacity > 0); // and is still there
    const ratio = runBytes(config) / taken;
    assert.ok(ratio > 0.7 && ratio < 1.4, `expected ${ratio.toFixed(2)} times what it takes`);
  });
}

for (const [settings, most] of [
  [{ replayCapacity: 1e7, tvChannels: 1000 }, 'replayCapacity x state variables'],
  [
    { hiddenWidth: 1024, batchSize: 1e4, evalEpisodes: 1e4 },
    'hiddenWidth, batchSize and evalEpisodes',
  ],
  [
    { agent: 'vime-paper', bnnHidden: 1024, bnnBatchSize: 1e4, refreshRows: 1e4 },
    'bnnHidden, bnnBatchSize and refreshRows',
  ],
] as const) {
  test(`a run that does not fit is refused, naming ${most}`, () => {
    const message = refusal(() => checkMemory(createConfig(settings), 1e9));
    const form =
      /^such a run needs about [\d.e+]+ GB of memory, [\d.e+]+ GB for (.*); there are 1 GB$/;
    assert.is(form.exec(message)?.[1], most, message);
  });
}

test('the default run of every agent fits into half a gigabyte', () => {
  for (const agent of ['vime', 'dqn', 'rnd', 'counts', 'original']) {
    checkMemory(createConfig({ agent }), 5e8);
  }
});

test.run();
