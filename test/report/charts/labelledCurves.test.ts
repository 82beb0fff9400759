import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Curve, CurveChart } from '../../../src/report/charts/curves.ts';
import { crowdOf, drawLabelledCurves, spread } from '../../../src/report/charts/labelledCurves.ts';
import { STYLED_AGENTS } from '../../../src/report/draw/palette.ts';
import { outside } from '../../support/pictures.ts';

const curve = (agent: string, ...y: number[]): Curve => ({
  agent,
  x: y.map((_, n) => n + 1),
  y,
  low: y.map((value) => value - 1),
  high: y.map((value) => value + 1),
});

const chartOf = (...curves: Curve[]): CurveChart => ({
  title: 'Learning curves',
  subtitle: '30 seeds',
  xTitle: 'training episode',
  whole: true,
  yTitle: 'return',
  curves,
  yDomain: [-200, -90],
  reference: { y: -97, label: 'optimum' },
});

const drawn = (chart: CurveChart): Promise<string> =>
  drawLabelledCurves(chart, 540, { title: 'Enlarged', curves: chart.curves });

test('places keep their order, do not overlap, and move no further than they must', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 230, noNaN: true }), { maxLength: 16 }),
      (given) => {
        const wanted = [...given].sort((a, b) => a - b);
        const places = spread(wanted, 14, 230);
        assert.is(places.length, wanted.length);
        for (let n = 1; n < places.length; n++) {
          assert.ok(places[n] - places[n - 1] >= 14 - 1e-9, places.join(' '));
        }
        for (const place of places) assert.ok(place >= 0 && place <= 230 + 1e-9);
        const areApart = wanted.every((place, n) => n === 0 || place - wanted[n - 1] >= 14);
        if (areApart) {
          for (const [n, place] of places.entries()) assert.ok(Math.abs(place - wanted[n]) < 1e-9);
        }
      },
    ),
    { numRuns: 2000, seed: 4 },
  );
  assert.equal(spread([100, 100, 100], 10, 200), [90, 100, 110]);
  assert.equal(spread([0, 0], 10, 200), [0, 10]);
  assert.equal(spread([200, 200], 10, 200), [190, 200]);
});

/** Where each text stands, from the top, for those that are names of agents. */
function heightsOf(svg: string, name: string): number[] {
  const pattern = new RegExp(`translate\\(([\\d.-]+),([\\d.-]+)\\)"[^>]*>${name}</text>`, 'g');
  return [...svg.matchAll(pattern)].map((m) => Number(m[2]));
}

test('every agent is named once beside the lines, no name on another, all inside the picture', async () => {
  const ends = STYLED_AGENTS.map((agent, n) => curve(agent, -200, n < 2 ? -98 : -200));
  const svg = await drawn(chartOf(...ends));
  assert.is(await drawn(chartOf(...ends)), svg);
  const heights = STYLED_AGENTS.flatMap((agent) => heightsOf(svg, agent)).sort((a, b) => a - b);
  assert.is(heights.length, STYLED_AGENTS.length);
  for (let n = 1; n < heights.length; n++) assert.ok(heights[n] - heights[n - 1] >= 13.8);
  assert.is(outside(svg), '');
  assert.ok(Number(/ width="(\d+)"/.exec(svg)![1]) <= 540);
});

test('lines that end near the best are enlarged, if they are many', async () => {
  const far = [curve('dqn', -200, -150), curve('original', -200, -200)];
  const near = ['vime', 'rnd', 'counts'].map((agent, n) => curve(agent, -200, -101 - n));
  assert.is(crowdOf(chartOf(...far, ...near.slice(1))), null);
  const [low, high] = crowdOf(chartOf(...far, ...near))!;
  assert.ok(low < -103 && low > -120 && high > -97 && high < -90, `${low} to ${high}`);
  const svg = await drawn(chartOf(...far, ...near));
  assert.ok(svg.includes('>Enlarged</text>'));
  assert.is(heightsOf(svg, 'vime').length, 2);
  assert.is(heightsOf(svg, 'dqn').length, 1);
  assert.not.ok((await drawn(chartOf(...far))).includes('Enlarged'));
});

test('lines that are all the same, short or empty can be drawn', async () => {
  const same = ['vime', 'rnd', 'counts'].map((agent) => curve(agent, -97));
  for (const curves of [same, [...same, curve('dqn')], [curve('dqn')], []]) {
    const svg = await drawn(chartOf(...curves));
    assert.not.ok(/NaN|undefined|Infinity/.test(svg));
    assert.is(outside(svg), '');
  }
});

test.run();
