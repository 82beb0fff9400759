import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { missingLine } from '../../../src/report/draw/figure.ts';
import { missingIn, reportPage, type Block, type Fact } from '../../../src/report/page/page.ts';
import { runPage, runPart } from '../../../src/report/page/runPage.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { laterRefusal } from '../../support/throws.ts';

const at = temporaryFolder();

/** @param until episodes after which it is left alone, under way @param maps which take most of the time to draw */
async function train(
  name: string,
  settings: { readonly [name: string]: unknown },
  { until = Infinity, maps = false } = {},
): Promise<string> {
  const folder = new RunFolder(join(at, name), tinyConfig({ episodes: 4, ...settings }));
  if (until === Infinity) await trainInto(folder, { maps });
  else {
    await trainInto(folder, { maps, isStopped: () => folder.records.length === until });
    for (const file of ['summary.json', 'weights.safetensors']) rmSync(join(folder.path, file));
  }
  return folder.path;
}

const dqn = await train('dqn', { agent: 'dqn' }, { maps: true });
const vime = await train('vime', { agent: 'vime' }, { maps: true });
/** A page that misses no picture. */
async function pageOf(folder: string): Promise<string> {
  const { html, missing } = await runPage(folder);
  assert.equal(missing, []);
  return html;
}
const vimePage = await pageOf(vime);

const plain = await train('plain', {});

const kinds = (blocks: readonly Block[]): string[] => blocks.map(({ kind }) => kind);
const factsOf = (blocks: readonly Block[]): readonly Fact[] =>
  blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []));
/** Paths of the files that a page leads to, in alphabetical order. */
const linksOf = (page: string): string[] =>
  [...page.matchAll(/<a href="([^#"]*)">/g)].map(([, path]) => path).sort();
/** A run with the settings of its agent. */
const published = fileURLToPath(new URL('../../../results/runs/vime', import.meta.url));

test('among others each run has a section with its charts, and all share one with maps and animations', async () => {
  const { title, sections } = await runPart([dqn, vime]);
  const headings = ['dqn', 'vime'].map(
    (agent) => `${agent} in mountain-car, sparse reward, seed 1`,
  );
  for (const [n, heading] of headings.entries()) {
    assert.is(sections[n].heading, heading);
    assert.equal(kinds(sections[n].blocks), ['facts', 'table', 'figures']);
  }
  assert.is(title, headings.join('; '));
  const { heading, blocks } = sections[2];
  assert.is(heading, 'The phase space: position and velocity');
  assert.equal(kinds(blocks), ['prose', 'images', 'figures']);
  assert.is(sections.length, 3);
});

test('where there is no phase space, the greedy episodes have a section of their own', async () => {
  const sea = await train('sea', { env: 'deep-sea', size: 3, episodes: 2 });
  const { sections } = await runPart([sea]);
  assert.equal(
    sections.slice(1).map(({ heading }) => heading),
    ['Greedy episodes'],
  );
  assert.equal(kinds(sections[1].blocks), ['images']);
  assert.equal(missingIn(sections), []);
  assert.match(await pageOf(sea), /alt="An episode of the greedy policy of vime: .*, 3 steps"/);
});

test('what is said of a run among others does not depend on the machine', async () => {
  const { sections } = await runPart([plain]);
  const names = factsOf(sections[0].blocks).map(([name]) => name);
  assert.equal(names, [
    'training episodes',
    'first goal',
    'first evaluation at −150 or better',
    'first evaluation at −120 or better',
    'first evaluation at −110 or better',
    'score of the last fifth (minus steps)',
    'final score',
    'optimum',
  ]);
});

test('every figure has a name of its own, of runs that differ in the reward alone too', async () => {
  const dense = await train('dense', { reward: 'dense' });
  const names = (await runPart([plain, dense])).figures.map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
  assert.ok(names.includes('mountain-car-maxSteps-40-dense-vime-seed1-run-score'));
});

test('a run under way is drawn as far as it has come, without animations', async () => {
  const path = await train('under way', {}, { until: 3, maps: true });
  const { sections } = await runPart([path]);
  const facts = new Map(factsOf(sections[0].blocks));
  assert.match(facts.get('training episodes')!, /^3 of 4, under way; \d+ environment steps$/);
  assert.is(facts.get('first evaluation at −110 or better'), 'not yet');
  assert.not.ok(facts.has('final score'));
  assert.equal(kinds(sections[1].blocks), ['prose', 'figures']);
  const page = await pageOf(path);
  assert.ok(page.includes('>episode 3</text>') && !page.includes('>episode 4</text>'));
  assert.ok(page.includes('<dt>seconds so far</dt>'));
  assert.equal(linksOf(page), ['config.json', 'episodes.csv', 'episodes.jsonl', 'maps.jsonl']);
});

test('a run that was stopped early says so', async () => {
  const folder = new RunFolder(join(at, 'stopped'), tinyConfig());
  await trainInto(folder, { isStopped: () => folder.records.length === 2 });
  const page = await pageOf(folder.path);
  assert.match(page, /<dd>2 of 4, stopped early; /);
  assert.ok(page.includes('src="data:image/gif;'));
});

test('a run that is about to begin has a page', async () => {
  const { path } = new RunFolder(join(at, 'new'), tinyConfig());
  const page = await pageOf(path);
  assert.match(page, '<dd>0 of 4, under way; 0 environment steps</dd>');
  assert.not.ok(/NaN|undefined|null|Infinity|<svg|<img/.test(page));
});

test('a run of one episode has a page', async () => {
  const page = await pageOf(await train('one', { episodes: 1 }));
  assert.match(page, /<dd>1 of 1; /);
  const text = page.replaceAll(/base64,[\w+/=]*/g, ''); // the letters of a picture may spell anything
  assert.not.ok(/NaN|undefined|null|Infinity/.test(text));
});

