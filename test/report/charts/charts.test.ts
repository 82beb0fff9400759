import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  arrivalCurves,
  dqnAgainstVime,
  learningCurves,
  profiles,
  smoothed,
  type Scene,
} from '../../../src/report/charts/charts.ts';
import type { Curve } from '../../../src/report/charts/curves.ts';

const scene: Scene = {
  id: 'mountain-car-sparse',
  name: 'mountain-car, sparse reward',
  optimum: -97.66,
  score: 'minus steps',
  random: -200,
  seeds: '30 seeds',
};

/** From −200 up to −100 in so many episodes. */
function rising(agent: string, episodes: number): Curve {
  const x = Array.from({ length: episodes }, (_, i) => i + 1);
  const y = x.map((t) => -200 + (100 * t) / episodes);
  return { agent, x, y, low: y.map((v) => v - 1), high: y.map((v) => v + 1) };
}

/** Axis labels that are whole numbers, without a sign. */
const numbers = (svg: string): number[] =>
  [...svg.matchAll(/>(\d+)<\/text>/g)].map(([, label]) => Number(label));

test('learning curves name the environment, the seeds, the units and the optimum', async () => {
  const { name, svg } = await learningCurves(scene, [rising('vime', 50), rising('dqn', 50)]);
  assert.is(name, 'mountain-car-sparse-learning');
  for (const text of [
    'Learning curves',
    'training episode',
    'greedy score (minus steps)',
    'optimum −97.7',
  ]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  assert.ok(svg.includes('mountain-car, sparse reward; 30 seeds;'));
});

test('an agent that was trained for longer than most is shown as far as the others go', async () => {
  const curves = [rising('vime', 50), rising('dqn', 50), rising('original', 500)];
  const { svg } = await learningCurves(scene, curves);
  assert.is(Math.max(...numbers(svg)), 50);
  assert.ok(svg.includes('original −190.0 (−191.0 to −189.0)'));
});

test('more than six bands would hide the lines: then there are none, and no words name them', async () => {
  const curves = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((agent) => rising(agent, 20));
  const six = await learningCurves(scene, curves.slice(1));
  assert.match(six.svg, /95.%.band</);
  assert.match(six.caption, 'the band its bootstrap interval');
  const seven = await learningCurves(scene, curves);
  assert.match(seven.svg, 'interquartile mean<');
  assert.not.match(seven.caption, 'band');
  assert.not.match(seven.svg, '(−101');
});

test('smoothing averages the line and its band over the last evaluations', () => {
  const curve = { agent: 'a', x: [1, 2, 3], y: [2, 4, 6], low: [1, 1, 4], high: [2, 6, 8] };
  assert.equal(smoothed(curve, 2), {
    agent: 'a',
    x: [2, 3],
    y: [3, 5],
    low: [1, 2.5],
    high: [4, 7],
  });
  assert.equal(smoothed(curve, 4).y, []);
});

test('the followed figure shows its pair to the end, by a name fit for a file', async () => {
  const pair = [rising('original', 500), rising('original-dqn', 500)];
  const { name, svg } = await dqnAgainstVime(scene, 'as in Cassie-Lim/VIME', pair, 20);
  assert.is(name, 'mountain-car-sparse-original-original-dqn');
  assert.ok(svg.includes('>DQN against VIME, as in Cassie-Lim/VIME</text>'));
  assert.ok(svg.includes('average of the last 20 evaluations'));
  assert.is(Math.max(...numbers(svg)), 500);
});

test('arrivals and profiles are shares of seeds, from 0 to 100 %', async () => {
  const curve = {
    agent: 'vime',
    x: [1, 5, 200],
    y: [0, 0.5, 1],
    low: [0, 0.4, 1],
    high: [0, 0.6, 1],
  };
  const goal = { id: 'goal', words: 'the goal is reached for the first time' };
  const arrivals = await arrivalCurves(scene, goal, [curve]);
  assert.is(arrivals.name, 'mountain-car-sparse-goal');
  assert.ok(arrivals.svg.includes('>training episode (logarithmic)</text>'));
  const profile = await profiles(scene, [curve]);
  assert.ok(profile.svg.includes('>score of the last fifth (minus steps)</text>'));
  for (const { svg, caption } of [arrivals, profile]) {
    assert.ok(svg.includes('>0%</text>') && svg.includes('>100%</text>'));
    assert.ok(svg.includes('vime 100 % (100 % to 100 %)'));
    assert.ok(caption.length > 50);
  }
});

test.run();
