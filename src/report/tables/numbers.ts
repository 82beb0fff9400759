/** Numbers in words and digits, the same in all tables, charts and messages. */

/** `1 seed`, `2 seeds`. */
export const counted = (number: number, thing: string): string =>
  `${number} ${thing}${number === 1 ? '' : 's'}`;

/** Digits after the point of scores, differences of scores included. @param size of a usual score; null: not known */
export const scoreDigits = (size: number | null): number =>
  size !== null && Math.abs(size) < 10 ? 3 : 1;

/** Digits of some scores: by a usual one, or where none is known by the largest. */
export const digitsOfScores = (usual: number | null, scores: readonly number[]): number =>
  scoreDigits(usual ?? Math.max(...scores.map(Math.abs)));

/** A score to be reached, as it was set: `−110`, `0.9`. */
export const shownMilestone = (score: number): string => String(score).replace('-', '−');

/** With a real minus sign; what is rounded to 0 has none. */
export const shownNumber = (value: number, digits: number): string =>
  value
    .toFixed(digits)
    .replace(/^-(?=[0.]+$)/, '')
    .replace('-', '−');
