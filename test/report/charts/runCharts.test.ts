import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EpisodeRecord } from '../../../src/train/train.ts';
import { measureOf } from '../../../src/train/config/curiosities.ts';
import { styleOf } from '../../../src/report/draw/palette.ts';
import type { Figure } from '../../../src/report/draw/figure.ts';
import { runCharts } from '../../../src/report/charts/runCharts.ts';
import { outside, there } from '../../support/pictures.ts';
import { agentConfig, tinyConfig } from '../../support/tinyRun.ts';

const recordOf = (episode: number): EpisodeRecord => ({
  episode,
  envSteps: 200 * episode,
  length: 200 - episode,
  reachedGoal: episode > 3,
  extrinsicReturn: 1,
  intrinsicReturn: 2 / episode,
  epsilon: 0.05,
  qLoss: episode === 1 ? null : 0.001 / episode,
  objective: episode === 1 ? null : -3 / episode,
  noveltyMean: 1 / episode,
  noveltyMax: 10 / episode,
  modelR2: [1 - 1 / episode, null, 0.5],
  remoteShare: null,
  remoteBonusShare: null,
  evalScore: -200 + episode,
  evalScoreSd: 2,
});
const records = Array.from({ length: 40 }, (_, i) => recordOf(i + 1));
const scene = {
  agent: 'vime',
  name: 'mountain-car, sparse reward, seed 1',
  task: {
    name: 'mountain-car',
    score: 'minus steps',
    random: -200,
    optimum: -97.66,
    milestones: [],
  },
  measure: measureOf(tinyConfig()),
};

test('a curious run has return, losses, gain and bonus, each with units', async () => {
  const figures = await runCharts(scene, records);
  assert.equal(
    figures.map(({ name }) => name),
    ['run-score', 'run-q-loss', 'run-objective', 'run-model-fit', 'run-measure', 'run-bonus'],
  );
  const units = [
    'score (minus steps)',
    'loss (reward²)',
    'objective of the model (nats per transition)',
    'R²',
    'expected information gain (nats)',
    'eta × bonus (reward per step)',
  ];
  for (const [n, { svg }] of figures.map(there).entries()) {
    assert.ok(svg.includes(`>${units[n]}</text>`), units[n]);
    assert.ok(svg.includes('>training episode</text>'));
    assert.ok(svg.includes('>vime; mountain-car, sparse reward, seed 1</text>'));
    assert.ok(svg.includes(`stroke="${styleOf('vime').light}"`), 'in the colour of its agent');
    assert.not.ok(/NaN|undefined|Infinity/.test(svg));
  }
});

test('an agent without curiosity has no charts of it', async () => {
  const plain = records.map((r) => ({
    ...r,
    intrinsicReturn: 0,
    objective: null,
    noveltyMean: null,
    noveltyMax: null,
  }));
  const figures = await runCharts({ ...scene, agent: 'dqn', measure: null }, plain);
  assert.equal(
    figures.map(({ name }) => name),
    ['run-score', 'run-q-loss'],
  );
});

test('an agent that learns no model of the environment has no chart of one, and its measure is called by its name', async () => {
  const counts = { ...scene, agent: 'counts', measure: measureOf(agentConfig('counts')) };
  const figures = await runCharts(
    counts,
    records.map((record) => ({ ...record, modelR2: null })),
  );
  assert.equal(
    figures.map(({ name }) => name),
    ['run-score', 'run-q-loss', 'run-measure', 'run-bonus'],
  );
  assert.ok(there(figures[2]).svg.includes('>inverse count (1 / visits)</text>'));
});

test('where batches are measured, captions say so', async () => {
  const captions = async (agent: 'predictive-kl' | 'original'): Promise<string[]> =>
    (await runCharts({ ...scene, measure: measureOf(agentConfig(agent)) }, records))
      .map((figure) => there(figure).caption)
      .slice(-2);
  assert.ok((await captions('predictive-kl')).every((caption) => !caption.includes('atches')));
  assert.ok((await captions('original')).every((caption) => caption.includes('atches')));
});

test('what was not measured has no place in a legend, nor in a caption', async () => {
  const scoreOf = async (score: string): Promise<Figure> =>
    there((await runCharts({ ...scene, task: { ...scene.task, score } }, records))[0]);
  const own = await scoreOf('height');
  assert.ok(own.svg.includes('>Score in evaluation</text>') && !own.caption.includes('Dots'));
  assert.not.ok(own.svg.includes('>in training</text>'));
  const visited = await scoreOf('cells visited');
  assert.ok(visited.svg.includes('>Cells visited</text>'));
  assert.not.ok(visited.svg.includes('>in training</text>'));
  const fit = (await runCharts(scene, records)).find(({ name }) => name === 'run-model-fit');
  const { svg } = there(fit);
  assert.ok(svg.includes('>variable 1</text>') && svg.includes('>others, mean</text>'));
  assert.not.ok(svg.includes('>variable 2</text>'), 'it never changed');
  const named = await runCharts({ ...scene, variableNames: ['position', 'velocity'] }, records);
  const namedFit = there(named.find(({ name }) => name === 'run-model-fit'));
  assert.ok(namedFit.svg.includes('>position</text>'));
});

