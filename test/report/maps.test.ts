import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, type PhaseMaps } from '../../src/experiment/phaseSpace.ts';
import { mapsOfKind, mapsOfRuns, mapsOverTime } from '../../src/report/maps.ts';

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

const dqn = { agent: 'dqn', moments: [1, 3].map((episode) => mapsAt(episode, false)) };
const vime = { agent: 'vime', moments: [1, 3, 10].map((episode) => mapsAt(episode, true)) };

const count = (svg: string, what: RegExp): number => [...svg.matchAll(what)].length;
/** What is written in a picture. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map((match) => match[1]);

test('one kind: a picture for each moment and agent that has it, and the colours', async () => {
  const svg = await mapsOfKind('visits', [dqn, vime]);
  assert.is(count(svg, /<image /g), 2 + 3 + 1); // dqn has no maps of episode 10
  for (const text of ['Where the agent has been', 'dqn', 'vime', 'position', 'steps in the cell']) {
    assert.ok(texts(svg).includes(text), text);
  }
  for (const episode of [1, 3, 10]) assert.ok(texts(svg).includes(`episode ${episode}`));
});

test('an agent without curiosity is left out where curiosity is shown', async () => {
  const svg = await mapsOfKind('gain', [dqn, vime]);
  assert.is(count(svg, /<image /g), 3 + 1);
  assert.not(texts(svg).includes('dqn'));
  assert.ok(texts(svg).includes('nats'));
});

test('over time: one row of moments', async () => {
  const svg = await mapsOverTime('bonus', [dqn, vime]);
  assert.is(count(svg, /<image /g), 3 + 1);
  assert.is(texts(svg).filter((text) => text === 'position').length, 3);
});

test('all kinds in one figure, each with its colours', async () => {
  const svg = await mapsOfRuns([dqn, vime]);
  assert.is(count(svg, /<image /g), 2 * 3 + 3 * 6 + 9);
});

test('a picture stands by itself and is the same every time', async () => {
  const svg = await mapsOfKind('action', [vime]);
  assert.not(/xlink|https?:\/\/(?!www\.w3\.org)/.test(svg));
  assert.is(await mapsOfKind('action', [vime]), svg);
});

test.run();
