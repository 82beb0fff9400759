/** Lines with bands, one for each agent: the chart that most charts of a comparison are. */
import type { TopLevelSpec } from 'vega-lite';
import type { PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import { CHART_WIDTH, draw, FONT_SIZE, PLOT_HEIGHT, titled } from './draw.ts';
import { FAINT_INK, inLegendOrder, PAPER, styleOf, type AgentStyle } from './palette.ts';
import { textWidth, wrapped } from './textWidth.ts';

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
  readonly yDomain: readonly [number, number];
  /** Values are shares, shown in per cent. Default: false. */
  readonly percent?: boolean;
  /** y stays as it is until the next x. Default: false, straight lines. */
  readonly steps?: boolean;
  /** x from 1 upwards on a logarithmic axis. Default: false. */
  readonly logarithmic?: boolean;
  /** A level to compare with, drawn as a line across. */
  readonly reference?: Reference;
  /** px. Default: those of all charts on a page. */
  readonly size?: ChartSize;
}

/** px, the height without title, axes and legend. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

const USUAL: ChartSize = { width: CHART_WIDTH, height: PLOT_HEIGHT };

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

function xChannel({ xTitle, curves, logarithmic = false }: CurveChart): PositionFieldDef<string> {
  const xs = curves.flatMap(({ x }) => x);
  const first = xs.reduce((a, b) => Math.min(a, b), Infinity);
  const last = xs.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    field: 'x',
    type: 'quantitative',
    title: xTitle,
    scale: {
      domain: xs.length > 0 ? [first, last] : [1, 2],
      nice: false,
      ...(logarithmic ? { type: 'log' } : { type: 'linear', zero: false }),
    },
    axis: logarithmic
      ? { grid: false, values: roundNumbers(last), format: 'd' }
      : { grid: false, tickCount: 6, format: '~r' },
  };
}

function yChannel(
  field: string,
  { yTitle, yDomain, percent }: CurveChart,
): PositionFieldDef<string> {
  return {
    field,
    type: 'quantitative',
    title: yTitle,
    scale: { domain: [...yDomain], nice: false, zero: false },
    axis: { tickCount: 5, format: percent ? '.0%' : '~r', domain: false, ticks: false },
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

function specOf(chart: CurveChart): TopLevelSpec {
  const { curves, size = USUAL } = chart;
  const { colour, dash } = agentScales(curves);
  const interpolate = chart.steps ? 'step-after' : 'linear';
  const room = size.width - SAMPLE;
  const linesOf = Object.fromEntries(
    colour.domain.map((label) => [label, wrapped(label, room, FONT_SIZE)]),
  );
  const isLong = Object.values(linesOf).some((lines) => lines.length > 1);
  // The band must have the line's legend, or Vega-Lite finds the two at odds; this makes it look like the line alone.
  const legend = {
    columns: legendColumns(colour.domain, size.width),
    symbolType: 'stroke',
    symbolSize: SAMPLE_SIZE,
    symbolFillColor: 'transparent',
    symbolOpacity: 1,
    labelLimit: room,
    ...(isLong ? { labelExpr: `(${JSON.stringify(linesOf)})[datum.value]` } : {}),
  };
  const x = xChannel(chart);
  const agent = { field: 'agent', type: 'nominal' as const };
  return {
    title: titled(chart.title, chart.subtitle, size.width),
    ...size,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: curves.flatMap(({ agent, x, y, low, high }) =>
        x.map((at, i) => ({
          agent,
          x: at,
          y: y[i],
          low: low?.[i] ?? null,
          high: high?.[i] ?? null,
        })),
      ),
    },
    layer: [
      ...(chart.reference ? referenceLayers(chart.reference, yChannel('level', chart)) : []),
      {
        mark: { type: 'area', opacity: BAND_OPACITY, interpolate },
        encoding: {
          x,
          y: yChannel('low', chart),
          y2: { field: 'high' },
          color: { ...agent, scale: colour, legend },
        },
      },
      {
        mark: { type: 'line', strokeWidth: 2, interpolate },
        encoding: {
          x,
          y: yChannel('y', chart),
          color: { ...agent, scale: colour, legend },
          strokeDash: { ...agent, scale: dash, legend },
        },
      },
    ],
  };
}

/** In words: where each line ends. */
function described({ title, xTitle, yTitle, curves, percent }: CurveChart): string {
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

/**
 * Draws lines with bands.
 *
 * @returns an <svg> element
 * @throws RangeError if a curve's lists differ in length or there are two of one agent
 */
export function drawCurves(chart: CurveChart): Promise<string> {
  const seen = new Set<string>();
  for (const { agent, x, y, low, high } of chart.curves) {
    if ([y, low, high].some((list) => list && list.length !== x.length)) {
      throw new RangeError(
        `drawCurves: ${agent}: expected lists of ${x.length}, got y ${y.length}, low ${low?.length ?? 'none'}, high ${high?.length ?? 'none'}`,
      );
    }
    if (seen.has(agent)) throw new RangeError(`drawCurves: two curves of ${agent}`);
    seen.add(agent);
  }
  return draw(specOf(chart), described(chart));
}
