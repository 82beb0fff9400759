import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CHART_WIDTH } from '../../../src/report/draw/draw.ts';
import { finalLengths } from '../../../src/report/charts/finalLengths.ts';
import { styleOf } from '../../../src/report/draw/palette.ts';
import { textWidth } from '../../../src/report/draw/textWidth.ts';

const scene = {
  id: 'noisy-tv-sparse',
  name: 'noisy-tv, sparse reward',
  optimum: 188,
  maxSteps: 400,
  seeds: '20 seeds',
};

const lengths = [
  { agent: 'dqn', value: 352, interval: { low: 300, high: 400 } },
  { agent: 'rnd', value: 210.25, interval: { low: 205, high: 220 } },
  { agent: 'vime', value: 210.25, interval: { low: 207, high: 214 } },
];

test('agents stand from best to worst, equals in the order of legends', async () => {
  const { svg, name } = await finalLengths(scene, lengths);
  assert.is(name, 'noisy-tv-sparse-final');
  const rows = [...svg.matchAll(/translate\(-?[\d.]+,([\d.]+)\)"[^>]*>(dqn|rnd|vime)<\/text>/g)]
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([, , agent]) => agent);
  assert.equal(rows, ['vime', 'rnd', 'dqn']);
});

test('every agent has its colour, its value and its interval in words', async () => {
  const { svg } = await finalLengths(scene, lengths);
  for (const { agent } of lengths) {
    const { light } = styleOf(agent);
    assert.ok(svg.includes(`fill="${light}"`) && svg.includes(`stroke="${light}"`), agent);
  }
  assert.ok(svg.includes('>352.0</text>') && svg.includes('dqn 352.0 (300.0 to 400.0)'));
  assert.ok(svg.includes('>steps to the goal (fewer is better)</text>'));
  assert.ok(svg.includes('the optimum is 188.0'));
});

test('an interval is as long as its numbers say', async () => {
  const { svg } = await finalLengths(scene, lengths);
  const length = (agent: string): number => {
    const tags = [...svg.matchAll(/<line [^>]*stroke-width="2"[^>]*>/g)].map(([tag]) => tag);
    const tag = tags.find((candidate) => candidate.includes(styleOf(agent).light))!;
    return Math.abs(Number(/x2="(-?[\d.]+)"/.exec(tag)![1]));
  };
  assert.ok(Math.abs(length('dqn') / length('rnd') - 100 / 15) < 0.2);
});

test('an agent that never gets there still has its number inside the chart', async () => {
  const never = { agent: 'counts', value: 400, interval: { low: 400, high: 400 } };
  const { svg } = await finalLengths(scene, [...lengths, never]);
  const plot = Number(/^<svg[^>]*><g[^>]*translate\((\d+),/.exec(svg)![1]);
  const label = /<text[^>]*translate\(([\d.]+),[\d.]+\)"[^>]*>400\.0</.exec(svg)!;
  assert.ok(plot + Number(label[1]) + textWidth('400.0', 12) < CHART_WIDTH);
});

test('the axis names no length that is longer than an episode can be', async () => {
  const { svg } = await finalLengths(scene, lengths);
  const ticks = [...svg.matchAll(/>(\d+)<\/text>/g)].map(([, tick]) => Number(tick));
  assert.is(Math.max(...ticks), 400);
});

test('nothing given, nothing drawn but the axis', async () => {
  const { svg } = await finalLengths(scene, []);
  assert.not.ok(/NaN|undefined|Infinity/.test(svg));
});

test.run();
