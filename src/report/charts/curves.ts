/** Lines with bands, one for each agent: the chart that most charts of a comparison are. */
import type { TopLevelSpec } from 'vega-lite';
import type { PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { Legend } from 'vega-lite/types_unstable/legend.js';
import type { ExprRef } from 'vega';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import { labelled, linearAxis, wholeAxis, type Axis } from '../draw/axes.ts';
import { CHART_WIDTH, draw, FONT_SIZE, PLOT_HEIGHT, titled } from '../draw/draw.ts';
import { FAINT_INK, inLegendOrder, PAPER, styleOf, type AgentStyle } from '../draw/palette.ts';
import { textWidth, wrapped } from '../draw/textWidth.ts';

/** y[i] at x[i], with a band from low[i] to high[i], or null without one. All are of one length. */
export interface Curve {
  /** Label of a group of runs: the agent, or more. */
  readonly agent: string;
  /** Default: that of the agent. */
  readonly style?: AgentStyle;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low: readonly number[] | null;
  readonly high: readonly number[] | null;
}

export interface CurveChart {
  readonly title: string;
  readonly subtitle: string;
  /** With units. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly curves: readonly Curve[];
  /** Default: from the first x of all curves to the last. */
  readonly xDomain?: readonly [number, number];
  readonly yDomain: readonly [number, number];
  /** Values are shares, shown in per cent. Default: false. */
  readonly percent?: boolean;
  /** y stays as it is until the next x. Default: false, straight lines. */
  readonly steps?: boolean;
  /** x are whole numbers, and no others are written below. Default: false. */
  readonly whole?: boolean;
  /** x from 1 upwards on a logarithmic axis. Default: false. */
  readonly logarithmic?: boolean;
  /** A level to compare with, drawn as a line across. */
  readonly reference?: Reference;
}

const BAND_OPACITY = 0.15;

/** Vega's measure of a line's sample in a legend: 20 px long. */
const SAMPLE_SIZE = 400;

/** px that a line's sample and the gap to the next take in a legend. */
const SAMPLE = 50;

/** As many columns of a legend as fit side by side. */
export function legendColumns(labels: readonly string[], width = CHART_WIDTH): number {
  const widest = labels.reduce((most, label) => Math.max(most, textWidth(label, FONT_SIZE)), 0);
  return Math.max(1, Math.floor(width / (widest + SAMPLE)));
}

/** 1, 2, 5, 10, 20, 50, ... up to `last`. */
function roundNumbers(last: number): number[] {
  const numbers: number[] = [];
  for (let ten = 1; ten <= last; ten *= 10) numbers.push(ten, 2 * ten, 5 * ten);
  return numbers.filter((number) => number <= last);
}

/** Vega's colour, dash and shape for groups of runs, each with a style of its own or that of its agent. */
export function agentScales(groups: readonly Pick<Curve, 'agent' | 'style'>[]): {
  readonly colour: { readonly domain: string[]; readonly range: string[] };
  readonly dash: { readonly domain: string[]; readonly range: number[][] };
  readonly shape: { readonly domain: string[]; readonly range: string[] };
} {
  const domain = inLegendOrder(groups.map(({ agent }) => agent));
  const styles = domain.map(
    (label) => groups.find(({ agent }) => agent === label)?.style ?? styleOf(label),
  );
  return {
    colour: { domain, range: styles.map(({ light }) => light) },
    // An empty list would not be read as a dash.
    dash: { domain, range: styles.map(({ dash }) => (dash.length > 0 ? [...dash] : [1, 0])) },
    shape: { domain, range: styles.map(({ shape }) => shape) },
  };
}

/** @param last the largest x */
function roundAxis(last: number): Axis {
  const values = roundNumbers(last);
  return { domain: [1, Math.max(2, last)], values, labels: values.map(String) };
}

export function xChannel({
  xTitle,
  xDomain,
  curves,
  logarithmic,
  whole,
}: CurveChart): PositionFieldDef<string> {
  const xs = xDomain ?? curves.flatMap(({ x }) => x);
  const axis = logarithmic
    ? roundAxis(xs.reduce((a, b) => Math.max(a, b), 1))
    : whole
      ? wholeAxis(xs)
      : linearAxis(xs, { count: 6, nice: false });
  return {
    field: 'x',
    type: 'quantitative',
    title: xTitle,
    scale: { type: logarithmic ? 'log' : 'linear', domain: [...axis.domain], nice: false },
    axis: { grid: false, ...labelled(axis) },
  };
}

export function yChannel(
  field: string,
  { yTitle, yDomain, percent }: CurveChart,
): PositionFieldDef<string> {
  const axis = linearAxis(yDomain, { nice: false });
  return {
    field,
    type: 'quantitative',
    title: yTitle,
    scale: { domain: [...axis.domain], nice: false, zero: false },
    axis: {
      ...(percent ? { tickCount: 5, format: '.0%' } : labelled(axis)),
      domain: false,
      ticks: false,
    },
  };
}

/** A level to compare with. */
export interface Reference {
  readonly y: number;
  readonly label: string;
}

/**
 * A thin line across, with its name above its right end.
 *
 * @param level  channel of the field `level`
 * @param isOver whether they are drawn over other marks: letters get an edge of paper, to be told from what is behind
 */
export function referenceLayers(
  { y, label }: Reference,
  level: PositionFieldDef<string>,
  isOver = false,
): LayerSpec<string>['layer'] {
  const data = { values: [{ level: y, label }] };
  const color = { value: FAINT_INK.light };
  const text = {
    type: 'text',
    align: 'right',
    baseline: 'bottom',
    dy: -2,
    fontSize: FONT_SIZE,
  } as const;
  const encoding = { y: level, x: { value: 'width' as const }, text: { field: 'label' } };
  const paper = PAPER.light;
  const edge = {
    ...text,
    stroke: paper,
    strokeWidth: 4,
    strokeJoin: 'round',
    fill: paper,
  } as const;
  return [
    { data, mark: { type: 'rule', strokeDash: [1, 2] }, encoding: { y: level, color } },
    ...(isOver ? [{ data, mark: edge, encoding }] : []),
    { data, mark: text, encoding: { ...encoding, color } },
  ];
}

const pointsOf = ({ agent, x, y, low, high }: Curve): Record<string, string | number | null>[] =>
  x.map((at, i) => ({
    agent,
    x: at,
    y: y[i],
    low: low?.[i] ?? null,
    high: high?.[i] ?? null,
  }));

/**
 * @param legend null: none
 * @param clip   whether what lies beyond the domains is cut off; on a page of several drawings, the ids of their clips would collide
 */
export function curveLayers(
  chart: CurveChart,
  legend: Legend<ExprRef> | null,
  clip = false,
): LayerSpec<string>['layer'] {
  const { curves, reference } = chart;
  const { colour, dash } = agentScales(curves);
  const interpolate = chart.steps ? 'step-after' : 'linear';
  const x = xChannel(chart);
  const agent = { field: 'agent', type: 'nominal' as const };
  const color = { ...agent, scale: colour, legend };
  const data = { values: curves.flatMap(pointsOf) };
  return [
    ...(reference ? referenceLayers(reference, yChannel('level', chart)) : []),
    {
      data,
      mark: { type: 'area', opacity: BAND_OPACITY, interpolate, clip },
      encoding: { x, y: yChannel('low', chart), y2: { field: 'high' }, color },
    },
    {
      data,
      mark: { type: 'line', strokeWidth: 2, interpolate, clip },
      encoding: {
        x,
        y: yChannel('y', chart),
        color,
        strokeDash: { ...agent, scale: dash, legend },
      },
    },
    {
      data: { values: curves.filter((curve) => curve.x.length === 1).flatMap(pointsOf) },
      mark: { type: 'point', filled: true, opacity: 1, clip }, // a line needs two points
      encoding: { x, y: yChannel('y', chart), color },
    },
  ];
}

function specOf(chart: CurveChart): TopLevelSpec {
  const labels = chart.curves.map(({ agent }) => agent);
  const room = CHART_WIDTH - SAMPLE;
  const linesOf = Object.fromEntries(
    labels.map((label) => [label, wrapped(label, room, FONT_SIZE)]),
  );
  const isLong = Object.values(linesOf).some((lines) => lines.length > 1);
  // The band must have the line's legend, or Vega-Lite reports a conflict; this makes it look like the line alone.
  const legend = {
    columns: legendColumns(labels),
    symbolType: 'stroke',
    symbolSize: SAMPLE_SIZE,
    symbolFillColor: 'transparent',
    symbolOpacity: 1,
    labelLimit: room,
    ...(isLong ? { labelExpr: `(${JSON.stringify(linesOf)})[datum.value]` } : {}),
  };
  return {
    title: titled(chart.title, chart.subtitle),
    width: CHART_WIDTH,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: curveLayers(chart, legend),
  };
}

/** In words: where each line ends. */
export function described({ title, xTitle, yTitle, curves, percent }: CurveChart): string {
  const shown = (value: number): string =>
    percent ? `${(100 * value).toFixed(0)} %` : value.toFixed(1).replace('-', '−');
  const band = ({ low, high }: Curve, at: number): string =>
    low && high ? ` (${shown(low[at])} to ${shown(high[at])})` : '';
  const ends = inLegendOrder(curves.map(({ agent }) => agent)).map((agent) => {
    const curve = curves.find((candidate) => candidate.agent === agent)!;
    const last = curve.x.length - 1;
    return last < 0
      ? `${agent} has no data`
      : `${agent} ${shown(curve.y[last])}${band(curve, last)}`;
  });
  return `${title}. Lines of ${yTitle} over ${xTitle}. At the right end: ${ends.join('; ')}.`;
}

/** @throws RangeError if a curve's lists differ in length or there are two of one agent */
export function checkCurves({ curves }: CurveChart): void {
  const seen = new Set<string>();
  for (const { agent, x, y, low, high } of curves) {
    if ([y, low, high].some((list) => list && list.length !== x.length)) {
      throw new RangeError(
        `drawCurves: ${agent}: expected lists of ${x.length}, got y ${y.length}, low ${low?.length ?? 'none'}, high ${high?.length ?? 'none'}`,
      );
    }
    if (seen.has(agent)) throw new RangeError(`drawCurves: two curves of ${agent}`);
    seen.add(agent);
  }
}

/**
 * Draws lines with bands.
 *
 * @returns an <svg> element
 * @throws RangeError if a curve's lists differ in length or there are two of one agent
 */
export function drawCurves(chart: CurveChart): Promise<string> {
  checkCurves(chart);
  return draw(specOf(chart), described(chart));
}
