import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, type PhaseMaps } from '../../src/experiment/phaseSpace.ts';
import { CHART_WIDTH } from '../../src/report/draw.ts';
import {
  isInAny,
  mapsInColumns,
  mapsInRows,
  type MapName,
  type RunMaps,
} from '../../src/report/maps.ts';

/** A map of the same number everywhere. */
const flat = (value: number): number[] => new Array<number>(CELLS).fill(value);

function mapsAt(episode: number, isCurious: boolean): PhaseMaps {
  const curiosity = { gain: flat(0.1), modelSd: flat(0.2), bonus: flat(1) };
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

const dqn = { label: 'dqn', moments: [1, 3].map((episode) => mapsAt(episode, false)) };
const vime = { label: 'vime', moments: [1, 3, 10].map((episode) => mapsAt(episode, true)) };

const count = (svg: string, what: RegExp): number => [...svg.matchAll(what)].length;
/** What is written in a picture. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map((match) => match[1]);
const times = (svg: string, text: string): number =>
  texts(svg).filter((found) => found === text).length;
const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)![1]);

for (const [how, drawn] of [
  ['in rows', (name: MapName, runs: readonly RunMaps[]) => mapsInRows(name, runs, 900)],
  ['in columns', mapsInColumns],
] as const) {
  test(`${how}: a picture for each moment and run that has it, and the colours`, async () => {
    const svg = await drawn('visits', [dqn, vime]);
    assert.is(count(svg, /<image /g), 2 + 3 + 1); // dqn has no maps of episode 10
    for (const text of ['Where the agent has been', 'dqn', 'vime', 'steps in the cell']) {
      assert.is(times(svg, text), 1, text);
    }
    for (const episode of [1, 3, 10]) assert.is(times(svg, `episode ${episode}`), 1);
  });

  test(`${how}: a run without curiosity is left out where curiosity is shown`, async () => {
    const svg = await drawn('gain', [dqn, vime]);
    assert.is(count(svg, /<image /g), 3 + 1);
    assert.not(texts(svg).includes('dqn'));
    assert.ok(texts(svg).includes('nats'));
  });

  test(`${how}: a picture stands by itself and is the same every time`, async () => {
    const svg = await drawn('action', [vime]);
    assert.not(/xlink|https?:\/\/(?!www\.w3\.org)/.test(svg));
    assert.is(await drawn('action', [vime]), svg);
  });
}

test('positions are written below whatever has nothing below it', async () => {
  assert.is(times(await mapsInRows('visits', [dqn, vime], 900), 'position'), 3);
  assert.is(times(await mapsInColumns('visits', [dqn, vime]), 'position'), 2);
  assert.is(times(await mapsInColumns('visits', [vime]), 'position'), 2); // 3 moments, two by two
});

test('a figure is no wider than the room it is given, however many moments and runs', async () => {
  const moments = [1, 3, 10, 30, 100, 300].map((episode) => mapsAt(episode, true));
  for (const width of [700, 1230]) {
    assert.ok(widthOf(await mapsInRows('bonus', [{ label: 'vime', moments }], width)) <= width);
  }
  for (const runs of [[vime], [dqn, vime], [dqn, vime, dqn]]) {
    assert.ok(widthOf(await mapsInColumns('value', runs)) <= CHART_WIDTH, `${runs.length} runs`);
  }
});

test('there is nothing to draw of the curiosity of runs that have none', () => {
  assert.is(isInAny('bonus', [dqn]), false);
  assert.is(isInAny('bonus', [dqn, vime]), true);
  assert.is(isInAny('value', [dqn]), true);
});

test.run();
