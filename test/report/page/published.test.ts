import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../../src/train/config/config.ts';
import type { RunData } from '../../../src/record/readBack.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import {
  DOCUMENTS,
  publishedGroups,
  RUN_PICTURES,
  runPictures,
  withGroups,
} from '../../../src/report/page/published.ts';
import { isMissing } from '../../../src/report/draw/figure.ts';
import { there } from '../../support/pictures.ts';
import { runOf } from '../../support/runData.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { laterRefusal, refusal } from '../../support/throws.ts';

const at = temporaryFolder();

const runs = (reward: string, last: number): RunData[] =>
  ['dqn', 'vime'].flatMap((agent) =>
    [1, 2, 3].map((seed) =>
      runOf({ agent, seed, reward, evalScores: [-200, -150 - seed, last - seed] }),
    ),
  );
function write(folder: string, name: string, data: readonly RunData[]): void {
  writeFileSync(join(folder, name), data.map((run) => `${JSON.stringify(run)}\n`).join(''));
}

/** A folder of its own, with runs of two groups. */
function dataFolder(name: string): string {
  const folder = join(at, name);
  mkdirSync(folder);
  write(folder, 'mountain-car-sparse.jsonl', runs('sparse', -110));
  write(folder, 'mountain-car-dense.jsonl', runs('dense', -120));
  writeFileSync(join(folder, 'notes.md'), 'not data');
  return folder;
}

const PLACES = ['mountain-car-dense', 'mountain-car-sparse'].map(
  (name) => `before ${name}\n<!-- ${name} -->\nold\n<!-- /${name} -->\nafter ${name}\n`,
);

const [FULL, BRIEF] = DOCUMENTS;

const folder = dataFolder('data');
const groups = await publishedGroups(folder);

test('each group gets its chart and its table, and the rest of the text stays', () => {
  assert.equal(
    groups.map(({ name }) => name),
    ['mountain-car-dense', 'mountain-car-sparse'],
  );
  const text = withGroups(PLACES.join(''), FULL, groups);
  for (const { name, tables } of groups) {
    const chart = `![Learning curves: ${name.replace(/-(\w+)$/, ', $1 reward')}](../results/figures/${name}.svg)`;
    const expected = `before ${name}\n<!-- ${name} -->\n\n${chart}\n\n${tables.full}\n\n<!-- /${name} -->\nafter ${name}\n`;
    assert.ok(text.includes(expected), text);
  }
  assert.is(withGroups(text, FULL, groups), text);
});

test('the README shows a few agents in one group, and its other text stays', () => {
  const text = withGroups(PLACES.join(''), BRIEF, groups);
  assert.ok(text.includes(PLACES[0]), text);
  assert.ok(text.includes('](results/figures/mountain-car-sparse-brief.svg)'), text);
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  assert.equal(rows, [
    '| agent | first goal, episode | first eval ≥ −110, episode | last fifth: IQM |',
    '| - | -: | -: | -: |',
    ...groups[1].tables.brief.split('\n').slice(2),
  ]);
  assert.equal(
    rows.slice(2).map((row) => row.split(' | ')[0]),
    ['| `vime`', '| `dqn`'],
  );
});

test('charts and tables are the same for the same data, and not for other data', async () => {
  assert.equal(await publishedGroups(folder), groups);
  const other = dataFolder('other');
  write(other, 'mountain-car-sparse.jsonl', runs('sparse', -105));
  const after = await publishedGroups(other);
  assert.equal(after[0], groups[0]);
  assert.is.not(there(after[1].charts.full!).svg, there(groups[1].charts.full!).svg);
  assert.is.not(after[1].tables.full, groups[1].tables.full);
});

test('an ablation has a table without a chart, which begins with the agent as it is on the same seeds', async () => {
  const changed = dataFolder('changed');
  const runsWith = [1, 2].map((seed) =>
    runOf({ seed, evalScores: [-200, -160, -120], settings: { nStep: 1 } }),
  );
  write(changed, 'mountain-car-sparse-ablation.jsonl', runsWith);
  const ablation = (await publishedGroups(changed)).find(({ name }) => name.endsWith('ablation'))!;
  assert.equal(ablation.charts, { full: null, brief: null });
  const rows = ablation.tables.full.split('\n').filter((line) => line.startsWith('| `'));
  assert.equal(
    rows.slice(0, 2).map((row) => row.split(' | ').slice(0, 2)),
    [
      [`| \`vime, nStep ${createConfig().nStep}\``, '2'],
      ['| `vime, nStep 1`', '2'],
    ],
  );
  const [open, close] = [
    '<!-- mountain-car-sparse-ablation -->',
    '<!-- /mountain-car-sparse-ablation -->',
  ];
  const text = withGroups(`${open}\nold\n${close}\n`, FULL, [ablation]);
  assert.is(text, `${open}\n\n${ablation.tables.full}\n\n${close}\n`);
});

test('in the place of a chart that cannot be drawn the text says why', () => {
  const [first, ...others] = groups;
  const text = withGroups(PLACES.join(''), FULL, [
    {
      ...first,
      charts: { ...first.charts, full: { name: 'mountain-car-dense.svg', why: 'no\nroom' } },
    },
    ...others,
  ]);
  assert.ok(text.includes('The picture mountain-car-dense.svg is missing: no room\n'), text);
  assert.ok(text.includes('results/figures/mountain-car-sparse.svg'));
});

test('a file of two groups, a folder that is not there and a text without a place are refused', async () => {
  const mixed = dataFolder('mixed');
  assert.is(
    refusal(() => withGroups(PLACES[0], FULL, groups)),
    'docs/results.md: expected <!-- mountain-car-sparse --> and, after it, <!-- /mountain-car-sparse -->',
  );
  write(mixed, 'mountain-car-sparse.jsonl', [...runs('sparse', -110), ...runs('dense', -110)]);
  assert.match(
    await laterRefusal(publishedGroups(mixed)),
    /mountain-car-sparse\.jsonl: expected runs of one environment and reward, got 2$/,
  );
  assert.match(await laterRefusal(publishedGroups(join(at, 'none'))), /^cannot read .*none/);
});

test('maps and animations are made of two runs; without maps there is still the car', async () => {
  const two = join(at, 'runs');
  for (const agent of ['dqn', 'vime']) {
    const run = new RunFolder(join(two, agent), tinyConfig({ agent, episodes: 2 }));
    await trainInto(run, { maps: true });
  }
  const pictures = await runPictures(two);
  assert.equal([...pictures.keys()], RUN_PICTURES);
  for (const [name, bytes] of pictures) {
    const head = Buffer.from(there(bytes).slice(0, 6)).toString('latin1');
    assert.match(head, name.endsWith('.gif') ? 'GIF89a' : 'PNG');
  }
  rmSync(join(two, 'vime', 'maps.jsonl'));
  const left = await runPictures(two);
  for (const name of ['maps', 'exploration.gif']) {
    const picture = left.get(name)!;
    assert.match(isMissing(picture) ? picture.why : '', /^cannot read .*vime.maps\.jsonl/);
  }
  assert.equal(left.get('car.gif'), pictures.get('car.gif'));
});

test.run();
