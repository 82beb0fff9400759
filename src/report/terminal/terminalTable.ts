/** Tables to be read in a terminal. */
import { wordLines } from './wordLines.ts';

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);

/** A column with its head, each line padded: the first one to the left, numbers to the right. */
function column(head: string, cells: readonly string[], isFirst: boolean): string[][] {
  const width = Math.max(longest(cells), longest(head.split(' ')));
  const pad = (text: string): string => (isFirst ? text.padEnd(width) : text.padStart(width));
  return [wordLines(head, width).map(pad), ['-'.repeat(width)], cells.map(pad)];
}

const GAP = '  ';

/** The lines of columns side by side. */
function beside(columns: readonly string[][][]): string[] {
  const headLines = Math.max(...columns.map(([head]) => head.length));
  const lines = columns.map(([head, rule, cells]) => {
    const empty = new Array<string>(headLines - head.length).fill(' '.repeat(rule[0].length));
    return [...empty, ...head, ...rule, ...cells];
  });
  return lines[0].map((_, n) =>
    lines
      .map((line) => line[n])
      .join(GAP)
      .trimEnd(),
  );
}

/**
 * Columns of equal width, heads in several lines where that makes them narrower. A table that is wider than the terminal
 * is continued below, with its first column again.
 *
 * @param width of the terminal. Default: no limit
 */
export function terminalTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = Infinity,
): string {
  const columns = head.map((text, c) =>
    column(
      text,
      rows.map((row) => row[c]),
      c === 0,
    ),
  );
  const [first, ...others] = columns;
  const widthOf = ([, [rule]]: string[][]): number => rule.length;
  const parts: string[][][][] = [];
  let room = 0;
  for (const next of others) {
    room -= GAP.length + widthOf(next);
    const part = parts.at(-1);
    if (part && room >= 0) part.push(next);
    else {
      parts.push([first, next]);
      room = width - widthOf(first) - GAP.length - widthOf(next);
    }
  }
  return parts.map((part) => beside(part).join('\n')).join('\n\n');
}
