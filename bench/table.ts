/** Tables for people. */

/** Columns padded to equal width, the first `left` to the left and the others to the right. */
export function alignedTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  left = 2,
): string {
  const all = [header, ...rows];
  const widths = header.map((_, c) => Math.max(...all.map((row) => row[c].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c < left ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((w) => '-'.repeat(w)).join('  ');
  return [line(header), rule, ...rows.map(line)].join('\n');
}

export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(header), `|${'-|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

/** Three significant digits. */
export function threeDigits(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(x) || 1)));
  return x.toFixed(Math.min(digits, 3));
}

/** Nanoseconds in the unit that reads best. */
export function duration(ns: number): string {
  if (ns < 1e3) return `${threeDigits(ns)} ns`;
  if (ns < 1e6) return `${threeDigits(ns / 1e3)} us`;
  if (ns < 1e9) return `${threeDigits(ns / 1e6)} ms`;
  return `${threeDigits(ns / 1e9)} s`;
}

/** 1000 → `1e3`, 64 → `64`. */
export function count(n: number): string {
  return n >= 1000 && Number.isInteger(Math.log10(n)) ? `1e${Math.log10(n)}` : String(n);
}
