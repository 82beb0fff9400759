import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS } from '../../../src/train/config/phaseGrid.ts';
import type { PhaseMaps } from '../../../src/train/phaseSpace.ts';
import { measureOf } from '../../../src/train/config/curiosities.ts';
import { CHART_WIDTH } from '../../../src/report/draw/draw.ts';
import {
  alikeMaps,
  type AlikeMaps,
  type MapName,
  type RunMaps,
} from '../../../src/report/phase/alikeMaps.ts';
import { mapsInColumns, mapsInRows } from '../../../src/report/phase/maps.ts';
import { mapKinds } from '../../../src/report/phase/mapKinds.ts';
import { CAR } from '../../support/phaseSpace.ts';
import { outside } from '../../support/pictures.ts';
import { agentConfig } from '../../support/tinyRun.ts';

/** A map of the same number everywhere. */
const flat = (value: number): number[] => new Array<number>(CELLS).fill(value);

function mapsAt(episode: number, isCurious: boolean): PhaseMaps {
  const curiosity = { novelty: flat(0.1), modelUncertainty: flat(0.2), bonus: flat(1) };
  return {
    episode,
    envSteps: 200 * episode,
    visits: flat(episode),
    action: flat(1),
    value: flat(0.5),
    curiosity: isCurious ? curiosity : null,
    path: [],
  };
}

const dqn = {
  ...CAR,
  label: 'dqn',
  measure: null,
  byEpisode: [1, 3].map((episode) => mapsAt(episode, false)),
};
const measure = measureOf(agentConfig('vime'));
const vime = {
  ...CAR,
  label: 'vime',
  measure,
  byEpisode: [1, 3, 10].map((episode) => mapsAt(episode, true)),
};

test('a map of what depends on the action says over which actions', () => {
  for (const name of ['novelty', 'modelUncertainty', 'bonus'] as const) {
    assert.match(mapKinds[name].words(measure)!.caption, 'mean over the actions', name);
  }
});

/** The figure of runs that measure the same. */
function alike(name: MapName, runs: readonly RunMaps[]): AlikeMaps {
  const [maps, ...others] = alikeMaps(name, runs);
  assert.is(others.length, 0);
  return maps;
}
const inRows = (name: MapName, runs: readonly RunMaps[], width = 900): Promise<string> =>
  mapsInRows(alike(name, runs), width);
const inColumns = (name: MapName, runs: readonly RunMaps[]): Promise<string> =>
  mapsInColumns(alike(name, runs));

