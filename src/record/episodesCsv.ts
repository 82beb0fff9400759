/** `episodes.csv`: the records of a run as a table for spreadsheets and notebooks, a line for each episode. */
import { checkNumbers } from '../train/finite.ts';
import type { EpisodeRecord } from '../train/train.ts';

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
