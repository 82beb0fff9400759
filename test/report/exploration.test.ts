import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, cellOf } from '../../src/experiment/phaseSpace.ts';
import { RunFolder, trainInto } from '../../src/experiment/runFolder.ts';
import {
  explorationAnimation,
  explorationPicture,
  readExploration,
  shownEpisodes,
} from '../../src/report/exploration.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();

test('the way of a run is read back, episode by episode', async () => {
  const path = join(at, 'run');
  const folder = new RunFolder(path, tinyConfig());
  await trainInto(folder, { maps: true });
  const { agent, episodes, reachedGoal } = readExploration(path);
  assert.equal([agent, episodes.length, reachedGoal.length], ['vime', 4, 4]);
  const { replay, envSteps } = folder.run;
  const way = Array.from({ length: envSteps }, (_, step) =>
    cellOf(replay.states, 2 * step, 'scaled'),
  );
  assert.equal(episodes.flat(), way);
  assert.equal(
    episodes.map(({ length }) => length),
    folder.records.map(({ length }) => length),
  );
});

test('a run in progress is read as far as it has been drawn', async () => {
  const path = join(at, 'in progress');
  await trainInto(new RunFolder(path, tinyConfig()), { maps: true });
  const maps = join(path, 'maps.jsonl');
  writeFileSync(maps, readFileSync(maps, 'utf8').split('\n').slice(0, 2).join('\n') + '\n');
  assert.is(readExploration(path).episodes.length, 3); // drawn after episodes 1 and 3
});

test('steps that were forgotten before they were drawn are left out', async () => {
  const path = join(at, 'forgetful');
  await trainInto(new RunFolder(path, tinyConfig({ replayCapacity: 50 })), { maps: true });
  const { episodes } = readExploration(path);
  assert.equal(
    episodes.map(({ length }) => length),
    [40, 10, 40, 40],
  );
});

test('early episodes are all shown, and the last', () => {
  assert.equal(shownEpisodes(4), [1, 2, 3, 4]);
  const shown = shownEpisodes(200);
  assert.equal(
    shown.slice(0, 30),
    Array.from({ length: 30 }, (_, i) => i + 1),
  );
  assert.is(shown.at(-1), 200);
  assert.ok(shown.length < 80 && new Set(shown).size === shown.length);
});

const way = (
  agent: string,
  cells: readonly number[],
  goals: number,
): Parameters<typeof explorationPicture>[0][0] => ({
  agent,
  label: agent,
  episodes: cells.map((cell) => [cell, cell, (cell + 1) % CELLS]),
  reachedGoal: cells.map((_, n) => n < goals),
});

test('a picture counts cells and goals up to its episode', async () => {
  const runs = [way('dqn', [5, 100, 200], 0), way('vime', [1, 2, 3], 2)];
  const texts = async (episode: number): Promise<string[]> =>
    [...(await explorationPicture(runs, episode)).matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(
      (m) => m[1],
    );
  const second = await texts(2);
  for (const text of [
    'dqn',
    'vime',
    `4 of ${CELLS} cells seen`,
    `3 of ${CELLS} cells seen`,
    'goal reached 2 times',
  ]) {
    assert.ok(second.includes(text), `${text} is not in ${second.join('; ')}`);
  }
  assert.ok((await texts(3)).includes('goal reached 2 times'));
});

test('an agent that has learnt for fewer episodes stays as it is', async () => {
  const gif = await explorationAnimation([way('dqn', [5], 0), way('vime', [1, 2, 3], 2)]);
  assert.is(Buffer.from(gif).toString('latin1').split('\x21\xf9\x04').length - 1, 3);
});

test.run();
