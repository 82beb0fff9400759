/**
 * The texts in a run's folder: `config.json`, the lines of `episodes.jsonl`, and `summary.json`, which holds the main settings
 * of a run, its outcome, and the engine it ran in.
 */
import { mean, standardDeviation } from '../math/stats/descriptive.ts';
import type { Run } from '../train/run.ts';
import { outcomeOf, type Outcome } from '../train/outcome.ts';
import { progressOf } from '../train/progress.ts';
import { rewardOf } from '../train/config/config.ts';
import { environmentRecord, taskOf, type Task } from '../train/config/task.ts';
import { checkNumbers, finiteJson } from '../train/finite.ts';
import type { EpisodeRecord } from '../train/train.ts';

/** Of the project; the same as in package.json (a test compares them). */
export const VERSION = '0.3.0';

export interface Summary extends Outcome {
  readonly seed: number;
  readonly agent: string;
  readonly env: string;
  /** The option `reward` of the environment; null if it has none. */
  readonly reward: string | null;
  readonly task: Task;
  /** False if the run was stopped before its last episode. */
  readonly finished: boolean;
  /** Mean score of greedy episodes from fresh starts at the end. */
  readonly finalScore: number;
  /** Standard deviation of those scores; older runs do not have it. */
  readonly finalScoreSd?: number;
  readonly wallSeconds: number;
  readonly digest: string;
  readonly versions: { readonly [what: string]: string };
}

/** What a summary needs beside config and records. */
interface End {
  /** [finalEpisodes] of greedy episodes at the end. */
  readonly finalScores: Float64Array;
  readonly wallSeconds: number;
  readonly digest: string;
  /** `{ node: '22.1.0' }` */
  readonly engine: { readonly [what: string]: string };
}

/** @param records of all episodes so far */
export function summaryOf(
  { config, env: environment }: Pick<Run, 'config' | 'env'>,
  records: readonly EpisodeRecord[],
  { finalScores, wallSeconds, digest, engine }: End,
): Summary {
  const { seed, agent, env } = config;
  const task = taskOf(config, environment);
  const outcome = outcomeOf(records, task);
  return {
    seed,
    agent,
    env,
    reward: rewardOf(config),
    task,
    ...outcome,
    finished: progressOf(config, outcome) >= 1,
    finalScore: mean(finalScores),
    finalScoreSd: standardDeviation(finalScores),
    wallSeconds,
    digest,
    versions: { vime: VERSION, ...engine },
  };
}

/** The name under which config.json tells of the environment. */
export const ENVIRONMENT = 'environment';

const json = (where: string, value: object): string => `${finiteJson(where, value, 2)}\n`;

/** config.json */
export function configText({ config, env }: Pick<Run, 'config' | 'env'>): string {
  return json('config.json', { ...config, [ENVIRONMENT]: environmentRecord(config, env) });
}

/** A line of episodes.jsonl. @throws NonFiniteError if a number of the record is none */
export function recordLine(record: EpisodeRecord, seconds: number): string {
  const where = `episodes.jsonl, episode ${record.episode}`;
  return `${finiteJson(where, { ...record, seconds: rounded(seconds) })}\n`;
}

/** summary.json @throws NonFiniteError if a number of the summary is none */
export const summaryText = (summary: Summary): string =>
  json(`summary.json, episode ${summary.episodes}`, summary);

/** To milliseconds. */
export const rounded = (seconds: number): number => Number(seconds.toFixed(3));

/** The records as a table for spreadsheets and notebooks, a line for each episode. */
export const CSV_FILE = 'episodes.csv';

/** The columns of a record: a list has one for each of its values, `modelR2.0`, `modelR2.1`, ...; null is an empty cell. */
function cellsOf(record: EpisodeRecord): (readonly [column: string, cell: string])[] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value)
      ? value.map((part: unknown, i) => [`${name}.${i}`, cellOf(part)] as const)
      : [[name, cellOf(value)] as const],
  );
}

const cellOf = (value: unknown): string => (value === null ? '' : JSON.stringify(value));

/**
 * The text of the file: all fields but the clock times, so that equal runs have equal files.
 *
 * @throws NonFiniteError if a number of a record is none
 */
export function episodesCsv(records: readonly EpisodeRecord[]): string {
  for (const record of records) checkNumbers(`${CSV_FILE}, episode ${record.episode}`, record);
  const rows = records.map((record) => new Map(cellsOf(record)));
  // A list is null before anything was measured: its columns come with the first record that has it.
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].filter(
    (column) => !rows.some((row) => row.has(`${column}.0`)),
  );
  const lines = rows.map((row) => columns.map((column) => row.get(column) ?? ''));
  return [columns, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}
