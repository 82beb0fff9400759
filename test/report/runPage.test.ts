import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/experiment/field.ts';
import { RunFolder, trainInto } from '../../src/experiment/runFolder.ts';
import type { Block } from '../../src/report/page.ts';
import { runPage, runPart } from '../../src/report/runPage.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const at = temporaryFolder();

/** @param until episodes after which it is left alone, under way */
async function train(
  name: string,
  settings: { readonly [name: string]: unknown },
  until = Infinity,
): Promise<string> {
  const folder = new RunFolder(join(at, name), tinyConfig({ episodes: 4, ...settings }));
  if (until === Infinity) await trainInto(folder, { maps: true });
  else {
    await trainInto(folder, { maps: true, isStopped: () => folder.records.length === until });
    for (const file of ['summary.json', 'weights.safetensors']) rmSync(join(folder.path, file));
  }
  return folder.path;
}

const dqn = await train('dqn', { agent: 'dqn' });
const vime = await train('vime', { agent: 'vime' });

const kinds = (blocks: readonly Block[]): string[] => blocks.map(({ kind }) => kind);
const proseOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'prose' ? [block.text] : []));

async function refusal(drawn: Promise<unknown>): Promise<string> {
  try {
    await drawn;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

test('each run has a section with its charts, and all share one with maps and animations', async () => {
  const { sections } = await runPart([dqn, vime], true);
  assert.equal(
    sections.map(({ heading, blocks }) => [heading, ...kinds(blocks)]),
    [
      ['dqn in mountain-car, sparse reward, seed 1', 'figures'],
      ['vime in mountain-car, sparse reward, seed 1', 'figures'],
      ['The phase space: position and velocity', 'prose', 'images', 'figures'],
    ],
  );
});

test('every figure has a name of its own, of runs that differ in the reward alone too', async () => {
  const dense = await train('dense', { reward: 'dense' });
  const names = (await runPart([vime, dense], false)).figures.map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
  assert.ok(names.includes('mountain-car-dense-vime-seed1-run-return'));
});

test('a run under way is drawn as far as it has come, without animations', async () => {
  const path = await train('under way', {}, 3);
  const { sections } = await runPart([path], true);
  assert.equal(proseOf(sections[0].blocks), ['This run has come to episode 3 of 4.']);
  assert.equal(kinds(sections[1].blocks), ['prose', 'figures']);
  const page = await runPage(path);
  assert.ok(page.includes('>episode 3</text>') && !page.includes('>episode 4</text>'));
});

test('a line that is being written is not waited for', async () => {
  const path = join(at, 'writing');
  cpSync(vime, path, { recursive: true });
  appendFileSync(join(path, 'maps.jsonl'), '{"episode":5,"envSt');
  assert.is(await runPage(path), await runPage(vime));
});

test('a run without maps has charts alone', async () => {
  const path = join(at, 'no maps');
  cpSync(vime, path, { recursive: true });
  rmSync(join(path, 'maps.jsonl'));
  const { sections } = await runPart([path], true);
  assert.equal(
    sections.map(({ blocks }) => kinds(blocks)),
    [['figures']],
  );
});

test('records and maps that are not as they were written are named with their line', async () => {
  for (const [file, message] of [
    ['episodes.jsonl', /episodes\.jsonl:5: /],
    ['maps.jsonl', /maps\.jsonl:4: expected JSON$/],
  ] as const) {
    const path = join(at, `bad ${file}`);
    cpSync(vime, path, { recursive: true });
    appendFileSync(join(path, file), 'x\n');
    assert.match(await refusal(runPage(path)), message);
  }
  assert.match(await refusal(runPage(join(at, 'nowhere'))), /^cannot read .*config\.json/);
});

test('the page of a run is the same every time, and stays small', async () => {
  const page = await runPage(vime);
  assert.is(await runPage(vime), page);
  assert.ok(page.length < 1_000_000, `${page.length} bytes`);
});

test.run();
