import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import {
  arrived,
  groupFigures,
  overallFigure,
  overScores,
} from '../../../src/report/charts/comparisonFigures.ts';
import { fakeAgent, fakeGroup } from '../fakeComparison.ts';
import { isMissing } from '../../../src/report/draw/figure.ts';
import { there } from '../../support/pictures.ts';

const rng = stream(1, 'test');

test('those who have arrived are those who wait no more, from the first episode to the last', () => {
  const waiting = { at: [3, 8], value: [0.75, 0.5], low: [0.5, 0.25], high: [1, 0.75] };
  assert.equal(arrived('vime', waiting, 20), {
    agent: 'vime',
    x: [1, 3, 8, 20],
    y: [0, 0.25, 0.5, 0.5],
    low: [0, 0, 0.25, 0.25],
    high: [0, 0.5, 0.75, 0.75],
  });
});

test('arrivals in the first and the last episode are not drawn twice', () => {
  const waiting = { at: [1, 20], value: [0.5, 0], low: [0.5, 0], high: [0.5, 0] };
  assert.equal(arrived('vime', waiting, 20).x, [1, 20]);
  assert.equal(arrived('vime', waiting, 20).y, [0.5, 1]);
});

test('where nobody arrives the line stays at 0', () => {
  const nobody = { at: [], value: [], low: [], high: [] };
  assert.equal(arrived('dqn', nobody, 200).x, [1, 200]);
  assert.equal(arrived('dqn', nobody, 200).y, [0, 0]);
});

test('a profile over normalised scores becomes one over scores', () => {
  const profile = { at: [0, 1], value: [0.9, 0.1], low: [0.8, 0], high: [1, 0.2] };
  const { x, y, low, high } = overScores('vime', profile, { random: -200, optimum: -97.66 });
  assert.equal(
    [x, y, low, high],
    [
      [-200, -97.66],
      [0.9, 0.1],
      [0.8, 0],
      [1, 0.2],
    ],
  );
});

test('a group has its charts, and the followed pair where it was run', async () => {
  const agents = ['vime', 'dqn', 'original'].map((agent) => fakeAgent(agent, rng));
  const names = async (group: ReturnType<typeof fakeGroup>): Promise<string[]> =>
    (await groupFigures(group)).map(({ name }) => name.replace('noisy-tv-dense-', ''));
  const charts = ['learning', 'final', 'goal', 'threshold', 'profiles'];
  assert.equal(await names(fakeGroup('noisy-tv', agents, 'dense')), [...charts, 'vime-dqn']);
  const all = [...agents, fakeAgent('original-dqn', rng, 500)];
  assert.equal(await names(fakeGroup('noisy-tv', all, 'dense')), [
    ...charts,
    'original-original-dqn',
    'vime-dqn',
  ]);
});

test('short runs have no chart of windows, and what nobody reaches has none either', async () => {
  const agents = ['vime', 'dqn'].map((agent) => {
    const fake = fakeAgent(agent, rng, 30);
    return { ...fake, firstAbove: { ...fake.firstAbove, failures: fake.seeds.length } };
  });
  const figures = await groupFigures(fakeGroup('mountain-car', agents));
  assert.equal(
    figures.map(({ name }) => name.replace('mountain-car-sparse-', '')),
    ['learning', 'final', 'goal', 'profiles'],
  );
});

test('scores keep their sign', async () => {
  const agent = {
    ...fakeAgent('vime', rng),
    lastFifth: { iqm: { value: -101, interval: { low: -105, high: -99 } } },
  };
  const figures = await groupFigures(fakeGroup('mountain-car', [agent]));
  assert.ok(there(figures[1]).svg.includes('vime −101.0 (−105.0 to −99.0)'));
});

test('agents of different numbers of seeds are said to be', async () => {
  const agents = [fakeAgent('vime', rng, 200, 30), fakeAgent('dqn', rng, 200, 20)];
  const [figure] = await groupFigures(fakeGroup('mountain-car', agents));
  assert.ok(there(figure).svg.includes('20 to 30 seeds'));
});

test('a chart that cannot be drawn costs no other', async () => {
  const twice = [fakeAgent('vime', rng), fakeAgent('vime', rng)]; // two lines of one name are refused
  const figures = await groupFigures(fakeGroup('mountain-car', twice));
  assert.equal(
    figures.filter(isMissing).map(({ name, why }) => [name, why]),
    ['learning', 'goal', 'threshold', 'profiles', 'vime-dqn'].map((name) => [
      `mountain-car-sparse-${name}`,
      'drawCurves: two curves of vime',
    ]),
  );
  assert.ok(there(figures[1]).svg.includes('vime'));
});

test('the figure over all environments has every agent', async () => {
  const overall = ['vime', 'rnd'].map((agent) => fakeAgent(agent, rng));
  const { svg, name } = await overallFigure(overall);
  assert.is(name, 'overall-profiles');
  assert.ok(svg.includes('>vime</text>') && svg.includes('>rnd</text>'));
});

test.run();
