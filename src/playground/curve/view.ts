/** A small model that fits a curve: points are added and taken away, and it tells what the next one would teach. */
import { linearAxis } from '../../report/draw/axes.ts';
import { styleOf, type Theme } from '../../report/draw/palette.ts';
import { chart, type Chart } from '../draw/chart.ts';
import { dataTable } from '../draw/dataTable.ts';
import { shownNumber } from '../draw/numbers.ts';
import { button, h, setText, svg } from '../page/h.ts';
import type { Page } from '../page/page.ts';
import type { Mounted, PageView } from '../views/view.ts';
import { CurveClient } from './client.ts';
import type { Curve } from './protocol.ts';
import { bestPlace, gainAt, measured, toggled } from './points.ts';

export const curveView: PageView = { name: 'curve', title: 'Fit a curve', create };

/** px */
const HEIGHT = 280;
const GAIN_HEIGHT = 140;
const X = linearAxis([-1, 1], { nice: false });
const Y = linearAxis([-1, 1], { nice: false });

let client: CurveClient | null = null;
/** Where the next point would be. */
const next = { x: 0, y: 0 };

function create(page: Page): Mounted {
  client ??= new CurveClient();
  const own = client;
  own.onChange = () => page.changed();
  const fit = svg('svg', { class: 'chart fit', role: 'img' });
  const gains = svg('svg', { class: 'chart', role: 'img' });
  const said = h('p', { class: 'note', role: 'status' });
  const table = dataTable('The fitted curve');
  const sliders = (['x', 'y'] as const).map((axis) => placeSlider(axis, page));
  const add = (x: number, y: number): void => {
    const taught = own.curve ? shownNumber(gainAt(own.curve, x), 2) : '?';
    const before = own.points.length;
    own.set(toggled(own.points, { x, y }));
    const isAdded = own.points.length > before;
    setText(
      said,
      isAdded
        ? `Point at x ${shownNumber(x, 2)}: expected to teach ${taught} nats.`
        : `Point at x ${shownNumber(x, 2)} removed.`,
    );
  };
  const element = h(
    'div',
    { class: 'curve' },
    h(
      'p',
      { class: 'note' },
      `A Bayesian network with the same beliefs fits points: line, mean; band, two standard deviations of the curve because the weights are not known. Below, what a measurement at each x is expected to teach. Click to add a point, click a point to remove it.`,
    ),
    h('div', { class: 'fit-box', onclick: (event) => clicked(event as MouseEvent, fit, add) }, fit),
    gains,
    said,
    h('div', { class: 'group' }, ...sliders.map((one) => one.element)),
    h(
      'div',
      { class: 'group' },
      button('Add or remove the point', () => add(next.x, next.y)),
      button('Measure where it teaches most', () => {
        if (!own.curve) return;
        const x = bestPlace(own.curve);
        add(x, measured(x));
      }),
      button('Remove all', () => own.set([])),
      button('Start again', () => own.reset()),
    ),
    table.element,
  );
  new ResizeObserver(() => page.changed()).observe(element);
  new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) own.start();
  }).observe(element);
  return {
    element,
    update: () => {
      const width = element.clientWidth;
      if (width === 0) return;
      for (const { update } of sliders) update();
      drawFit(fit, own, width, page.theme);
      drawGain(gains, own.curve, width, page.theme);
      table.update(() => ({
        head: ['x', 'mean', 'sd of the curve', 'expected gain, nats'],
        rows: own.curve ? rowsOf(own.curve) : [],
      }));
    },
  };
}

function placeSlider(axis: 'x' | 'y', page: Page): Mounted {
  const text = h('span');
  const input = h('input', {
    type: 'range',
    min: -1,
    max: 1,
    step: 0.05,
    value: 0,
    oninput: () => {
      next[axis] = Number(input.value);
      page.changed();
    },
  });
  return {
    element: h('label', { class: 'slider' }, text, input),
    update: () => {
      input.value = String(next[axis]);
      setText(text, `next point, ${axis}: ${shownNumber(next[axis], 2)}`);
    },
  };
}

