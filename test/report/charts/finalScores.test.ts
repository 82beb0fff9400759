import { test } from 'uvu';
import * as assert from 'uvu/assert';

import { finalScores } from '../../../src/report/charts/finalScores.ts';
import { styleOf } from '../../../src/report/draw/palette.ts';
import { textWidth } from '../../../src/report/draw/textWidth.ts';

const scene = {
  id: 'noisy-tv-sparse',
  name: 'noisy-tv, sparse reward',
  optimum: -188,
  score: 'minus steps',
  random: -400,
  seeds: '20 seeds',
};

const scores = [
  { agent: 'dqn', value: -352, interval: { low: -400, high: -300 } },
  { agent: 'rnd', value: -210.25, interval: { low: -220, high: -205 } },
  { agent: 'vime', value: -210.25, interval: { low: -214, high: -207 } },
];

test('agents stand from best to worst, equals in the order of legends', async () => {
  const { svg, name } = await finalScores(scene, scores);
  assert.is(name, 'noisy-tv-sparse-final');
  const rows = [...svg.matchAll(/translate\(-?[\d.]+,([\d.]+)\)"[^>]*>(dqn|rnd|vime)<\/text>/g)]
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([, , agent]) => agent);
  assert.equal(rows, ['vime', 'rnd', 'dqn']);
});

test('every agent has its colour, its value and its interval in words', async () => {
  const { svg } = await finalScores(scene, scores);
  for (const { agent } of scores) {
    const { light } = styleOf(agent);
    assert.ok(svg.includes(`fill="${light}"`) && svg.includes(`stroke="${light}"`), agent);
  }
  assert.ok(svg.includes('>−352.0</text>') && svg.includes('dqn −352.0 (−400.0 to −300.0)'));
  assert.ok(svg.includes('>score of the last fifth (minus steps)</text>'));
  assert.ok(svg.includes('the optimum is −188.0'));
});

test('an interval is as long as its numbers say', async () => {
  const { svg } = await finalScores(scene, scores);
  const length = (agent: string): number => {
    const tags = [...svg.matchAll(/<line [^>]*stroke-width="2"[^>]*>/g)].map(([tag]) => tag);
    const tag = tags.find((candidate) => candidate.includes(styleOf(agent).light))!;
    return Math.abs(Number(/x2="(-?[\d.]+)"/.exec(tag)![1]));
  };
  assert.ok(Math.abs(length('dqn') / length('rnd') - 100 / 15) < 0.2);
});

test('an agent that never reaches the goal still has its number inside the chart', async () => {
  const never = { agent: 'counts', value: -400, interval: { low: -400, high: -400 } };
  const { svg } = await finalScores(scene, [...scores, never]);
  const label = /<text text-anchor="end"[^>]*translate\(([\d.]+),[\d.]+\)"[^>]*>−400\.0</.exec(
    svg,
  )!;
  assert.ok(Number(label[1]) - textWidth('−400.0', 12) > 0);
});

test('the axis names no score below that of the time limit', async () => {
  const { svg } = await finalScores(scene, scores);
  const ticks = [...svg.matchAll(/>−(\d+)<\/text>/g)].map(([, tick]) => -Number(tick));
  assert.is(Math.min(...ticks), -400);
});

test('without an optimum the scores decide how many digits there are', async () => {
  const small = [{ agent: 'vime', value: 0.25, interval: null }];
  const { svg } = await finalScores({ ...scene, optimum: null, random: null }, small);
  assert.ok(svg.includes('>0.250</text>') && svg.includes('vime 0.250'));
});

test('nothing given, nothing drawn but the axis', async () => {
  const { svg } = await finalScores(scene, []);
  assert.not.ok(/NaN|undefined|Infinity/.test(svg));
});

test.run();
