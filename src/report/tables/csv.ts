/** Runs as a table for spreadsheets and notebooks: one line a run. */
import { changedSettings, valueOf } from '../../train/config/config.ts';
import { checkNumbers } from '../../train/finite.ts';
import type { RunData } from '../../record/readBack.ts';
import { fields } from '../../train/config/settings.ts';
import { normalise } from '../../math/stats/normalise.ts';
import { groupsOf, memberOfRun, type NamedRun } from '../runs/groups.ts';
import { EFFICIENCY_EPISODES, firstAbove, lastFifthOf, scoreAfter } from './measures.ts';
import { scaleOf, taskScale } from '../runs/environments.ts';

type Cell = string | number | boolean | null;

/**
 * One column of the table each. Nothing that differs between two runs of the same seed and settings, such as the time taken.
 *
 * @param settings that get a column too
 */
function cells(
  run: RunData,
  label: string,
  settings: readonly string[],
): readonly (readonly [string, Cell])[] {
  const { threshold } = taskScale(run.task);
  const scale = scaleOf(run.task);
  return [
    ['env', run.task.name],
    ['reward', run.reward],
    ['agent', run.agent],
    ['group', label],
    ['seed', run.seed],
    ['episodes', run.episodes],
    ['envSteps', run.envSteps],
    ['firstGoalEpisode', run.firstGoalEpisode],
    ['firstGoalStep', run.firstGoalStep],
    ['threshold', threshold],
    ['firstAboveEpisode', firstAbove(run, threshold)],
    ['lastFifthMean', lastFifthOf(run)],
    ['lastFifthNormalised', scale && normalise(lastFifthOf(run), scale)],
    ...EFFICIENCY_EPISODES.map((n) => [`scoreAfter${n}`, scoreAfter(run, n)] as const),
    ['finalScore', run.finalScore],
    ['digest', run.digest],
    ...settings.map((name) => [name, valueOf(run.config, name) ?? null] as const),
  ];
}

/** RFC 4180, but for the line ends. */
function shownCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Settings in which some run differs from its agent, without those that always have a column. */
function columnsOf(runs: readonly RunData[]): string[] {
  const changed = new Set(runs.flatMap(({ config }) => Object.keys(changedSettings(config))));
  const names = new Set([...Object.keys(fields), ...changed]);
  return [...names].filter((name) => name !== 'episodes' && changed.has(name));
}

/**
 * A line of names, then a line for each run, whole even where runs are compared up to fewer episodes; an empty cell is never, or
 * not so many episodes.
 *
 * @throws NonFiniteError if a number is none
 */
export function csvOf(runs: readonly NamedRun[]): string {
  const groups = groupsOf(runs.map(memberOfRun));
  const settings = columnsOf(runs);
  const rows = runs.map((run, n) => cells(run, groups[n].label, settings));
  runs.forEach(({ agent, seed }, n) =>
    checkNumbers(`the table of runs, ${agent} seed ${seed}`, Object.fromEntries(rows[n])),
  );
  const names = (rows[0] ?? []).map(([name]) => name);
  const lines = [names, ...rows.map((row) => row.map(([, cell]) => shownCell(cell)))];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}
