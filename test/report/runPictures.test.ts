import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/experiment/config.ts';
import { RunFolder, trainInto } from '../../src/experiment/runFolder.ts';
import { mapFigures, writeRunPictures } from '../../src/report/runPictures.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();
const folders: string[] = [];
for (const agent of ['dqn', 'vime']) {
  folders.push(join(at, agent));
  await trainInto(new RunFolder(join(at, agent), tinyConfig({ agent, episodes: 3 })), {
    maps: true,
  });
}

test('the pictures of two runs are files of a folder', async () => {
  const out = join(at, 'pictures');
  await writeRunPictures(folders, out);
  const names = [
    'bonus-over-time',
    'map-action',
    'map-bonus',
    'map-gain',
    'map-modelSd',
    'map-value',
    'map-visits',
    'maps',
  ];
  const expected = names.flatMap((name) => [`${name}.png`, `${name}.svg`]);
  assert.equal(readdirSync(out).sort(), [...expected, 'car.gif', 'exploration.gif'].sort());
  assert.match(readFileSync(join(out, 'map-visits.svg'), 'utf8'), 'Where the agent has been');
});

test('a run without curiosity has no figures of it', async () => {
  const figures = await mapFigures(folders.slice(0, 1));
  assert.equal(
    figures.map(({ name }) => name),
    ['map-visits', 'map-action', 'map-value', 'maps'],
  );
});

test('a run without maps is refused, naming the file', async () => {
  rmSync(join(at, 'dqn', 'maps.jsonl'));
  let thrown: unknown;
  await mapFigures(folders).catch((error: unknown) => (thrown = error));
  assert.instance(thrown, ConfigError);
  assert.match((thrown as Error).message, /^cannot read .*dqn.maps\.jsonl/);
});

test.run();
