/** Numbers in words and digits, the same in all tables, charts and messages. */

/** `1 seed`, `2 seeds`. */
export const counted = (number: number, thing: string): string =>
  `${number} ${thing}${number === 1 ? '' : 's'}`;

/** With a real minus sign. */
export const shownNumber = (value: number, digits: number): string =>
  value.toFixed(digits).replace('-', '−');
