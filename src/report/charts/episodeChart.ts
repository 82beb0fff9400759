/** A chart of what was measured of one run, over its training episodes. */
import type { TopLevelSpec } from 'vega-lite';
import type { EpisodeRecord } from '../../train/train.ts';
import { referenceLayers, type Reference } from './curves.ts';
import { labelled, linearAxis, logAxis, wholeAxis } from '../draw/axes.ts';
import { CHART_WIDTH, draw, PLOT_HEIGHT, titled } from '../draw/draw.ts';
import { FAINT_INK, INK, styleOf } from '../draw/palette.ts';

/** One value for each episode in which it was measured. */
export interface Series {
  readonly label: string;
  readonly of: (record: EpisodeRecord) => number | null;
  /** Half of a band's width around the value. Default: no band. */
  readonly spread?: (record: EpisodeRecord) => number;
  /** What the value cannot be below, nor the band. Default: −Infinity. */
  readonly least?: number;
  /** Dots instead of a line. Default: a line. */
  readonly dots?: boolean;
}

export interface EpisodeChart {
  readonly name: string;
  readonly title: string;
  readonly yTitle: string;
  readonly caption: string;
  /** The first in the agent's colour, a second behind it in grey, a third in the colour of text; only those that were measured. */
  readonly series: readonly Series[];
  /** Only values above 0 are drawn. Default: false. */
  readonly logarithmic?: boolean;
  /** A line across; null: none. Default: null. */
  readonly reference?: Reference | null;
}

export interface Row {
  readonly series: string;
  readonly episode: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What of a chart can be drawn; nothing if nothing was measured. */
export function rowsOf(chart: EpisodeChart, records: readonly EpisodeRecord[]): Row[] {
  return chart.series.flatMap((series) =>
    rowsOfSeries(series, records, chart.logarithmic ?? false),
  );
}

function rowsOfSeries(series: Series, records: readonly EpisodeRecord[], positive: boolean): Row[] {
  const least = series.least ?? -Infinity;
  return records.flatMap((record) => {
    const value = series.of(record);
    if (value === null || !Number.isFinite(value) || (positive && value <= 0)) return [];
    const spread = series.spread?.(record) ?? 0;
    const { label } = series;
    const low = Math.max(least, value - spread);
    return [{ series: label, episode: record.episode, value, low, high: value + spread }];
  });
}

function specOf(
  chart: EpisodeChart,
  rows: readonly Row[],
  agent: string,
  subtitle: string,
): TopLevelSpec {
  const { reference = null } = chart;
  const inks = [styleOf(agent).light, FAINT_INK.light, INK.light];
  const measured = chart.series
    .map((series, n) => ({ ...series, ink: inks[n] }))
    .filter(({ label }) => rows.some(({ series }) => series === label));
  const episodes = wholeAxis(rows.map(({ episode }) => episode));
  const heights = rows.flatMap(({ value, low, high }) => [value, low, high]);
  const axis = chart.logarithmic
    ? logAxis(heights)
    : linearAxis([...heights, ...(reference ? [reference.y] : [])]);
  const x = {
    field: 'episode',
    type: 'quantitative' as const,
    title: 'training episode',
    scale: { domain: [...episodes.domain], nice: false, zero: false },
    axis: { grid: false, ...labelled(episodes) },
  };
  const y = {
    type: 'quantitative' as const,
    title: chart.yTitle,
    scale: {
      type: chart.logarithmic ? ('log' as const) : ('linear' as const),
      domain: [...axis.domain],
      nice: false,
      clamp: true,
    },
    axis: { ...labelled(axis), domain: false, ticks: false },
  };
  const color = {
    field: 'series',
    type: 'nominal' as const,
    scale: { domain: measured.map(({ label }) => label), range: measured.map(({ ink }) => ink) },
    legend: measured.length > 1 ? { symbolOpacity: 1 } : null,
  };
  const isAlone = (label: string): boolean =>
    rows.filter(({ series }) => series === label).length === 1; // a line needs two points
  // What comes later is drawn over what came before.
  const layers = [...measured].reverse().map(({ label, spread, dots }) => ({
    transform: [{ filter: { field: 'series', equal: label } }],
    layer: [
      ...(spread
        ? [
            {
              mark: { type: 'area' as const, opacity: 0.15 },
              encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
            },
          ]
        : []),
      {
        mark: dots
          ? { type: 'point' as const, filled: true, size: 9, opacity: 0.6 }
          : { type: 'line' as const, strokeWidth: 1.6, point: isAlone(label) },
        encoding: { x, y: { ...y, field: 'value' }, color },
      },
    ],
  }));
  return {
    title: titled(chart.title, subtitle),
    width: CHART_WIDTH,
    height: PLOT_HEIGHT,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: [...rows] },
    layer: [
      ...layers,
      ...(reference ? referenceLayers(reference, { ...y, field: 'level' }, true) : []),
    ],
  };
}

/** In words: from where to where the first series goes. */
function described({ title, yTitle, reference }: EpisodeChart, rows: readonly Row[]): string {
  const across = reference ? ` A line across shows the ${reference.label}.` : '';
  const first = rows[0];
  const last = rows.findLast(({ series }) => series === first.series)!;
  const at = ({ episode, value }: Row): string =>
    `${Number(value.toPrecision(3))} in episode ${episode}`;
  return `${title}: ${yTitle} over training episodes, from ${at(first)} to ${at(last)}.${across}`;
}

/**
 * The chart as SVG.
 *
 * @param rows     of the chart, at least one
 * @param agent    whose colour it has
 * @param subtitle `vime; mountain-car, sparse reward, seed 1`
 */
export const drawEpisodeChart = (
  chart: EpisodeChart,
  rows: readonly Row[],
  agent: string,
  subtitle: string,
): Promise<string> => draw(specOf(chart, rows, agent, subtitle), described(chart, rows));
