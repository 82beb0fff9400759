import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS } from '../../../src/train/config/phaseGrid.ts';
import { cellOfSlot } from '../../../src/train/phaseSpace.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import {
  explorationAnimation,
  explorationPicture,
  readExploration,
  shownEpisodes,
} from '../../../src/report/phase/exploration.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { CAR } from '../../support/phaseSpace.ts';
import { frameCount } from '../../support/pictures.ts';
import { PAPER } from '../../../src/report/draw/palette.ts';

const at = temporaryFolder();

test('the way of a run is read back, episode by episode', async () => {
  const path = join(at, 'run');
  const folder = new RunFolder(path, tinyConfig());
  await trainInto(folder, { maps: true });
  const { agent, episodes, reachedGoal } = readExploration(path);
  assert.equal([agent, episodes.length, reachedGoal.length], ['vime', 4, 4]);
  const { env, envSteps } = folder.run;
  const way = Array.from({ length: envSteps }, (_, step) =>
    cellOfSlot(folder.run, env.phaseSpace!, step),
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
  phaseSpace: CAR.phaseSpace,
  episodes: cells.map((cell) => [cell, cell, (cell + 1) % CELLS]),
  reachedGoal: cells.map((_, n) => n < goals),
});

test('a picture counts cells and goals up to its episode', async () => {
  const runs = [way('dqn', [5, 100, 200], 0), way('vime', [1, 2, 3], 2)];
  const texts = async (episode: number): Promise<string[]> =>
    [
      ...(await explorationPicture(runs, episode)).light.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g),
    ].map((m) => m[1]);
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
  const { light, dark } = await explorationAnimation([
    way('dqn', [5], 0),
    way('vime', [1, 2, 3], 2),
  ]);
  assert.equal([frameCount(light), frameCount(dark)], [3, 3]);
});

for (const count of [1, 3, 9, 10, 11]) {
  test(`the animation of a run with ${count} drawn episodes has a frame for each that is shown`, async () => {
    const cells = Array.from({ length: count }, (_, n) => (7 * n) % CELLS);
    const { light } = await explorationAnimation([way('vime', cells, count)]);
    assert.is(frameCount(light), shownEpisodes(count).length);
  });
}

/** Where the panels are, and how large all is. */
const layoutOf = (svg: string): string =>
  [/viewBox="[^"]*"/.exec(svg)![0], ...(svg.match(/<image [^>]*?(?= href)/g) ?? [])].join();

test('size and places are the same for every episode, whatever the numbers and names above', async () => {
  const cells = Array.from({ length: 1100 }, (_, n) => (7 * n) % CELLS);
  const names = [
    'vime',
    'vime, eta 0.3, bnnLearningRate 0.0001, noisy-tv-16, sparse, seed 1234567',
    'x'.repeat(80),
  ];
  for (let count = 1; count <= names.length; count++) {
    const runs = names
      .slice(0, count)
      .map((label, n) => ({ ...way('vime', cells, n === 1 ? 0 : 1100), label }));
    const layouts: string[] = [];
    for (const episode of [1, 2, 9, 10, 11, 99, 100, 1000]) {
      layouts.push(layoutOf((await explorationPicture(runs, episode)).light));
    }
    assert.is(new Set(layouts).size, 1, layouts.join('\n'));
    const width = Number(/viewBox="0 0 (\S+)/.exec(layouts[0])![1]);
    assert.ok(width < 70 + 270 * count, `${width} px for ${count}`);
  }
});

test('on a dark page the paper is dark, and nothing is left in the colours of light paper', async () => {
  const { light, dark } = await explorationPicture([way('vime', [5, 6], 1)], 2);
  assert.ok(light.includes(PAPER.light) && !light.includes(PAPER.dark));
  assert.ok(dark.includes(PAPER.dark) && !dark.includes(PAPER.light));
  const image = (svg: string): string => /href="([^"]*)"/.exec(svg)![1];
  assert.is.not(image(light), image(dark));
});

test.run();
