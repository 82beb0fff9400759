import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isMapped, readMaps } from '../../src/record/mapsFile.ts';
import { resumeFolder } from '../../src/record/resume.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto, type RunHooks } from '../../src/record/trainInto.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

const at = temporaryFolder();
const config = tinyConfig({ episodes: 12 });

async function runIn(name: string, hooks: RunHooks): Promise<{ path: string; digest: string }> {
  const path = join(at, name);
  const { digest } = await trainInto(new RunFolder(path, config), hooks);
  return { path, digest };
}

const bytes = (path: string): string => readFileSync(join(path, 'maps.jsonl'), 'utf8');

test('maps are drawn after episodes 1, 3, 10, 30, 100, ... and the last', () => {
  const mapped = (episodes: number): number[] =>
    Array.from({ length: episodes }, (_, i) => i + 1).filter((n) => isMapped(n, episodes));
  assert.equal(mapped(200), [1, 3, 10, 30, 100, 200]);
  assert.equal(mapped(1), [1]);
  assert.equal(mapped(1100), [1, 3, 10, 30, 100, 300, 1000, 1100]);
});

test('maps are left only when asked for, and the run is the same with them', async () => {
  const plain = await runIn('plain', {});
  const drawn = await runIn('drawn', { maps: true });
  assert.is(drawn.digest, plain.digest);
  assert.not(existsSync(join(plain.path, 'maps.jsonl')));
  const maps = readMaps(drawn.path);
  assert.equal(
    maps.map(({ episode }) => episode),
    [1, 3, 10, 12],
  );
  assert.is(
    maps.reduce((steps, { path }) => steps + path.length, 0),
    maps[3].envSteps,
    'the paths together are the whole way',
  );
});

test('a run that is continued from a checkpoint ends with the same maps', async () => {
  const { path: whole } = await runIn('whole', { maps: true });
  const path = join(at, 'killed');
  const killed = new Error('killed');
  let thrown: unknown;
  try {
    await trainInto(new RunFolder(path, config), {
      maps: true,
      checkpointEvery: 5,
      onEpisode: ({ episode }) => {
        if (episode === 11) throw killed; // after the maps of episode 10, later than the checkpoint
      },
    });
  } catch (error) {
    thrown = error;
  }
  assert.is(thrown, killed);
  assert.equal(
    readMaps(path).map(({ episode }) => episode),
    [1, 3, 10],
  );
  writeFileSync(join(path, 'checkpoint-10.safetensors'), 'damaged');
  appendFileSync(join(path, 'maps.jsonl'), '{"episode":11,"envSt');
  await trainInto(
    resumeFolder(path, config, () => undefined),
    { maps: true },
  );
  assert.is(bytes(path), bytes(whole));
});

test('a line that is being written is not read yet', async () => {
  const { path } = await runIn('in progress', { maps: true });
  appendFileSync(join(path, 'maps.jsonl'), '{"episode":13');
  assert.is(readMaps(path).length, 4);
});

test('a damaged line is named with its file', async () => {
  const { path } = await runIn('damaged', { maps: true });
  const good = bytes(path).split('\n');
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{"episode":3', /maps\.jsonl:2: expected JSON$/],
    ['7', /maps\.jsonl:2: episode is missing or not as it was written$/],
    [good[1].replace('"action":[', '"action":[9,'), /maps\.jsonl:2: action is missing or not/],
    [good[1].replace('"path":[', '"path":[3000,'), /maps\.jsonl:2: path is missing or not/],
    [good[1].replace('"novelty":', '"loss":'), /maps\.jsonl:2: curiosity is missing or not/],
  ];
  for (const [line, message] of cases) {
    writeFileSync(join(path, 'maps.jsonl'), [good[0], line, ...good.slice(2)].join('\n'));
    assertRefused(() => readMaps(path), message);
  }
});

test('a folder with maps holds a run', () => {
  const path = join(at, 'whole');
  assertRefused(() => new RunFolder(path, config), /already holds/);
});

test.run();
