import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { animations, mapFigures } from '../../../src/report/pictures/runPictures.ts';
import { chosenRuns, shownRuns } from '../../../src/report/runs/shownRuns.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { isMissing } from '../../../src/report/draw/figure.ts';
import { there } from '../../support/pictures.ts';

const at = temporaryFolder();
const folders: string[] = [];
for (const agent of ['dqn', 'vime']) {
  folders.push(join(at, agent));
  await trainInto(new RunFolder(join(at, agent), tinyConfig({ agent, episodes: 3 })), {
    maps: true,
  });
}

const namesOf = (figures: Awaited<ReturnType<typeof mapFigures>>): string[] =>
  figures.map(({ name }) => name);

test('two runs give a figure of each kind of map, for wide pages and for narrow ones', async () => {
  const figures = await mapFigures(shownRuns(folders));
  assert.equal(namesOf(figures), [
    'map-visits',
    'map-action',
    'map-value',
    'map-expected-information-gain',
    'map-uncertainty',
    'map-bonus',
  ]);
  for (const { svg, narrow } of figures.map(there)) {
    assert.ok(narrow !== undefined && narrow !== svg);
  }
});

test('a run without curiosity has no figures of it', async () => {
  const figures = await mapFigures(shownRuns(folders.slice(0, 1)));
  assert.equal(namesOf(figures), ['map-visits', 'map-action', 'map-value']);
});

test('only maps of the episodes that are asked for are drawn', async () => {
  const [figure] = await mapFigures(shownRuns(folders), { episodes: [3], width: 600 });
  const { svg } = there(figure);
  assert.equal(svg.match(/>episode \d+/g), ['>episode 3']);
});

test('a run is called after its agent, and whatever else tells it from the others', async () => {
  const other = join(at, 'other');
  await trainInto(new RunFolder(other, tinyConfig({ seed: 7, reward: 'dense', episodes: 3 })));
  const labels = (which: readonly string[]): string[] => shownRuns(which).map((run) => run.label);
  assert.equal(labels(folders), ['dqn', 'vime']);
  assert.equal(labels([folders[1], other]), ['vime, sparse, seed 1', 'vime, dense, seed 7']);
  const eager = join(at, 'eager');
  new RunFolder(eager, tinyConfig({ eta: 0.3, episodes: 3 }));
  assert.equal(labels([folders[1], eager]), ['vime, eta 0.0035', 'vime, eta 0.3']);
  const names = new Map([[eager, 'mine']]);
  assert.equal(
    shownRuns([folders[1], eager], names).map((run) => run.label),
    ['vime', 'mine'],
  );
});

test('of many runs each is chosen once, and every agent before any for the second time', () => {
  const more: string[] = [];
  for (const [agent, seed] of [
    ['counts', 1],
    ['counts', 2],
    ['vime', 2],
  ] as const) {
    more.push(join(at, `${agent}${seed}`));
    new RunFolder(more.at(-1)!, tinyConfig({ agent, seed, episodes: 3 }));
  }
  const copy = join(at, 'copy');
  cpSync(folders[0], copy, { recursive: true });
  const all = [...more, ...folders, copy];
  const chosen = (most: number): string[] => chosenRuns(all, most).map((path) => basename(path));
  assert.equal(chosen(9), ['counts1', 'counts2', 'vime2', 'dqn', 'vime']);
  assert.equal(chosen(4), ['counts1', 'counts2', 'vime2', 'dqn']);
  assert.equal(chosen(3), ['counts1', 'vime2', 'dqn']);
  assert.equal(chosen(1), ['vime2']);

  const eager = join(at, 'eager vime');
  new RunFolder(eager, tinyConfig({ eta: 0.3, seed: 2, episodes: 3 }));
  all.push(eager);
  assert.equal(chosen(4), ['counts1', 'vime2', 'dqn', 'eager vime']);
});

test('the animations of two runs are GIFs', async () => {
  for (const gifs of Object.values(await animations(shownRuns(folders)))) {
    const { light, dark } = there(gifs!);
    for (const gif of [light, dark]) {
      assert.is(Buffer.from(gif.slice(0, 6)).toString('latin1'), 'GIF89a');
    }
    assert.not.equal(light, dark);
  }
});

for (const [what, damage, message] of [
  ['without maps', rmSync, /^cannot read .*dqn.maps\.jsonl/],
  [
    'with a map that is not as it was written',
    (path: string) => appendFileSync(path, '{"episode":4}\n'),
    /dqn.maps\.jsonl:3: envSteps is missing or not as it was written$/,
  ],
  [
    'with a line that is no JSON',
    (path: string) => appendFileSync(path, 'x\n'),
    /dqn.maps\.jsonl:3: expected JSON$/,
  ],
] as const) {
  test(`for a run ${what} the maps and the exploration are missing, naming the file and the line, not the cars`, async () => {
    const path = join(folders[0], 'maps.jsonl');
    const before = readFileSync(path);
    damage(path);
    const figures = await mapFigures(shownRuns(folders));
    const { episodes, exploration } = await animations(shownRuns(folders));
    writeFileSync(path, before);
    for (const missing of [...figures, exploration]) {
      assert.match(isMissing(missing) ? missing.why : 'there', message);
    }
    assert.ok(there(episodes!).light.length > 0);
  });
}

test.run();