/** Adds or removes a point where it was clicked. */
function clicked(
  { clientX, clientY }: MouseEvent,
  fit: SVGSVGElement,
  add: (x: number, y: number) => void,
): void {
  const box = fit.getBoundingClientRect();
  const { x, y } = chartOf(box.width, HEIGHT, 'y');
  const share = (from: number, to: number, at: number): number =>
    -1 + (2 * (at - from)) / (to - from);
  next.x = share(x(-1), x(1), clientX - box.left);
  next.y = share(y(-1), y(1), clientY - box.top);
  if (Math.abs(next.x) <= 1 && Math.abs(next.y) <= 1) add(next.x, next.y);
}

const chartOf = (width: number, height: number, title: string): Chart =>
  chart({ width, height }, [X, Y], { x: 'x', y: title });

function drawFit(
  drawing: SVGSVGElement,
  { curve, points }: CurveClient,
  width: number,
  theme: Theme,
): void {
  const { axes, path, x, y } = chartOf(width, HEIGHT, 'y');
  const colour = styleOf('vime')[theme];
  const inside = (value: number): number => Math.max(-1, Math.min(1, value));
  const band = (sign: number): number[] =>
    [...curve!.mean].map((mean, i) => inside(mean + sign * 2 * curve!.model[i]));
  drawing.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  drawing.setAttribute(
    'aria-label',
    `A curve through ${points.length} points, after ${curve?.updates ?? 0} updates`,
  );
  const xs = curve ? [...curve.x] : [];
  drawing.replaceChildren(
    axes,
    ...(curve
      ? [
          svg('polygon', {
            points: `${path(xs, band(1))} ${path(xs.toReversed(), band(-1).toReversed())}`,
            fill: colour,
            'fill-opacity': 0.25,
          }),
          svg('polyline', {
            points: path(xs, [...curve.mean].map(inside)),
            fill: 'none',
            stroke: colour,
            'stroke-width': 2,
          }),
        ]
      : []),
    ...points.map((point) =>
      svg('circle', { cx: x(point.x), cy: y(inside(point.y)), r: 5, class: 'point' }),
    ),
    svg('circle', { cx: x(next.x), cy: y(next.y), r: 6, class: 'next' }),
  );
}

function drawGain(drawing: SVGSVGElement, curve: Curve | null, width: number, theme: Theme): void {
  const gain = curve ? [...curve.gain] : [];
  const yAxis = linearAxis([0, ...gain], { count: 3 });
  const { axes, path, x } = chart({ width, height: GAIN_HEIGHT }, [X, yAxis], {
    x: 'x',
    y: 'gain, nats',
  });
  const at = curve ? gainAt(curve, next.x) : null;
  drawing.setAttribute('viewBox', `0 0 ${width} ${GAIN_HEIGHT}`);
  drawing.setAttribute(
    'aria-label',
    at === null
      ? 'Expected gain along x'
      : `Expected gain along x: ${shownNumber(at, 2)} nats at x ${shownNumber(next.x, 2)}`,
  );
  drawing.replaceChildren(
    axes,
    ...(curve
      ? [
          svg('polyline', {
            points: path([...curve.x], gain),
            fill: 'none',
            stroke: styleOf('vime')[theme],
            'stroke-width': 2,
          }),
          svg('line', { x1: x(next.x), x2: x(next.x), y1: '0%', y2: '76%', class: 'next' }),
        ]
      : []),
  );
}

/** Every fourth place of the grid. */
const rowsOf = ({ x, mean, model, gain }: Curve): string[][] =>
  [...x].flatMap((place, i) =>
    i % 4 === 0 ? [[place, mean[i], model[i], gain[i]].map((value) => shownNumber(value, 2))] : [],
  );