test('the top of a page has a title that tells runs apart, what came of the run, its settings and its car', async () => {
  const page = await pageOf(await train('eta', { eta: 0.3, seed: 9, maxSteps: 200 }));
  const title = /<title>(.*)<\/title>/.exec(page)![1];
  assert.match(title, /^vime in mountain-car, sparse reward, seed 9; /);
  assert.match(title, /\beta 0\.3\b/);
  assert.not.ok(title.includes('maxSteps'));
  assert.ok(page.includes('<h1>vime in mountain-car, sparse reward, seed 9</h1>'));
  assert.ok(page.includes('<tr><th scope="row">eta</th><td>0.3</td><td>0.0035</td></tr>'));
  const top = page.slice(0, page.indexOf('<h2>Training</h2>'));
  const facts = new Map(
    [...top.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [name, value]),
  );
  assert.is(facts.get('first goal'), 'never');
  assert.is(facts.get('optimum'), '−97.66');
  assert.is(facts.get('final score'), '−200.00 (mean of 3 episodes, standard deviation 0.00)');
  assert.match(facts.get('digest')!, /^[0-9a-f]{64}$/);
  assert.match(facts.get('seconds')!, /^\d+\.\d$/);
  assert.match(facts.get('versions')!, /^vime \d.*, node \d/);
  assert.match(top, /<img src="data:image\/gif;base64,[^"]*" alt="[^"]*no goal, 200 steps"/);
  assert.ok(page.includes('>optimum −97.7</text>'));
});

test('a run that is to explore has no goal, nor episodes over which its score is a mean', async () => {
  const folder = await train('explored', {
    env: 'stochastic-car',
    finalEpisodes: 3,
  });
  const page = await pageOf(folder);
  assert.not.ok(page.includes('first goal') || page.includes('(mean of 3 episodes'));
  assert.ok(page.includes('actions that press the remote<'));
  assert.ok(vimePage.includes('first goal'));
});

test('without settings of its own a run has no table of them', async () => {
  const path = join(at, 'published');
  cpSync(published, path, { recursive: true });
  rmSync(join(path, 'maps.jsonl'));
  const page = await pageOf(path);
  const { seed } = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as { seed: number };
  assert.match(page, `<title>vime in mountain-car, sparse reward, seed ${seed}</title>`);
  assert.not.ok(page.includes('<table>'));
});

test('an optimum that is not that of the environment is not shown', async () => {
  const page = await pageOf(await train('weak', { force: 0.0008, maxSteps: 200 }));
  assert.ok(page.includes('<dt>optimum</dt><dd>not known for these settings</dd>'));
  assert.not.ok(page.includes('>optimum −'));
});

test('every link leads to a file that is there, and every file but the page is linked', () => {
  writeFileSync(join(vime, 'report.html'), vimePage);
  const there = readdirSync(vime).filter((name) => name !== 'report.html');
  assert.equal(linksOf(vimePage), there.sort());
});

test('a run without the spread of its last evaluation has a page', async () => {
  const path = join(at, 'old');
  cpSync(plain, path, { recursive: true });
  const file = join(path, 'summary.json');
  const { finalScoreSd, ...summary } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    unknown
  >;
  assert.type(finalScoreSd, 'number');
  writeFileSync(file, JSON.stringify(summary));
  assert.match(await pageOf(path), /<dd>−[\d.]+ \(mean of 3 episodes\)<\/dd>/);
});

test('a page is the same every time, and does not wait for a line that is being written', async () => {
  const path = join(at, 'writing');
  cpSync(vime, path, { recursive: true });
  appendFileSync(join(path, 'maps.jsonl'), '{"episode":5,"envSt');
  assert.is(await pageOf(path), vimePage);
});

test('a run without maps has charts alone', async () => {
  const { sections } = await runPart([plain]);
  assert.equal(
    sections.map(({ blocks }) => kinds(blocks)),
    [['facts', 'table', 'figures']],
  );
});

test('records and maps that are not as they were written are named with their line', async () => {
  const bad = (file: string): string => {
    const path = join(at, `bad ${file}`);
    cpSync(vime, path, { recursive: true });
    appendFileSync(join(path, file), 'x\n');
    return path;
  };
  assert.match(await laterRefusal(runPage(bad('episodes.jsonl'))), /episodes\.jsonl:5: /);
  const { html, missing } = await runPage(bad('maps.jsonl')); // there are charts all the same
  const lines = missing.map(missingLine).join('; ');
  assert.match(lines, /^The picture maps is missing: .*maps\.jsonl:4: expected JSON$/);
  assert.ok(html.includes('The picture maps is missing') && html.includes('>greedy</text>'));
  assert.match(await laterRefusal(runPage(join(at, 'nowhere'))), /^cannot read .*config\.json/);
});

test('without weights that can be read there is no car, and why is said in its place', async () => {
  const path = join(at, 'bad weights');
  cpSync(vime, path, { recursive: true });
  writeFileSync(join(path, 'weights.safetensors'), 'not weights');
  const { sections, figures } = await runPart([path]);
  const [{ name, why }, ...others] = missingIn(sections);
  assert.equal([name, others], ['episodes', []]);
  assert.match(why, /weights\.safetensors/);
  assert.is(figures.length, (await runPart([vime])).figures.length);
  const page = reportPage({ title: 'A run', sections });
  assert.ok(page.includes('The picture episodes is missing: ') && page.includes('data:image/gif'));
  assert.equal(
    (await runPage(path)).missing.map((missing) => missing.name),
    ['episode'],
  );
});

test('the page of a whole run stays small', async () => {
  const page = await pageOf(published);
  assert.ok(page.length < 1_000_000, `${page.length} bytes`);
});

test.run();
