/** Charts of one run over its episodes: score, losses, novelty and intrinsic reward. */
import type { EpisodeRecord } from '../../train/train.ts';
import type { Measure } from '../../curiosity/curiosity.ts';
import { variableName, type EnvironmentRecord, type Task } from '../../train/config/task.ts';
import { MINUS_STEPS, RETURN } from '../../env/environment.ts';
import { optimumLine } from './charts.ts';
import type { Reference } from './curves.ts';
import { drawEpisodeChart, rowsOf, type EpisodeChart, type Series } from './episodeChart.ts';
import { drawn, type Drawn, type Figure } from '../draw/figure.ts';
import { capitalised } from '../phase/mapKinds.ts';
import { isExplored } from '../runs/environments.ts';
import { mean } from '../../math/stats/descriptive.ts';

/** The run whose records are drawn. */
export interface RunScene extends Pick<EnvironmentRecord, 'variableNames'> {
  readonly agent: string;
  /** `mountain-car, sparse reward, seed 1` */
  readonly name: string;
  readonly task: Task;
  /** What its curiosity measures; null without one. */
  readonly measure: Measure | null;
}

/** When transitions are measured: one by one as they happen, or in the batches that are learnt from. */
const measuredWhen = ({ of }: Measure): string =>
  of === 'memory'
    ? 'Each transition is measured when it happens: the mean and the largest of each training episode.'
    : 'Batches are measured when they are learnt from: the mean and the largest of each training episode.';

const SCORES = [RETURN, MINUS_STEPS];

/** The score of each training episode, where it follows from its record. */
function trainingScore({ score }: Task): Series[] {
  return SCORES.filter(({ name }) => name === score).map((known) => ({
    label: 'in training',
    of: ({ length, extrinsicReturn }) => known.of({ steps: length, return: extrinsicReturn }),
    dots: true,
  }));
}

/** What no score is below: episodes end at the time limit, which random actions reach. */
const leastOf = ({ score, random }: Task): number =>
  score === MINUS_STEPS.name && random !== null ? random : -Infinity;

const optimumOf = ({ optimum }: Task): Reference | null =>
  optimum === null ? null : optimumLine(optimum);

function scores(task: Task): EpisodeChart {
  const inTraining = trainingScore(task);
  return {
    name: 'score',
    title: inTraining.length > 0 ? 'Score in evaluation and training' : 'Score in evaluation',
    yTitle: `score (${task.score})`,
    caption:
      'Line: mean over the greedy episodes after each training episode, with their standard deviation as a band.' +
      (inTraining.length > 0
        ? ' Dots: the training episode itself, in which the agent explores.'
        : ''),
    series: [
      {
        label: 'greedy',
        of: (r) => r.evalScore,
        spread: (r) => r.evalScoreSd,
        least: leastOf(task),
      },
      ...inTraining,
    ],
    reference: optimumOf(task),
  };
}

const cellsVisited = (task: Task): EpisodeChart => ({
  name: 'score',
  title: 'Cells visited',
  yTitle: `score (${task.score})`,
  caption: 'Cells visited in training so far.',
  series: [{ label: 'visited', of: (r) => r.evalScore }],
  reference: optimumOf(task),
});

/** The charts of a run, whether there is something to draw or not. */
function chartsOf(scene: RunScene, records: readonly EpisodeRecord[]): EpisodeChart[] {
  const { measure, task } = scene;
  return [
    isExplored(task) ? cellsVisited(task) : scores(task),
    {
      name: 'q-loss',
      title: 'Loss of the Q-network',
      yTitle: 'loss (reward²)',
      caption:
        'Mean over the updates of each training episode. Targets change while the agent learns: a rising loss need not be a failure.',
      series: [{ label: 'Q-loss', of: (r) => r.qLoss }],
      logarithmic: true,
    },
    ...(measure ? curiousCharts(measure, fitSeries(scene, records)) : []),
  ];
}

/** Variables of the state with a line of their own. */
const OWN_LINES = 2;

/** R² of the first variables, and of the others the mean; below −1 it is −1. */
function fitSeries(scene: RunScene, records: readonly EpisodeRecord[]): readonly Series[] {
  const variables = Math.max(0, ...records.map(({ modelR2 }) => modelR2?.length ?? 0));
  const floored = (value: number | null | undefined): number | null =>
    typeof value === 'number' ? Math.max(value, -1) : null;
  const own = Array.from({ length: Math.min(OWN_LINES, variables) }, (_, variable) => ({
    label: variableName(scene, variable),
    of: (r: EpisodeRecord) => floored(r.modelR2?.[variable]),
  }));
  const others = (r: EpisodeRecord): number | null => {
    const values = (r.modelR2 ?? []).slice(OWN_LINES).flatMap((value) => floored(value) ?? []);
    return values.length === 0 ? null : mean(values);
  };
  return variables > OWN_LINES ? [...own, { label: 'others, mean', of: others }] : own;
}

/** @param fit R² of the model's predictions */
function curiousCharts(measure: Measure, fit: readonly Series[]): EpisodeChart[] {
  const { objective } = measure;
  const learning: EpisodeChart[] = objective
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
        'R² of the predicted changes of each state variable, on the newest 1,000 transitions: 1 is perfect, 0 no better than the mean change. Below −1 it is drawn at −1. Pure noise cannot be predicted.',
      series: fit,
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
      logarithmic: !measure.isSigned,
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
    const rows = rowsOf(chart, records);
    if (rows.length === 0 || (chart.name === 'bonus' && !curious)) continue;
    const name = `run-${chart.name}`;
    figures.push(
      await drawn(name, async () => ({
        name,
        svg: await drawEpisodeChart(chart, rows, scene.agent, `${scene.agent}; ${scene.name}`),
        caption: chart.caption,
      })),
    );
  }
  return figures;
}
