/** How fast and how well agents learn, for a terminal: the table of docs/results.md for each environment and reward. */
import type { Comparison } from '../tables/comparison.ts';
import { taskTitle } from '../../train/config/task.ts';
import { againstNote } from '../tables/markdown.ts';
import { againstRows, remoteRows, summaryRows, type Rows } from '../tables/rows.ts';
import { terminalTable } from './terminalTable.ts';

/** @param width of the terminal. Default: no limit */
export function learningTables({ groups, fewestSeeds }: Comparison, width = Infinity): string {
  const shown = ({ head, rows }: Rows): string => terminalTable(head, rows, width);
  const blocks = groups.map((group) => {
    const against = againstRows(group);
    const remote = remoteRows(group);
    const { env, reward, comparedUpTo } = group;
    const upTo =
      comparedUpTo === null ? '' : `, up to episode ${comparedUpTo}, the last that all have`;
    return [
      `${taskTitle(env, reward)}${upTo}`,
      shown(summaryRows(group)),
      ...(against ? [shown(against), againstNote(group)] : []),
      ...(remote ? [shown(remote)] : []),
    ].join('\n\n');
  });
  const scores = [...new Set(groups.map(({ score }) => score))];
  return [
    ...blocks,
    `Episodes are median [95 % interval] / 90 % / last seed; the last fifth is in ${scores.join(' or ')}, its interquartile mean [95 % interval]. ` +
      `Fewer than ${fewestSeeds} seeds have no interval.`,
  ].join('\n\n');
}
