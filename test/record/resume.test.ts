/** A finished run that goes on; stopped and killed runs are in test/scripts/resume.slow.test.ts. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  configToResume,
  continueFolder,
  finishedSummary,
  resumeFolder,
} from '../../src/record/resume.ts';
import { RunFolder, writeConfig } from '../../src/record/runFolder.ts';
import type { Summary } from '../../src/record/runSummary.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { readRun } from '../../src/report/runs/readRuns.ts';
import { continuedConfig } from '../../src/train/config/continuation.ts';
import type { Config } from '../../src/train/config/settings.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { assertRefused } from '../support/throws.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();
const none = (): never => {
  throw new Error('expected no warning');
};

/** Trains to the end, with a checkpoint after every second episode and one at the end. */
const train = (folder: RunFolder, until = Infinity): Promise<Summary> =>
  trainInto(folder, {
    checkpointEvery: 2,
    keepsLast: true,
    maps: true,
    isStopped: () => folder.run.episode >= until,
  });

const trained = async (name: string, config: Config): Promise<Summary> =>
  train(new RunFolder(join(at, name), config));

const config = tinyConfig({ episodes: 5 });
const FINISHED = join(at, 'finished');
await trained('finished', config);

/** A copy of the finished run. */
function finishedRun(name: string): string {
  cpSync(FINISHED, join(at, name), { recursive: true });
  return join(at, name);
}

const checkpoints = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('checkpoint'));

test('a finished run keeps the checkpoint of its last episode, if it is to', async () => {
  assert.equal(checkpoints(FINISHED), ['checkpoint-5.safetensors']);
  assert.ok(finishedSummary(FINISHED));
  assert.equal(checkpoints(FINISHED), ['checkpoint-5.safetensors']);
  await trainInto(new RunFolder(join(at, 'without'), config), { checkpointEvery: 2 });
  assert.equal(checkpoints(join(at, 'without')), []);
});

test('it goes on, and ends as a run that is made from its config; once more as well', async () => {
  const path = finishedRun('longer');
  const longer = await train(continueFolder(path, config, 9, none));
  assert.equal([longer.finished, longer.episodes], [true, 9]);
  assert.equal(configToResume(path, {}), continuedConfig(config, 9));
  const again = await trained('from the start', configToResume(path, {}));
  assert.is(longer.digest, again.digest);
  assert.equal(checkpoints(path), ['checkpoint-9.safetensors']);

  const longest = await train(continueFolder(path, configToResume(path, {}), 12, none));
  const whole = await trained('whole', configToResume(path, {}));
  assert.is(longest.digest, whole.digest);
  const maps = (folder: string): string => readFileSync(join(at, folder, 'maps.jsonl'), 'utf8');
  assert.ok(maps('longer').startsWith(maps('finished')));
  assert.ok(maps('longer') === maps('whole'));
});

test('it differs from a run of that length from the start by the learning rate alone', async () => {
  const path = finishedRun('changed');
  const changed = await train(continueFolder(path, config, 8, none));
  assert.is.not(changed.digest, (await trained('8', tinyConfig({ episodes: 8 }))).digest);
  const constant = tinyConfig({ episodes: 5, learningRateEnd: 1 });
  await trained('constant', constant);
  const continued = await train(continueFolder(join(at, 'constant'), constant, 8, none));
  const straight = await trained('straight', { ...constant, episodes: 8 });
  assert.is(continued.digest, straight.digest);
});

test('its records are read back, from its folder and from a file of results', async () => {
  const path = finishedRun('read');
  await train(continueFolder(path, config, 7, none));
  assert.equal(readRun(path).config, configToResume(path, {}));
});

test('killed before its first checkpoint, or between config.json and the rest, it goes on', async () => {
  const { digest } = await train(continueFolder(finishedRun('never killed'), config, 8, none));
  const path = finishedRun('killed');
  const begun = continueFolder(path, config, 8, none);
  await trainInto(begun, { isStopped: () => begun.run.episode >= 6 });
  assert.equal(checkpoints(path), ['checkpoint-5.safetensors']);
  const resumed = resumeFolder(path, configToResume(path, {}), none);
  assert.is(resumed.run.episode, 5);
  assert.is((await train(resumed)).digest, digest);

  const early = finishedRun('killed early');
  const { run } = resumeFolder(early, config, none);
  writeConfig(early, { ...run, config: continuedConfig(config, 8) });
  assert.is(finishedSummary(early), null);
  const folder = resumeFolder(early, configToResume(early, {}), none);
  assert.is((await train(folder)).digest, digest);
});

test('a run of another length than is asked for says how it is got, before and after it was continued', async () => {
  const path = join(at, 'stopped');
  const asking = (episodes: number): void => void configToResume(path, { episodes });
  const refused = (length: number): void => {
    const what = `stopped holds an unfinished run with episodes ${length}, not`;
    const more = `${what} 20: leave out --episodes to finish it, then continue it with --episodes 20$`;
    assertRefused(() => asking(20), new RegExp(more));
    for (const fewer of [3, length - 1]) {
      assertRefused(
        () => asking(fewer),
        new RegExp(`${what} ${fewer}: leave out --episodes to finish it$`),
      );
    }
    asking(length);
  };
  await train(new RunFolder(path, config), 4);
  refused(5);
  await train(resumeFolder(path, config, none));
  await train(continueFolder(path, config, 9, none), 6);
  refused(9);
  await train(resumeFolder(path, configToResume(path, {}), none));
  assertRefused(
    () => continueFolder(path, configToResume(path, {}), 5, none),
    /^episodes: the run is finished with 9, expected more to continue it, got 5$/,
  );

  const limited = tinyConfig({ steps: 1000 });
  const ending = new RunFolder(join(at, 'limited'), limited);
  await train(ending, 1);
  assertRefused(
    () => configToResume(ending.path, { episodes: limited.episodes + 1 }),
    /: leave out --episodes to finish it$/,
  );
});

test('without that checkpoint, or one that is whole, it is refused, and nothing is touched', () => {
  const path = finishedRun('bare');
  rmSync(join(path, 'checkpoint-5.safetensors'));
  const refused = (): void => {
    const warnings: string[] = [];
    assertRefused(
      () => continueFolder(path, config, 8, (line) => warnings.push(line)),
      /bare holds no checkpoint of its last episode, .*; --config .*bare\/config\.json --episodes 8 makes a new run$/,
    );
    assert.equal(configToResume(path, {}), config);
    assert.ok(finishedSummary(path));
  };
  refused();
  writeFileSync(join(path, 'checkpoint-5.safetensors'), 'damaged');
  refused();
});

test.run();
