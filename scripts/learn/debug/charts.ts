/** The curves and maps of a fault: the run of the learner's copy beside that of the project. */
import { characterMap } from '../../../src/report/terminal/characterMap.ts';
import type { CurveChart } from '../../../src/report/terminal/curveChart.ts';
import type { Fault, Series } from '../faults.ts';
import type { Trained } from './train.ts';

const TITLES: Readonly<Record<Series, string>> = {
  value: 'largest Q-value at the start',
  evalScore: 'score of the greedy policy',
  qLoss: 'loss of the Q-network',
  objective: 'objective of the model, nats per transition',
  noveltyMean: 'novelty of a step, mean of an episode',
  intrinsicReturn: 'bonus of an episode, in units of reward',
  uncertainty: 'uncertainty of predictions, sd',
  sigma: 'sigma of the weights, mean',
};

export function faultCharts({ series }: Fault, copy: Trained, right: Trained): CurveChart[] {
  const points = ({ curves }: Trained, name: Series) =>
    (curves[name] ?? []).map((value, n) => [n + 1, value] as const);
  return series.map((name) => ({
    title: TITLES[name],
    across: 'episode',
    curves: [
      { name: 'this copy', points: points(copy, name) },
      { name: 'as it should be', points: points(right, name) },
    ],
  }));
}

/** The states that both have visited, for a fault that shows in them. */
export function faultMaps(
  { hasMap }: Fault,
  copy: Trained,
  right: Trained,
  columns: number,
): string[] {
  if (!hasMap || !copy.visits || !right.visits) return [];
  const across = 'position: −1.2 to 0.6, velocity: up';
  return [
    '',
    'states visited, this copy',
    ...characterMap(copy.visits, columns),
    `states visited, as it should be; ${across}`,
    ...characterMap(right.visits, columns),
  ];
}