test('the optimum is a line across the evaluations, if it is known', async () => {
  const [known, unknown] = [-97.66, null].map((optimum) => ({
    ...scene,
    task: { ...scene.task, optimum },
  }));
  const { svg } = there((await runCharts(known, records))[0]);
  assert.ok(svg.includes('>optimum −97.7</text>'));
  assert.match(svg, /aria-label="[^"]* A line across shows the optimum −97\.7\."/);
  assert.not.ok(there((await runCharts(unknown, records))[0]).svg.includes('optimum'));
});

test('a run still in progress is drawn as far as it has come', async () => {
  assert.equal(await runCharts(scene, []), []);
  const [figure] = (await runCharts(scene, records.slice(0, 1))).map(there);
  assert.ok(figure.svg.includes('from -199 in episode 1 to -199 in episode 1'));
  assert.not.ok(/NaN|undefined|Infinity/.test(figure.svg));
});

for (const [what, change] of [
  [
    'huge',
    (n: number) => ({
      noveltyMean: 1e200 * n,
      noveltyMax: 1e250,
      objective: -1e30 * n,
      intrinsicReturn: 1e28 * n,
    }),
  ],
  [
    'tiny',
    (n: number) => ({
      noveltyMean: 1e-250,
      noveltyMax: 1e-25 * n,
      objective: -1e-9 * n,
      intrinsicReturn: 1e-30,
    }),
  ],
  [
    'all the same',
    () => ({
      noveltyMean: 1,
      noveltyMax: 1,
      objective: -1e6,
      qLoss: 1e-5,
      evalScore: -200,
      evalScoreSd: 0,
      length: 200,
    }),
  ],
  [
    'hardly different',
    (n: number) => ({ objective: -1e6 - 1e-7 * n, intrinsicReturn: 5 + 1e-12 * n, length: 5 }),
  ],
] as const) {
  for (const count of [1, 2, 3, 40]) {
    test(`values that are ${what} have labels inside the picture, of ${count} episodes`, async () => {
      const figures = await runCharts(
        scene,
        records.slice(0, count).map((r) => ({ ...r, qLoss: 1, ...change(r.episode) })),
      );
      for (const { name, svg } of figures.map(there)) {
        assert.is(outside(svg), '', name);
        const numbers = [...svg.matchAll(/>([−\d][^<]*)<\/text>/g)].map((m) => m[1]);
        const episodes = numbers.filter((text) => /^[1-9]\d?$/.test(text));
        assert.ok(episodes.length >= Math.min(2, count), `${name}: ${numbers.join(' ')}`);
        assert.ok(numbers.length >= 2 + Math.min(2, count), `${name}: ${numbers.join(' ')}`);
        assert.ok(!/NaN|undefined|Infinity/.test(svg));
      }
    });
  }
}

test('what is no number is left out', async () => {
  const odd = records.map((r) =>
    r.episode === 7 ? { ...r, objective: NaN, noveltyMax: Infinity } : r,
  );
  for (const { svg } of (await runCharts(scene, odd)).map(there)) {
    assert.not.ok(/NaN|undefined|Infinity/.test(svg));
  }
});

test('a gain of 0 has no place on a logarithmic axis and is left out', async () => {
  const still = records.map((r) => (r.episode === 7 ? { ...r, noveltyMean: 0, noveltyMax: 0 } : r));
  const { svg } = there((await runCharts(scene, still)).find(({ name }) => name === 'run-measure'));
  assert.not.ok(/NaN|undefined|Infinity/.test(svg));
  for (const label of ['0.1', '1', '10']) assert.ok(svg.includes(`>${label}</text>`), label);
});

test('a measure that may be negative has a linear axis, and none of it is left out', async () => {
  const lpm = { ...scene, agent: 'lpm', measure: measureOf(agentConfig('lpm')) };
  const falling = records.map((r) => ({ ...r, noveltyMean: -r.episode, noveltyMax: 5 }));
  const { svg } = there((await runCharts(lpm, falling)).find(({ name }) => name === 'run-measure'));
  assert.ok(svg.includes('from -1 in episode 1 to -40 in episode 40'));
  assert.ok(svg.includes('>−40</text>'));
});

test('a band ends at the time limit: no episode is longer', async () => {
  const late = records.map((r) => ({ ...r, length: 200, evalScore: -190, evalScoreSd: 30 }));
  const { svg } = there((await runCharts(scene, late))[0]);
  const numbers = [...svg.matchAll(/>(−\d+)<\/text>/g)].map((m) => m[1]);
  assert.ok(numbers.includes('−200') && !numbers.includes('−220'), numbers.join(' '));
});

test('powers of ten that would be long are written as powers', async () => {
  const small = records.map((r) => ({ ...r, qLoss: r.episode > 20 ? 1e-8 : 1e-3 }));
  const { svg } = there((await runCharts(scene, small)).find(({ name }) => name === 'run-q-loss'));
  assert.ok(svg.includes('>1e−8</text>'));
  assert.not.ok(/>[\d.]*000\d*<\/text>/.test(svg));
});

test('the same records give the same bytes', async () => {
  assert.equal(await runCharts(scene, records), await runCharts(scene, records));
});

test.run();
