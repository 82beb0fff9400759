import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TopLevelSpec } from 'vega-lite';
import { draw } from '../../../src/report/draw/draw.ts';

const spec = (name: string): TopLevelSpec => ({
  width: 200,
  height: 100,
  data: {
    values: [
      { x: 1 / 3, y: 2 / 7, name },
      { x: 1, y: 0.123456789, name },
    ],
  },
  mark: 'line',
  encoding: {
    x: { field: 'x', type: 'quantitative', title: 'time (s)' },
    y: { field: 'y', type: 'quantitative' },
    color: { field: 'name', type: 'nominal' },
  },
});

test('the same chart is the same text, whatever was drawn before', async () => {
  const first = await draw(spec('a'), 'alt');
  await draw(spec('b'), 'alt');
  assert.is(await draw(spec('a'), 'alt'), first);
});

test('a chart is one element that says what is seen and scales', async () => {
  const svg = await draw(spec('a'), 'A line.');
  assert.ok(/^<svg [^>]*role="img" aria-label="A line." [^>]*viewBox="0 0 \d+ \d+"/.test(svg));
  assert.ok(svg.endsWith('</svg>'));
  assert.ok(svg.includes('>time (s)</text>'));
});

test('no coordinate has more than one digit after the point', async () => {
  const svg = await draw(spec('a'), 'alt');
  for (const [, value] of svg.matchAll(/ (?:d|x2?|y2?|transform)="([^"]*)"/g)) {
    assert.ok(!/\.\d\d/.test(value), value);
  }
  assert.ok(/ d="M[\d.]+,[\d.]+L[\d.]+,[\d.]+"/.test(svg));
});

test('charts share a page: none has ids or refers to anything', async () => {
  const svg = await draw(spec('a'), 'alt');
  assert.ok(!/ id=|href|url\(|<script|<image/.test(svg));
});

test('texts that look like markup or like numbers to be rounded are left as they are', async () => {
  const name = '<b d="0.12345"> role="x" $& 3.149';
  const svg = await draw(spec(name), name);
  assert.ok(svg.includes('>&lt;b d="0.12345"&gt; role="x" $&amp; 3.149</text>'), svg);
  assert.ok(
    svg.includes('aria-label="&lt;b d=&quot;0.12345&quot;&gt; role=&quot;x&quot; $&amp; 3.149"'),
  );
  assert.ok(!svg.includes('<b'));
});

test.run();
