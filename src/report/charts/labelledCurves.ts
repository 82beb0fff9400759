/** Lines with bands whose names stand at their ends, and below, enlarged, those that end near the best. */
import type { TopLevelSpec } from 'vega-lite';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import {
  agentScales,
  checkCurves,
  curveLayers,
  described,
  xChannel,
  yChannel,
  type Curve,
  type CurveChart,
} from './curves.ts';
import { endsOf } from '../draw/axes.ts';
import { draw, FONT_SIZE, titled } from '../draw/draw.ts';
import { INK } from '../draw/palette.ts';
import { textWidth } from '../draw/textWidth.ts';

/** px */
const HEIGHT = 230;
const AXIS_WIDTH = 60; // numbers and title left of the lines
const LINE_HEIGHT = 14; // from one name to the next
const LEADER = 16; // from the end of a line to its sample
const SAMPLE = 24; // of colour and dash, before the name
const GAP = 5;
const BETWEEN = 16; // the two parts

/** So many lines that end within this share of the range below the best are enlarged. */
const CROWD = 3;
const NEAR = 0.15;

/** Room above and below what is enlarged, as a share of its range: lines come from below. */
const ABOVE = 0.15;
const BELOW = 0.6;

/** The y at the end of a line. */
const endOf = ({ y }: Curve): number => y[y.length - 1];

/**
 * Places as near to the wanted ones as can be, in the same order, so far apart that no two overlap.
 *
 * @param wanted px from the top, in ascending order
 * @param room   px from the first place to the last, if they fit
 */
export function spread(wanted: readonly number[], apart: number, room: number): number[] {
  // Neighbours that would overlap become one block around the mean of their wanted places.
  const blocks: { readonly sum: number; readonly count: number }[] = [];
  const topOf = ({ sum, count }: (typeof blocks)[number]): number => {
    const top = sum / count - ((count - 1) * apart) / 2;
    return Math.max(0, Math.min(top, room - (count - 1) * apart));
  };
  for (const place of wanted) {
    let block = { sum: place, count: 1 };
    for (;;) {
      const above = blocks.at(-1);
      if (!above || topOf(above) + above.count * apart <= topOf(block)) break;
      blocks.pop();
      block = { sum: above.sum + block.sum, count: above.count + block.count };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) =>
    Array.from({ length: block.count }, (_, n) => topOf(block) + n * apart),
  );
}

/** The range of the lines that end near the best, if they are many. */
export function crowdOf({ curves, yDomain, reference }: CurveChart): [number, number] | null {
  const ends = curves.filter(({ y }) => y.length > 0).map(endOf);
  const best = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  const near = ends.filter((end) => best - end <= NEAR * (yDomain[1] - yDomain[0]));
  if (near.length < CROWD) return null;
  const low = near.reduce((a, b) => Math.min(a, b));
  const high = Math.max(best, reference?.y ?? best);
  const span = high > low ? high - low : NEAR * (yDomain[1] - yDomain[0]);
  return [Math.max(yDomain[0], low - BELOW * span), high + ABOVE * span];
}

/** Names at the right, a sample of each line before it, and what leads to it from the end of the line. */
function nameLayers(chart: CurveChart, width: number): LayerSpec<string>['layer'] {
  const [low, high] = chart.yDomain;
  const inside = chart.curves
    .filter((curve) => curve.y.length > 0 && endOf(curve) >= low && endOf(curve) <= high)
    .sort((a, b) => endOf(b) - endOf(a));
  const pxOf = (y: number): number => (HEIGHT * (high - y)) / (high - low);
  const places = spread(
    inside.map((curve) => pxOf(endOf(curve))),
    LINE_HEIGHT,
    HEIGHT,
  );
  const values = inside.map((curve, n) => ({
    agent: curve.agent,
    last: curve.x[curve.x.length - 1],
    end: endOf(curve),
    place: high - (places[n] * (high - low)) / HEIGHT,
  }));
  const { colour, dash } = agentScales(chart.curves);
  const color = { field: 'agent', type: 'nominal' as const, scale: colour, legend: null };
  const strokeDash = { field: 'agent', type: 'nominal' as const, scale: dash, legend: null };
  const place = yChannel('place', chart);
  const sample = width + LEADER;
  return [
    {
      data: { values },
      mark: { type: 'rule', strokeWidth: 0.75, opacity: 0.7 },
      encoding: {
        x: { ...xChannel(chart), field: 'last' },
        x2: { value: sample },
        y: yChannel('end', chart),
        y2: { field: 'place' },
        color,
      },
    },
    {
      data: { values },
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: {
        x: { value: sample },
        x2: { value: sample + SAMPLE },
        y: place,
        color,
        strokeDash,
      },
    },
    {
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT_SIZE },
      encoding: {
        x: { value: sample + SAMPLE + GAP },
        y: place,
        text: { field: 'agent' },
        color: { value: INK.light },
      },
    },
  ];
}

const headOf = (text: string): NonNullable<TopLevelSpec['title']> => ({
  text,
  fontSize: FONT_SIZE,
  frame: 'group',
  offset: 4,
});

/**
 * Draws lines with bands, their names beside them.
 *
 * @param width    px, of the whole
 * @param enlarged of the same agents, for the part that is enlarged, and what it says of them
 * @returns an <svg> element
 * @throws RangeError if a curve's lists differ in length or there are two of one agent
 */
export function drawLabelledCurves(
  chart: CurveChart,
  width: number,
  enlarged: Pick<CurveChart, 'title' | 'curves'>,
): Promise<string> {
  const near = { ...chart, ...enlarged, xDomain: endsOf(chart.curves.flatMap(({ x }) => x)) };
  checkCurves(chart);
  checkCurves(near);
  const widest = Math.max(0, ...chart.curves.map(({ agent }) => textWidth(agent, FONT_SIZE)));
  const plot = Math.floor(width - AXIS_WIDTH - LEADER - SAMPLE - GAP - widest);
  const part = (of: CurveChart): LayerSpec<string> => ({
    width: plot,
    height: HEIGHT,
    layer: [...curveLayers(of, null, true), ...nameLayers(of, plot)],
  });
  const crowd = crowdOf(near);
  const spec: TopLevelSpec = {
    title: titled(chart.title, chart.subtitle, width),
    spacing: BETWEEN,
    vconcat: crowd
      ? [
          part({ ...chart, xTitle: '' }),
          { title: headOf(near.title), ...part({ ...near, yDomain: crowd }) },
        ]
      : [part(chart)],
  };
  return draw(spec, described(chart));
}