const count = (svg: string, what: RegExp): number => [...svg.matchAll(what)].length;
/** What is written in a picture. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map((match) => match[1]);
const times = (svg: string, text: string): number =>
  texts(svg).filter((found) => found === text).length;
const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)![1]);

for (const [how, drawn] of [
  ['in rows', inRows],
  ['in columns', inColumns],
] as const) {
  test(`${how}: a picture for each episode and run that has maps of it, and the colours`, async () => {
    const svg = await drawn('visits', [dqn, vime]);
    assert.is(count(svg, /<image /g), 2 + 3 + 1); // dqn has no maps of episode 10
    for (const text of ['Visited states', 'dqn', 'vime', 'steps in the cell, logarithmic']) {
      assert.is(times(svg, text), 1, text);
    }
    for (const episode of [1, 3, 10]) assert.is(times(svg, `episode ${episode}`), 1);
  });

  test(`${how}: a run without curiosity is left out where curiosity is shown`, async () => {
    const svg = await drawn('novelty', [dqn, vime]);
    assert.is(count(svg, /<image /g), 3 + 1);
    assert.not(texts(svg).includes('dqn'));
    assert.ok(texts(svg).includes('nats, logarithmic'));
  });

  test(`${how}: a picture stands by itself and is the same every time`, async () => {
    const svg = await drawn('action', [vime]);
    assert.not(/xlink|https?:\/\/(?!www\.w3\.org)/.test(svg));
    assert.is(await drawn('action', [vime]), svg);
  });
}

test('runs that measure something else have maps of their own, with its name and unit', async () => {
  const runs: RunMaps[] = [
    dqn,
    ...(['vime-gain', 'rnd', 'vime-paper', 'counts'] as const).map((agent) => ({
      ...vime,
      label: agent,
      measure: measureOf(agentConfig(agent)),
    })),
  ];
  const labels = ({ runs: these }: AlikeMaps): string[] => these.map(({ label }) => label);
  const measures = alikeMaps('novelty', runs);
  assert.equal(measures.map(labels), [['vime-gain', 'vime-paper'], ['rnd'], ['counts']]);
  for (const [n, [title, unit]] of [
    ['Information gain from each state', 'λ² nats'],
    ['Distillation error from each state', 'output²'],
    ['Inverse count from each state', '1 / visits'],
  ].entries()) {
    const svg = await mapsInRows(measures[n], 900);
    assert.equal([times(svg, title), times(svg, `${unit}, logarithmic`)], [1, 1]);
  }
  assert.equal(alikeMaps('modelUncertainty', runs).map(labels), [['vime-gain', 'vime-paper']]);
  assert.equal(alikeMaps('bonus', runs).map(labels), [
    ['vime-gain', 'rnd', 'vime-paper', 'counts'],
  ]);
});

test('a measure that may be negative has a linear scale, on which its negative numbers are seen', async () => {
  const values = Array.from({ length: CELLS }, (_, cell) => (cell - CELLS / 2) / CELLS);
  const byEpisode = [
    { ...mapsAt(1, true), curiosity: { novelty: values, modelUncertainty: null, bonus: values } },
  ];
  const lpm = { ...vime, label: 'lpm', measure: measureOf(agentConfig('lpm')), byEpisode };
  for (const name of ['novelty', 'bonus'] as const) {
    const found = texts(await inRows(name, [lpm]));
    assert.not(found.some((text) => text.includes('logarithmic')));
    assert.ok(found.includes('−0.4') && found.includes('0.4'), found.join('; '));
  }
  assert.equal(
    alikeMaps('bonus', [vime, lpm]).map(({ runs: [{ label }] }) => label),
    ['vime', 'lpm'],
    'not in one figure with a logarithmic scale',
  );
});

test('positions are written below whatever has nothing below it', async () => {
  assert.is(times(await inRows('visits', [dqn, vime]), 'position'), 3);
  assert.is(times(await inColumns('visits', [dqn, vime]), 'position'), 2);
  assert.is(times(await inColumns('visits', [vime]), 'position'), 2); // 3 episodes, two by two
});

test('a figure is no wider than the room it is given, however many episodes and runs', async () => {
  const byEpisode = [1, 3, 10, 30, 100, 300].map((episode) => mapsAt(episode, true));
  for (const width of [700, 1230]) {
    assert.ok(widthOf(await inRows('bonus', [{ ...vime, byEpisode }], width)) <= width);
  }
  for (const runs of [[vime], [dqn, vime], [dqn, vime, dqn]]) {
    assert.ok(widthOf(await inColumns('value', runs)) <= CHART_WIDTH, `${runs.length} runs`);
  }
});

test('a long name takes lines, not room from the figure', async () => {
  const label = 'vime, eta 0.3, bnnLearningRate 0.0001, noisy-tv-16, sparse, seed 1234567';
  const long = (count: number): RunMaps[] =>
    Array.from({ length: count }, (_, n) => ({ ...vime, label: `${label}${n}` }));
  for (const count of [2, 4]) {
    const rows = await inRows('bonus', long(count), 700);
    assert.ok(widthOf(rows) <= 700 && texts(rows).some((text) => text.startsWith('vime, eta')));
    const columns = await inColumns('bonus', long(count));
    assert.ok(widthOf(columns) <= CHART_WIDTH, `${widthOf(columns)} px`);
  }
});

test('a scale of colours that is logarithmic says so, and one that is not does not', async () => {
  const drawn = async (name: MapName): Promise<string> =>
    texts(await inRows(name, [vime], 700)).join('; ');
  for (const name of ['visits', 'novelty', 'modelUncertainty', 'bonus'] as const) {
    assert.match(await drawn(name), /, logarithmic/);
  }
  for (const name of ['value', 'action'] as const) {
    assert.not.match(await drawn(name), /logarithmic/);
  }
});

for (const [what, of] of [
  ['tiny', (cell: number) => 1e-200 * (1 + cell)],
  ['huge', (cell: number) => 1e200 * (1 + cell)],
  ['all the same', () => 0.3],
  ['nothing', () => 0],
  ['negative', (cell: number) => -1e-7 - cell],
  ['hardly different', (cell: number) => -5 - 1e-9 * cell],
] as const) {
  test(`colours for values that are ${what} have two numbers or more, inside the picture`, async () => {
    const values = Array.from({ length: CELLS }, (_, cell) => of(cell));
    const maps = { ...mapsAt(1, true), value: values, visits: values };
    const byEpisode = [maps, { ...maps, episode: 3 }];
    for (const name of ['value', 'visits'] as const) {
      for (const svg of [
        await inRows(name, [{ ...vime, byEpisode }], 700),
        await inColumns(name, [{ ...vime, byEpisode }]),
      ]) {
        assert.is(outside(svg), '');
        assert.not.ok(/NaN|undefined|Infinity/.test(svg));
        const numbers = texts(svg.split('<image').at(-2)!).filter((text) => /^[−\d]/.test(text)); // an axis comes before its picture
        assert.ok(numbers.length >= 2, svg);
        assert.is(new Set(numbers).size, numbers.length, numbers.join(' '));
      }
    }
  });
}

test('there is nothing to draw of the curiosity of runs that have none', () => {
  const counts = (name: MapName, runs: readonly RunMaps[]): number[] =>
    alikeMaps(name, runs).map((maps) => maps.runs.length);
  assert.equal(counts('bonus', [dqn]), []);
  assert.equal(counts('bonus', [dqn, vime]), [1]);
  assert.equal(counts('value', [dqn, vime]), [2]);
});

test('maps have the axes, the actions and the units of their environment', async () => {
  const own: RunMaps = {
    ...dqn,
    phaseSpace: {
      axes: [
        { name: 'angle', unit: 'radians', low: -3, high: 3, ticks: [-2, 0, 2] },
        { name: 'height', low: 0, high: 1, ticks: [0, 1] },
      ],
      goal: null,
    },
    actionNames: null,
  };
  const svg = await inRows('action', [own]);
  for (const text of ['angle', 'height', '−2', 'Angle in radians.', '0', '1']) {
    assert.ok(texts(svg).includes(text), text);
  }
  assert.not.ok(svg.includes('stroke-dasharray'), 'there is no goal to be marked');
  assert.equal(
    alikeMaps('visits', [own, dqn]).map(({ runs }) => runs.length),
    [1, 1],
    'not in one figure with those of another environment',
  );
});

test.run();
