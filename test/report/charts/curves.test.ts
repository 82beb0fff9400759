import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  drawCurves,
  legendColumns,
  type Curve,
  type CurveChart,
} from '../../../src/report/charts/curves.ts';
import { STYLED_AGENTS, styleOf } from '../../../src/report/draw/palette.ts';
import { outside } from '../../support/pictures.ts';

const curve = (agent: string, height = 0.5): Curve => ({
  agent,
  x: [1, 2, 4],
  y: [0, height, 1],
  low: [0, height / 2, 0.9],
  high: [0.1, height, 1],
});

const chart = (over: Partial<CurveChart>): CurveChart => ({
  title: 'What is seen',
  subtitle: '30 seeds',
  xTitle: 'training episode',
  yTitle: 'share of seeds (%)',
  curves: [curve('vime'), curve('dqn', 0.2)],
  yDomain: [0, 1],
  ...over,
});

/** Stroke, dash and path of each line, in the order drawn. */
function lines(svg: string): string[][] {
  return [...svg.matchAll(/<path d="M[^"]*"[^>]*stroke-width="2"[^>]*>/g)].map(([tag]) => [
    /stroke="([^"]*)"/.exec(tag)![1],
    /stroke-dasharray="([^"]*)"/.exec(tag)![1],
  ]);
}

test('a chart says in words what it shows, with units', async () => {
  const svg = await drawCurves(chart({}));
  for (const text of ['What is seen', '30 seeds', 'training episode', 'share of seeds (%)']) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  assert.ok(
    svg.includes(
      'aria-label="What is seen. Lines of share of seeds (%) over training episode. At the right end: ' +
        'vime 1.0 (0.9 to 1.0); dqn 1.0 (0.9 to 1.0)."',
    ),
  );
});

test('every agent has its colour and dash, as a line, a band and an entry in the legend', async () => {
  const svg = await drawCurves(chart({ curves: STYLED_AGENTS.map((agent) => curve(agent)) }));
  const drawn = lines(svg);
  assert.is(drawn.length, STYLED_AGENTS.length);
  for (const agent of STYLED_AGENTS) {
    const { light, dash } = styleOf(agent);
    const dashes = dash.length > 0 ? dash.join(',') : '1,0';
    assert.ok(
      drawn.some(([stroke, dashed]) => stroke === light && dashed === dashes),
      `${agent}: ${JSON.stringify(drawn)}`,
    );
    assert.ok(svg.includes(`fill="${light}"`), `${agent} has no band`);
    assert.is(svg.split(`>${agent}</text>`).length - 1, 1, `${agent} in the legend`);
  }
});

test('an agent looks the same whoever else is in the chart and in whatever order', async () => {
  const alone = lines(await drawCurves(chart({ curves: [curve('rnd')] })));
  const svg = await drawCurves(chart({ curves: [curve('zzz'), curve('rnd'), curve('vime')] }));
  assert.ok(lines(svg).some((line) => line.join() === alone[0].join()));
  const legend = [...svg.matchAll(/>(zzz|rnd|vime)<\/text>/g)].map(([, name]) => name);
  assert.equal(legend, ['vime', 'rnd', 'zzz']);
});

test('shares are shown in per cent', async () => {
  const svg = await drawCurves(chart({ percent: true }));
  assert.ok(svg.includes('>100%</text>') && svg.includes('>20%</text>'));
});

test('a logarithmic axis has round numbers, and as many px for every doubling', async () => {
  const svg = await drawCurves(chart({ logarithmic: true, curves: [curve('vime')] }));
  for (const label of ['1', '2']) assert.ok(svg.includes(`>${label}</text>`));
  const [path] = [...svg.matchAll(/<path d="(M[^"]*)"[^>]*stroke-width="2"/g)];
  const xs = [...path[1].matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));
  assert.is(xs.length, 3);
  assert.ok(Math.abs(xs[2] - 2 * xs[1]) < 0.2, xs.join());
});

test('steps go across and then up', async () => {
  const svg = await drawCurves(chart({ steps: true, curves: [curve('vime')] }));
  const [path] = [...svg.matchAll(/<path d="(M[^"]*)"[^>]*stroke-width="2"/g)];
  const points = path[1].split(/[ML]/).slice(1);
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1].split(','), points[i].split(',')];
    assert.ok(a[0] === b[0] || a[1] === b[1], path[1]);
  }
});

test('a reference is drawn and named', async () => {
  const svg = await drawCurves(chart({ reference: { y: 0.7, label: 'optimum' } }));
  assert.ok(svg.includes('>optimum</text>') && svg.includes('stroke-dasharray="1,2"'));
  assert.not.ok((await drawCurves(chart({}))).includes('optimum'));
});

test('hostile names are texts', async () => {
  const name = '"><script>alert(1)</script>';
  const svg = await drawCurves(chart({ curves: [curve(name), curve('__proto__')] }));
  assert.not.ok(svg.includes('<script'));
  assert.ok(svg.includes('&lt;script&gt;alert(1)&lt;/script&gt;</text>'));
});

test('a curve without points is an entry without a line', async () => {
  const empty: Curve = { agent: 'dqn', x: [], y: [], low: [], high: [] };
  const svg = await drawCurves(chart({ curves: [curve('vime'), empty] }));
  assert.ok(svg.includes('dqn has no data') && svg.includes('>dqn</text>'));
  assert.not.ok(/NaN|undefined|Infinity/.test(await drawCurves(chart({ curves: [empty] }))));
});

test('episodes are whole numbers, however few there are', async () => {
  for (const [count, expected] of [
    [1, '1'],
    [2, '1 2'],
    [3, '1 2 3'],
  ] as const) {
    const ones = Array.from({ length: count }, (_, i) => i + 1);
    const y = ones.map((n) => -100 - n);
    const few: Curve = { agent: 'vime', x: ones, y, low: y, high: y };
    const options = { whole: true, curves: [few], yDomain: [-400, -100] } as const;
    const svg = await drawCurves(chart(options));
    const texts = [...svg.matchAll(/>([\d.]+)<\/text>/g)].map((m) => m[1]);
    assert.is(texts.join(' '), expected);
    assert.is(outside(svg), '');
  }
});

test('a curve of one point is a dot', async () => {
  const one: Curve = { agent: 'dqn', x: [1], y: [0.5], low: [0.4], high: [0.6] };
  const svg = await drawCurves(chart({ whole: true, curves: [one] }));
  assert.match(svg, new RegExp(`<path [^>]*fill="${styleOf('dqn').light}"[^>]*stroke-width="2"`));
});

test('lists that do not fit together are refused', () => {
  assert.throws(
    () => drawCurves(chart({ curves: [{ ...curve('vime'), low: [1] }] })),
    'drawCurves: vime: expected lists of 3, got y 3, low 1, high 3',
  );
  assert.throws(
    () => drawCurves(chart({ curves: [curve('dqn'), curve('dqn')] })),
    'drawCurves: two curves of dqn',
  );
});

test('a legend has as many columns as fit', () => {
  assert.is(legendColumns(['a', 'b']), 6);
  assert.is(legendColumns(['prediction-error', 'dqn']), 2);
  assert.is(legendColumns(['x'.repeat(100)]), 1);
});

test('drawing has nothing to warn of', async () => {
  const said: unknown[] = [];
  const { warn } = console;
  console.warn = (...words: unknown[]) => said.push(words);
  try {
    await drawCurves(chart({ logarithmic: true, steps: true, reference: { y: 0, label: 'zero' } }));
    await drawCurves(chart({ percent: true }));
  } finally {
    console.warn = warn;
  }
  assert.equal(said, []);
});

test.run();
