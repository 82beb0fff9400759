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

test('a number stands clear of a long label, and no interval is longer than the axis', async () => {
  const own = {
    agent: 'vime, curiosity ./hash-counts.ts, eta 0.0035',
    value: 0.967,
    interval: { low: 0.95, high: 1.1 },
  };
  const least = { agent: 'dqn', value: 0.833, interval: { low: 0.83, high: 0.84 } };
  const { svg } = await finalScores({ ...scene, optimum: null, random: null }, [own, least]);
  const endOf = (text: string): number =>
    Number(new RegExp(`translate\\((-?[\\d.]+),[^>]*>${text}</text>`).exec(svg)![1]);
  assert.ok(endOf('0.833') - textWidth('0.833', 12) > endOf('dqn') + 5);
  const width = Number(/<line [^>]*x2="([\d.]+)"[^>]*stroke="#e4e7eb"/.exec(svg)![1]);
  const interval = /translate\((-?[\d.]+),[^>]*x2="(-?[\d.]+)"[^>]*stroke-width="2"/.exec(svg)!;
  assert.ok(Number(interval[1]) <= width && Number(interval[1]) + Number(interval[2]) <= width);
});

test('several lines of a label have their middle at the row', async () => {
  const agent = 'vime, curiosity ./hash-counts.ts, eta 0.0035';
  const { svg } = await finalScores(scene, [{ agent, value: -210, interval: null }]);
  const rows = [...svg.matchAll(/<text text-anchor="end" transform="translate\([^,]+,(-?[\d.]+)/g)];
  const heights = rows.map(([, height]) => Number(height));
  assert.is(heights.length, 2);
  assert.ok(heights[0] < heights[1] - 7);
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
