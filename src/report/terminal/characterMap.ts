/** A map in a terminal: how often each part of a grid was visited, by characters from light to dark. */

/** From one visit on; the last for MANY and more. */
const SHADES = '.:-=+*#%@';
const MANY = 256;

/** Lines of characters, at most: about the shape of a phase space on paper. */
const MOST_ROWS = 16;
const MOST_COLUMNS = 60;

function shadeOf(count: number): string {
  if (count === 0) return ' ';
  // Each shade stands for about twice as many as the one before.
  let shade = 0;
  for (let bound = 2; bound <= Math.min(count, MANY); bound *= 2) shade++;
  return SHADES[Math.min(shade, SHADES.length - 1)];
}

/**
 * @param counts  [rows, columns] of visits, from the bottom left
 * @param columns of the terminal
 * @returns lines from the top, in a frame; neighbouring cells are added where there is no room for each
 */
export function characterMap(counts: readonly (readonly number[])[], columns: number): string[] {
  const [R, C] = [counts.length, counts[0].length];
  const width = Math.min(C, MOST_COLUMNS, Math.max(1, columns - 3));
  const height = Math.min(R, MOST_ROWS);
  const sums = Array.from({ length: height }, () => new Array<number>(width).fill(0));
  for (let r = 0; r < R; r++) {
    for (let c = 0; c < C; c++) {
      sums[Math.floor((r * height) / R)][Math.floor((c * width) / C)] += counts[r][c];
    }
  }
  const edge = `+${'-'.repeat(width)}+`;
  const rows = sums.reverse().map((row) => `|${row.map(shadeOf).join('')}|`);
  return [edge, ...rows, edge];
}
