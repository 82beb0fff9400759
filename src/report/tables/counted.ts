/** A number of things in words: `1 seed`, `2 seeds`. */
export function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
