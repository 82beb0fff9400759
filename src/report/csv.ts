/** Runs as a table for spreadsheets and notebooks: one line a run. */
import type { RunData } from '../experiment/readBack.ts';
import { normalise } from '../stats/normalise.ts';
import { EFFICIENCY_EPISODES, firstAbove, lastFifthOf, returnAfter } from './measures.ts';
import { worldOf } from './worlds.ts';

type Cell = string | number | null;

/** One column of the table each. Nothing that differs between two runs of the same seed and settings, such as the time taken. */
function cells(run: RunData): readonly (readonly [string, Cell])[] {
  const world = worldOf(run.world);
  return [
    ['world', run.world],
    ['reward', run.reward],
    ['agent', run.agent],
    ['seed', run.seed],
    ['episodes', run.episodes],
    ['envSteps', run.envSteps],
    ['firstGoalEpisode', run.firstGoalEpisode],
    ['firstGoalStep', run.firstGoalStep],
    ['threshold', world.threshold],
    ['firstAboveEpisode', firstAbove(run, world.threshold)],
    ['lastFifthMean', lastFifthOf(run)],
    ['lastFifthScore', normalise(lastFifthOf(run), world)],
    ...EFFICIENCY_EPISODES.map((n) => [`returnAfter${n}`, returnAfter(run, n)] as const),
    ['final100Mean', run.final100Mean],
    ['digest', run.digest],
  ];
}

/** RFC 4180, but for the line ends. */
function shownCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of names, then a line for each run; an empty cell is never, or not so many episodes. */
export function csvOf(runs: readonly RunData[]): string {
  const rows = runs.map(cells);
  const names = (rows[0] ?? []).map(([name]) => name);
  const lines = [names, ...rows.map((row) => row.map(([, cell]) => shownCell(cell)))];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}
