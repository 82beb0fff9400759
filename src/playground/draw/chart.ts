/** Axes of a small chart, as SVG: the numbers are those that the reports write. */
import type { Axis } from '../../report/draw/axes.ts';
import { svg } from '../page/h.ts';

/** px */
const LEFT = 44;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 34;
const TEXT = 12;

export interface Chart {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Axes and their numbers, to be drawn first. */
  readonly axes: SVGElement;
  /** A line through points, such as `<polyline points>`. */
  readonly path: (xs: readonly number[], ys: readonly number[]) => string;
}

interface Titles {
  readonly x: string;
  readonly y: string;
}

/** @param size px */
export function chart(
  size: { readonly width: number; readonly height: number },
  [x, y]: readonly [x: Axis, y: Axis],
  titles: Titles,
): Chart {
  const along =
    ({ domain: [low, high] }: Axis, from: number, to: number) =>
    (value: number) =>
      from + ((value - low) / (high - low)) * (to - from);
  const right = size.width - RIGHT;
  const bottom = size.height - BOTTOM;
  const [px, py] = [along(x, LEFT, right), along(y, bottom, TOP)];
  const text = (at: Record<string, string | number>, label: string): SVGElement =>
    svg('text', { ...at, 'font-size': TEXT }, label);
  const axes = svg(
    'g',
    { class: 'chart-axes' },
    ...y.values.flatMap((value, n) => [
      svg('line', { x1: LEFT, x2: right, y1: py(value), y2: py(value) }),
      text({ x: LEFT - 6, y: py(value) + 4, 'text-anchor': 'end' }, y.labels[n]),
    ]),
    ...x.values.map((value, n) =>
      text({ x: px(value), y: bottom + 15, 'text-anchor': 'middle' }, x.labels[n]),
    ),
    text({ x: (LEFT + right) / 2, y: size.height - 4, 'text-anchor': 'middle' }, titles.x),
    text(
      {
        x: 0,
        y: 0,
        transform: `translate(11 ${(TOP + bottom) / 2}) rotate(-90)`,
        'text-anchor': 'middle',
      },
      titles.y,
    ),
  );
  return {
    x: px,
    y: py,
    axes,
    path: (xs, ys) =>
      xs.map((value, n) => `${px(value).toFixed(1)},${py(ys[n]).toFixed(1)}`).join(' '),
  };
}
