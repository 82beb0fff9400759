/** How fast and how well agents learn, over seeds, at a glance: one row for each group of runs, world and reward. */
import { mean } from '../stats/summary.ts';
import type { RunData } from '../experiment/readBack.ts';
import { survivalQuantile } from '../stats/survival.ts';
import { groupsOf, memberOfRun } from './groups.ts';
import { markdownTable, orNever, shownNumber } from './markdown.ts';
import { worldName } from './worlds.ts';

/** `6 / 11 / 12`: median, 90 % and worst. */
function times(runs: readonly RunData[], timeOf: (run: RunData) => number | null): string {
  const subjects = runs.map((run) => {
    const time = timeOf(run);
    return { time: time ?? run.episodes, reached: time !== null };
  });
  return [0.5, 0.9, 1].map((q) => orNever(survivalQuantile(subjects, q))).join(' / ');
}

/** The highest evaluation to be reached in the run's world, `-110`, and when it was. */
const lastMilestone = (run: RunData): readonly [string, number | null] =>
  Object.entries(run.firstEvalAbove).at(-1) ?? ['', null];

/** A Markdown table; runs are grouped by agent, settings, world and reward, in the order they first appear. */
export function learningTable(runs: readonly RunData[]): string {
  const labels = groupsOf(runs.map(memberOfRun)).map(({ label }) => label);
  const groups = new Map<string, RunData[]>();
  runs.forEach((run, n) => {
    const key = `${labels[n]}, ${worldName(run.world, run.maxSteps)}, ${run.reward}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  });
  const rows = [...groups].map(([name, group]) => {
    const last = group.map((run) => run.lastFifthMean ?? NaN);
    const worst = last.reduce((a, b) => Math.min(a, b), Infinity);
    const never = group.filter((run) => run.firstGoalEpisode === null).length;
    return [
      name,
      String(group.length),
      times(group, (run) => run.firstGoalEpisode),
      `≥ ${lastMilestone(group[0])[0].replace('-', '−')}: ${times(group, (run) => lastMilestone(run)[1])}`,
      `${shownNumber(mean(last), 1)} (${shownNumber(worst, 1)})`,
      String(never),
    ];
  });
  const head = [
    'agent, world, reward',
    'seeds',
    'first goal, episode: median / 90 % / last seed',
    'first good eval, likewise',
    'last fifth: mean (worst)',
    'never reached the goal',
  ];
  return markdownTable(head, rows);
}
