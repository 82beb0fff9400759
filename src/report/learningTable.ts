/** How fast and how well agents learn, over seeds: one row for each agent and reward. */
import { mean } from '../stats/summary.ts';
import type { RunData } from '../experiment/readBack.ts';
import { survivalQuantile } from '../stats/survival.ts';
import { markdownTable, orNever, shownNumber } from './markdown.ts';

/** `6 / 11 / 12`: median, 90 % and worst. */
function times(runs: readonly RunData[], timeOf: (run: RunData) => number | null): string {
  const subjects = runs.map((run) => {
    const time = timeOf(run);
    return { time: time ?? run.episodes, reached: time !== null };
  });
  return [0.5, 0.9, 1].map((q) => orNever(survivalQuantile(subjects, q))).join(' / ');
}

/** A Markdown table; runs are grouped by agent and reward, in the order they first appear. */
export function learningTable(runs: readonly RunData[]): string {
  const groups = new Map<string, RunData[]>();
  for (const run of runs) {
    const key = `${run.agent}, ${run.reward}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const rows = [...groups].map(([name, group]) => {
    const last = group.map((run) => run.lastFifthMean ?? NaN);
    const worst = last.reduce((a, b) => Math.min(a, b), Infinity);
    const never = group.filter((run) => run.firstGoalEpisode === null).length;
    return [
      name,
      String(group.length),
      times(group, (run) => run.firstGoalEpisode),
      times(group, (run) => run.firstEvalAbove['-110']),
      `${shownNumber(mean(last), 1)} (${shownNumber(worst, 1)})`,
      String(never),
    ];
  });
  const head = [
    'agent, reward',
    'seeds',
    'first goal, episode',
    'first eval ≥ −110, episode',
    'last fifth: mean (worst)',
    'never reached the goal',
  ];
  return markdownTable(head, rows);
}
