/** Charts of one run over its episodes: score, losses, novelty and intrinsic reward. */
import type { TopLevelSpec } from 'vega-lite';
import type { EpisodeRecord } from '../../train/train.ts';
import type { Measure } from '../../curiosity/curiosity.ts';
import type { Task } from '../../train/config/task.ts';
import { CELLS_VISITED, MINUS_STEPS, RETURN } from '../../env/environment.ts';
import { optimumLine } from './charts.ts';
import { referenceLayers, type Reference } from './curves.ts';
import { labelled, linearAxis, logAxis, wholeAxis } from '../draw/axes.ts';
import { CHART_WIDTH, draw, PLOT_HEIGHT, titled } from '../draw/draw.ts';
import { drawn, type Drawn, type Figure } from '../draw/figure.ts';
import { capitalised } from '../phase/mapKinds.ts';
import { FAINT_INK, INK, styleOf } from '../draw/palette.ts';
import { mean } from '../../math/stats/descriptive.ts';

/** The run whose records are drawn. */
export interface RunScene {
  readonly agent: string;
  /** `mountain-car, sparse reward, seed 1` */
  readonly name: string;
  readonly task: Task;
  /** What its curiosity measures; null without one. */
  readonly measure: Measure | null;
}

/** One value for each episode in which it was measured. */
interface Series {
  readonly label: string;
  readonly of: (record: EpisodeRecord) => number | null;
  /** Half of a band's width around the value. Default: no band. */
  readonly spread?: (record: EpisodeRecord) => number;
  /** What the value cannot be below, nor the band. Default: nothing. */
  readonly least?: (scene: RunScene) => number;
  /** Dots instead of a line. Default: a line. */
  readonly dots?: boolean;
}

interface RunChart {
  readonly name: string;
  readonly title: string;
  readonly yTitle: string;
  readonly caption: string;
  /** The first in the agent's colour, a second behind it in grey, a third in the colour of text. */
  readonly series: readonly Series[];
  /** Only values above 0 are drawn. Default: false. */
  readonly logarithmic?: boolean;
  /** Whether the optimum is drawn as a line across. Default: false. */
  readonly hasOptimum?: boolean;
}

/** When transitions are measured: one by one as they happen, or in the batches that are learnt from. */
const measuredWhen = ({ of }: Measure): string =>
  of === 'memory'
    ? 'Each transition is measured when it happens: the mean and the largest of each training episode.'
    : 'Batches are measured when they are learnt from: the mean and the largest of each training episode.';

const SCORES = [RETURN, MINUS_STEPS];

/** The score of a training episode, where it follows from its record. */
function trainingScore({ score }: Task): Series['of'] {
  const known = SCORES.find(({ name }) => name === score);
  return ({ length, extrinsicReturn }) =>
    known ? known.of({ steps: length, return: extrinsicReturn }) : null;
}

/** What no score is below: episodes end at the time limit, which random actions reach. */
const leastOf = ({ score, random }: Task): number =>
  score === MINUS_STEPS.name && random !== null ? random : -Infinity;

/** The charts of a run, whether there is something to draw or not. */
function chartsOf({ measure, task }: RunScene, records: readonly EpisodeRecord[]): RunChart[] {
  const isExplored = task.score === CELLS_VISITED;
  return [
    {
      name: 'score',
      title: 'Score in evaluation and training',
      yTitle: `score (${task.score})`,
      caption: isExplored
        ? 'Cells visited in training so far.'
        : 'Line: mean over the greedy episodes after each training episode, with their standard deviation as a band. Dots: the ' +
          'training episode itself, in which the agent explores.',
      series: [
        {
          label: isExplored ? 'visited' : 'greedy',
          of: (r) => r.evalScore,
          spread: (r) => r.evalScoreSd,
          least: (scene) => leastOf(scene.task),
        },
        { label: 'in training', of: trainingScore(task), dots: true },
      ],
      hasOptimum: true,
    },
    {
      name: 'q-loss',
      title: 'Loss of the Q-network',
      yTitle: 'Huber loss (reward²)',
      caption:
        'Mean over the updates of each training episode. Targets change while the agent learns: a rising loss need not be a failure.',
      series: [{ label: 'Q-loss', of: (r) => r.qLoss }],
      logarithmic: true,
    },
    ...(measure ? curiousCharts(measure, records) : []),
  ];
}

/** Variables of the state with a line of their own. */
const OWN_LINES = 2;

/** R² of the first variables, and of the others the mean; below −1 it is −1. */
function fitSeries(variables: number): readonly Series[] {
  const floored = (value: number | null | undefined): number | null =>
    typeof value === 'number' ? Math.max(value, -1) : null;
  const own = Array.from({ length: Math.min(OWN_LINES, variables) }, (_, variable) => ({
    label: `variable ${variable + 1}`,
    of: (r: EpisodeRecord) => floored(r.modelR2?.[variable]),
  }));
  const others = (r: EpisodeRecord): number | null => {
    const values = (r.modelR2 ?? []).slice(OWN_LINES).flatMap((value) => floored(value) ?? []);
    return values.length === 0 ? null : mean(values);
  };
  return variables > OWN_LINES ? [...own, { label: 'others, mean', of: others }] : own;
}

