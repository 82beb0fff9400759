/** How fast and how well agents learn, over seeds: one row for each agent and reward. */
import { mean } from '../stats/summary.ts';
import type { RunData } from '../experiment/readBack.ts';

/**
 * The q-quantile of times of which some are never (null), by the nearest rank: the smallest time by which a share q
 * of the seeds has got there; null if fewer ever do. Seeds that never get there count as later than all others.
 */
export function quantileTime(times: readonly (number | null)[], q: number): number | null {
  const sorted = times.map((t) => t ?? Infinity).sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  return Number.isFinite(value) ? value : null;
}

/** One decimal, with a real minus sign. */
const shown = (value: number): string => value.toFixed(1).replace('-', '−');

const orNever = (time: number | null): string => (time === null ? 'never' : String(time));

/** `6 / 11 / 12`: median, 90 % and worst. */
function times(values: readonly (number | null)[]): string {
  return [0.5, 0.9, 1].map((q) => orNever(quantileTime(values, q))).join(' / ');
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
      times(group.map((run) => run.firstGoalEpisode)),
      times(group.map((run) => run.firstEvalAbove['-110'])),
      `${shown(mean(last))} (${shown(worst)})`,
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
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '-')), ...rows.map(line)].join('\n');
}
