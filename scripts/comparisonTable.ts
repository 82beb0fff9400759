/** What a comparison leaves: results.jsonl, and the table that is printed. */
import { join } from 'node:path';
import { gatherRuns } from '../src/report/runs/gatherRuns.ts';
import { unreadableLines, writeResults } from '../src/report/runs/readRuns.ts';
import { compareRuns } from '../src/report/tables/comparison.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { learningTables } from '../src/report/terminal/learningTable.ts';
import { scriptCommand } from './shell.ts';

export const resultsIn = (out: string): string => join(out, 'results.jsonl');

/** Gathers all finished runs of the folder in results.jsonl, and prints the table. Lines there that cannot be read are kept. */
export function showTable(out: string, warn: (line: string) => void): void {
  const path = resultsIn(out);
  const others = unreadableLines(path);
  const { runs, records } = gatherRuns([out], warn);
  writeResults(path, records, others);
  if (others.length > 0) {
    warn(`${path}: what cannot be read is kept at its end, ${counted(others.length, 'line')}`);
  }
  if (runs.length === 0) return;
  const { columns } = process.stdout as { readonly columns?: number };
  console.log(`\n${learningTables(compareRuns(runs), columns)}\n`);
  console.log(`data                  ${path}`);
  console.log(`to draw it            ${scriptCommand('report.ts', [out])}`);
}
