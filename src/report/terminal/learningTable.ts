/** How fast and how well agents learn, for a terminal: the table of docs/results.md for each environment and reward. */
import type { Comparison } from '../tables/comparison.ts';
import { summaryRows } from '../tables/markdown.ts';
import { terminalTable } from './terminalTable.ts';

/** @param width of the terminal. Default: no limit */
export function learningTables({ groups, baseline }: Comparison, width = Infinity): string {
  const blocks = groups.map((group) => {
    const { head, rows } = summaryRows(group, group.baseline ?? baseline);
    const { env, reward, comparedUpTo } = group;
    const upTo =
      comparedUpTo === null ? '' : `, up to episode ${comparedUpTo}, the last that all have`;
    return `${env}, ${reward} reward${upTo}\n\n${terminalTable(head, rows, width)}`;
  });
  return [
    ...blocks,
    'Episodes are median [95 % interval] / 90 % / last seed; the last fifth is in minus steps, its interquartile mean [95 % interval].',
  ].join('\n\n');
}