function curiousCharts(measure: Measure, records: readonly EpisodeRecord[]): RunChart[] {
  const { objective } = measure;
  const learning: RunChart[] = objective
    ? [
        {
          name: 'objective',
          title: 'Objective of the model',
          yTitle: `${objective.name} (${objective.unit})`,
          caption: objective.meaning,
          series: [{ label: objective.name, of: (r) => r.objective }],
        },
      ]
    : [];
  return [
    ...learning,
    {
      name: 'model-fit',
      title: 'Fit of the model',
      yTitle: 'R²',
      caption:
        'R² of the predicted changes of each state variable, on the newest 1,000 transitions: 1 is perfect, 0 no better than the mean change. Below -1 it is drawn at -1. Pure noise cannot be predicted.',
      series: fitSeries(Math.max(0, ...records.map(({ modelR2 }) => modelR2?.length ?? 0))),
    },
    {
      name: 'measure',
      title: `${capitalised(measure.name)} in training`,
      yTitle: `${measure.name} (${measure.unit})`,
      caption: `${measure.meaning} ${measuredWhen(measure)}`,
      series: [
        { label: 'mean', of: (r) => r.noveltyMean },
        { label: 'largest', of: (r) => r.noveltyMax },
      ],
      logarithmic: true,
    },
    {
      name: 'bonus',
      title: 'Intrinsic reward in training',
      yTitle: 'eta × bonus (reward per step)',
      caption:
        measure.of === 'memory'
          ? 'Mean over the steps of each training episode, as first measured.'
          : 'Mean over the batches that are learnt from in each training episode.',
      series: [{ label: 'bonus', of: (r) => r.intrinsicReturn / r.length }],
    },
  ];
}

interface Row {
  readonly series: string;
  readonly episode: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function rowsOf(
  series: Series,
  scene: RunScene,
  records: readonly EpisodeRecord[],
  positive: boolean,
): Row[] {
  const least = series.least?.(scene) ?? -Infinity;
  return records.flatMap((record) => {
    const value = series.of(record);
    if (value === null || !Number.isFinite(value) || (positive && value <= 0)) return [];
    const spread = series.spread?.(record) ?? 0;
    const { label } = series;
    const low = Math.max(least, value - spread);
    return [{ series: label, episode: record.episode, value, low, high: value + spread }];
  });
}

function specOf(chart: RunChart, scene: RunScene, rows: readonly Row[]): TopLevelSpec {
  const labels = chart.series.map(({ label }) => label);
  const colours = [styleOf(scene.agent).light, FAINT_INK.light, INK.light].slice(0, labels.length);
  const reference = referenceOf(chart, scene);
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
    scale: { domain: labels, range: colours },
    legend: labels.length > 1 ? { symbolOpacity: 1 } : null,
  };
  const isAlone = (label: string): boolean =>
    rows.filter(({ series }) => series === label).length === 1; // a line needs two points
  // What comes later is drawn over what came before.
  const layers = [...chart.series].reverse().map(({ label, spread, dots }) => ({
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
    title: titled(chart.title, `${scene.agent}; ${scene.name}`),
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

const referenceOf = (
  { hasOptimum }: RunChart,
  { task: { optimum } }: RunScene,
): Reference | null => (hasOptimum && optimum !== null ? optimumLine(optimum) : null);

/** In words: from where to where the first series goes. */
function described(chart: RunChart, scene: RunScene, rows: readonly Row[]): string {
  const { title, yTitle } = chart;
  const reference = referenceOf(chart, scene);
  const across = reference ? ` A line across shows the ${reference.label}.` : '';
  const first = rows[0];
  const last = rows.findLast(({ series }) => series === first.series)!;
  const at = ({ episode, value }: Row): string =>
    `${Number(value.toPrecision(3))} in episode ${episode}`;
  return `${title}: ${yTitle} over training episodes, from ${at(first)} to ${at(last)}.${across}`;
}

/**
 * Charts of a run as far as it has come; those of which nothing was measured are left out, as beliefs are for an
 * agent that has none.
 */
export async function runCharts(
  scene: RunScene,
  records: readonly EpisodeRecord[],
): Promise<Drawn<Figure>[]> {
  const figures: Drawn<Figure>[] = [];
  const curious = records.some(({ intrinsicReturn }) => intrinsicReturn !== 0);
  for (const chart of chartsOf(scene, records)) {
    const rows = chart.series.flatMap((s) => rowsOf(s, scene, records, chart.logarithmic ?? false));
    if (rows.length === 0 || (chart.name === 'bonus' && !curious)) continue;
    const name = `run-${chart.name}`;
    figures.push(
      await drawn(name, async () => ({
        name,
        svg: await draw(specOf(chart, scene, rows), described(chart, scene, rows)),
        caption: chart.caption,
      })),
    );
  }
  return figures;
}
